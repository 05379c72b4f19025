import { describe, expect, it } from 'vitest';
import type { CriterionId } from '../../src/domain/match-report.ts';
import { createJudgeCriteria } from '../../src/matching/judge-criteria.ts';
import { createReadIdea } from '../../src/matching/read-idea.ts';
import { analyzer, taughtCollection } from './taught-collection.ts';

const readIdea = createReadIdea({ manifest: taughtCollection.manifest, documentTexts: [], analyzer });
const judgeCriteria = createJudgeCriteria(analyzer);

function verdictOf(idea: string, id: CriterionId) {
  return judgeCriteria(readIdea(idea)).find((criterion) => criterion.id === id)?.verdict;
}

describe('the criteria an adviser reads an idea by', () => {
  it.each<[CriterionId, string]>([
    ['problem', 'En el cerro no hay agua desde enero.'],
    ['people', 'Es para crianceras y sus familias.'],
    ['territory', 'Partimos en Cerro Pardo.'],
    ['novelty', 'En vez de botar el orujo, lo secamos.'],
    ['prototype', 'Haremos un piloto con dos escuelas.'],
    ['impact', 'Baja a la mitad el gasto y ahorra litros.'],
    ['cocreation', 'Lo diseñamos junto con la junta de vecinos.'],
    ['sustainability', 'Después se financia con una cuota y se puede replicar.'],
  ])('finds %s stated in "%s"', (id, idea) => {
    expect(verdictOf(idea, id)).toBe('explicit');
  });

  it('gives the words that state it', () => {
    const idea = 'Somos del valle. En Cerro Pardo se armaría el estanque.';
    const territory = judgeCriteria(readIdea(idea)).find(({ id }) => id === 'territory');
    expect(territory?.ideaQuote?.text).toBe('En Cerro Pardo se armaría el estanque');
  });

  it('only hints at a place when none is named', () => {
    expect(verdictOf('En mi pueblo se armaría un estanque.', 'territory')).toBe('partial');
  });

  it('finds nothing stated in an idea that states nothing', () => {
    const verdicts = judgeCriteria(readIdea('Telescopio casero de cartón')).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['absent']));
  });
});
