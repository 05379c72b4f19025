import { describe, expect, it } from 'vitest';
import type { BuildKeywordIndex, KeywordDocument, KeywordIndex } from '../../src/ports/keyword-index.ts';

const documents: readonly KeywordDocument[] = [
  { id: 'water', text: 'Gestionar los recursos hídricos del territorio ante la sequía y la desalinización' },
  { id: 'women', text: 'La brecha salarial que enfrenta la mujer en la economía local' },
  { id: 'children', text: 'El diseño de espacios para la niñez y los años de escuela' },
  { id: 'waste', text: 'Economía circular: valorizar los residuos y la innovación en reciclaje' },
  { id: 'health', text: 'Acceso a la salud en localidades aisladas; kilómetros hasta la posta' },
];

/** What every keyword index must do for Spanish; call it once for each implementation. */
export function describeKeywordIndex(name: string, createBuilder: () => BuildKeywordIndex): void {
  describe(`${name} keyword index`, () => {
    const index: KeywordIndex = createBuilder()(documents);
    const find = (text: string) => index.search([{ text, weight: 1 }], 5).map(({ id }) => id);

    it('finds a text by its words, whatever their ending, case or accents', () => {
      for (const text of ['residuo', 'RESIDUOS', 'valorizamos', 'valorización'])
        expect(find(text)[0]).toBe('waste');
      for (const text of ['hidrico', 'Hídricas', 'sequia']) expect(find(text)[0]).toBe('water');
      for (const text of ['mujeres', 'salariales', 'brechas']) expect(find(text)[0]).toBe('women');
      for (const text of ['innovacion', 'innovadores']) expect(find(text)[0]).toBe('waste');
    });

    it('scores a word written without its accents as highly as with them', () => {
      const [withAccents] = index.search([{ text: 'economía', weight: 1 }], 1);
      const [without] = index.search([{ text: 'economia', weight: 1 }], 1);
      expect(without).toEqual(withAccents);
    });

    it('finds words that are misspelt', () => {
      for (const text of ['rezidous', 'residos', 'residduos']) expect(find(text)[0]).toBe('waste');
      expect(find('desalinisacion')[0]).toBe('water');
      expect(find('desalinzasion')[0]).toBe('water');
      expect(find('salus')[0]).toBe('health');
    });

    it('finds words as they sound in chat writing', () => {
      expect(find('kilometros')[0]).toBe('health');
      expect(find('rekursos idrikos')[0]).toBe('water');
      expect(find('brexa sircular')).toContain('waste');
      expect(find('ezkuela')[0]).toBe('children');
    });

    it('finds ñ for people without a Spanish keyboard', () => {
      expect(find('ninez')[0]).toBe('children');
      expect(find('diseno')[0]).toBe('children');
      expect(find('anos')[0]).toBe('children');
    });

    it('scores a misspelt word below the right one', () => {
      const score = (text: string) => index.search([{ text, weight: 1 }], 1)[0]?.score ?? 0;
      expect(score('desalinzacion')).toBeLessThan(score('desalinización'));
      expect(score('desalinzacion')).toBeGreaterThan(0);
    });

    it('finds nothing for words of other matters, short typos, numbers or stop words', () => {
      for (const text of ['fútbol', 'astronauta', 'ls', '2023', 'de la que y los', '', '¿?', '🙂']) {
        expect(find(text)).toEqual([]);
      }
    });

    it('ranks by the weight of what was asked', () => {
      const towards = (water: number, waste: number) =>
        index.search(
          [
            { text: 'sequía', weight: water },
            { text: 'residuos', weight: waste },
          ],
          1,
        )[0]?.id;
      expect(towards(1, 0.3)).toBe('water');
      expect(towards(0.3, 1)).toBe('waste');
    });

    it('counts a word once however often the query holds it', () => {
      const once = index.search([{ text: 'sequía', weight: 1 }], 5);
      const often = index.search(
        [
          { text: 'sequía sequías', weight: 1 },
          { text: 'sequía', weight: 0.5 },
        ],
        5,
      );
      expect(often).toEqual(once);
    });

    it('orders equal scores by id and gives no more than asked', () => {
      const twins = ['c', 'a', 'b'].map((id) => ({ id, text: 'escuelas rurales' }));
      const hits = createBuilder()(twins).search([{ text: 'escuela', weight: 1 }], 2);
      expect(hits.map(({ id }) => id)).toEqual(['a', 'b']);
    });

    it('knows how rare a word is', () => {
      expect(index.rarity('sequía')).toBeGreaterThan(index.rarity('economía'));
      expect(index.rarity('economia')).toBeCloseTo(index.rarity('economía'), 10);
      expect(index.rarity('fútbol')).toBe(0);
      expect(index.rarity('la')).toBe(0);
      expect(index.rarity('')).toBe(0);
    });

    it('holds no texts at all', () => {
      const empty = createBuilder()([]);
      expect(empty.size).toBe(0);
      expect(empty.search([{ text: 'sequía', weight: 1 }], 5)).toEqual([]);
      expect(empty.rarity('sequía')).toBe(0);
    });
  });
}
