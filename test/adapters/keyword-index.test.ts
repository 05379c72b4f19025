import { describe, expect, it } from 'vitest';
import { createKeywordIndexBuilder } from '../../src/adapters/keyword/bm25-index.ts';
import { createNearWordFinder } from '../../src/adapters/keyword/near-words.ts';
import { createSpanishAnalyzer } from '../../src/adapters/keyword/spanish-analyzer.ts';
import { describeKeywordIndex } from '../contracts/keyword-index.ts';

describeKeywordIndex('BM25', () => createKeywordIndexBuilder({ analyzer: createSpanishAnalyzer() }));

describe('BM25', () => {
  const build = createKeywordIndexBuilder({ analyzer: createSpanishAnalyzer() });

  it('gives the textbook score', () => {
    const index = build([
      { id: 'a', text: 'agua agua sol' },
      { id: 'b', text: 'viento mar' },
    ]);
    // idf = ln(1 + (2 - 1 + 0.5) / 1.5) = ln 2. "agua" and its stem "agu" are two terms, the whole word at a quarter of the
    // weight: frequency 2 and 0.5, length 3 of 2.5 on average.
    const saturation = (frequency: number) =>
      (frequency * 2.2) / (frequency + 1.2 * (0.25 + 0.75 * (3 / 2.5)));
    const expected = Math.log(2) * (saturation(2) + 0.25 * saturation(0.5));
    expect(index.search([{ text: 'agua', weight: 1 }], 1)[0]?.score).toBeCloseTo(expected, 10);
  });

  it('prefers the shorter of two texts that hold a word as often', () => {
    const index = build([
      { id: 'a-long', text: 'telemedicina para postas, escuelas, caletas, valles, pueblos' },
      { id: 'b-short', text: 'telemedicina rural' },
    ]);
    expect(index.search([{ text: 'telemedicina', weight: 1 }], 1)[0]?.id).toBe('b-short');
  });

  it('scores alike whatever the order in which texts were given', () => {
    const texts = ['agua de riego', 'riego por goteo', 'agua potable rural', 'goteo'].map((text, i) => ({
      id: `t${i}`,
      text,
    }));
    const query = [{ text: 'agua riego gotera', weight: 1 }];
    expect(build(texts.toReversed()).search(query, 9)).toEqual(build(texts).search(query, 9));
  });
});

describe('near words', () => {
  const find = createNearWordFinder(['desierto', 'desiertos', 'agua', 'vivienda', 'año', 'queso', '2030']);

  it('gives the nearest words only', () => {
    expect(find('desiertoz')).toEqual([{ word: 'desiertos', distance: 0 }]);
    expect(find('dezirto')).toEqual([{ word: 'desierto', distance: 1 }]);
    expect(find('bibienda')).toEqual([{ word: 'vivienda', distance: 0 }]);
    expect(find('keso')).toEqual([{ word: 'queso', distance: 0 }]);
  });

  it('leaves short words alone unless they sound alike', () => {
    expect(find('aguo')).toEqual([]);
    expect(find('ano')).toEqual([{ word: 'año', distance: 0 }]);
  });

  it('never takes one number for another', () => {
    expect(find('2031')).toEqual([]);
  });
});

describe('Spanish analysis', () => {
  const analyze = createSpanishAnalyzer().analyze;
  const only = (text: string) => analyze(text)[0];

  it('gives each word with its place in the text as received', () => {
    const text = '¿Qué DESAFÍO habla de «niñez»?';
    for (const { surface, start, end } of analyze(text)) expect(text.slice(start, end)).toBe(surface);
    expect(analyze(text).map(({ folded }) => folded)).toEqual(['que', 'desafio', 'habla', 'de', 'niñez']);
  });

  it('keeps places right when accents are written apart', () => {
    const text = 'la sequía del año'.normalize('NFD');
    const token = analyze(text)[1];
    expect(token?.folded).toBe('sequia');
    expect(text.slice(token?.start, token?.end).normalize('NFC')).toBe('sequía');
    expect(analyze(text)[3]?.folded).toBe('año');
  });

  it('stems the accented form, and words in -ción written without their accent alike', () => {
    expect(only('innovación')?.stem).toBe('innov');
    expect(only('innovacion')?.stem).toBe('innov');
    expect(only('económico')?.stem).toBe('econom');
  });

  it('keeps ñ a letter of its own', () => {
    expect(only('año')?.folded).toBe('año');
    expect(only('ano')?.stem).not.toBe(only('año')?.stem);
  });

  it('tells stop words with and without accents, in Spanish and English', () => {
    for (const word of ['de', 'qué', 'que', 'cuáles', 'También', 'the', 'WHICH']) {
      expect(only(word)?.isStopWord).toBe(true);
    }
    for (const word of ['desafío', 'agua', 'once', 'estado']) expect(only(word)?.isStopWord).toBe(false);
  });

  it('reads through the invisible characters of copied text and marks of number', () => {
    expect(only('inno\u00advación')?.folded).toBe('innovacion');
    expect(only('agu\u200ba')?.folded).toBe('agua');
    expect(only('6º')?.folded).toBe('6');
  });

  it('takes an empty text, emoji and lone surrogates', () => {
    expect(analyze('')).toEqual([]);
    expect(analyze('🙂 \ud800 —')).toEqual([]);
  });

  it('reads a text longer than what it remembers of words', () => {
    const words = Array.from({ length: 60_000 }, (_, i) => `palabra${i}`).join(' ');
    expect(analyze(words)).toHaveLength(60_000);
  });
});
