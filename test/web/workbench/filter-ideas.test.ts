import { describe, expect, it } from 'vitest';
import type { PortfolioIdea } from '../../../src/domain/idea-batch.ts';
import { everything, filterIdeas, type IdeaFilter } from '../../../src/web/workbench/filter-ideas.ts';

function anIdea(row: number, changes: Partial<PortfolioIdea> = {}): PortfolioIdea {
  return {
    ...{ row, id: `F-${row}`, excerpt: 'Mallas para la niebla', verdict: 'fits', challenge: 1, second: 2 },
    ...{ score: 0.5, confidence: 'alta', warnings: [], questions: '', problem: null, decision: null },
    ...changes,
  };
}

const ideas = [
  anIdea(1, { score: 0.2 }),
  anIdea(2, { score: 0.9, challenge: 3, warnings: ['too_short'], confidence: 'baja' }),
  anIdea(3, {
    verdict: 'none',
    challenge: 3,
    score: 0.1,
    decision: { kind: 'accept', challenge: null, note: '' },
  }),
  anIdea(4, { verdict: null, challenge: null, score: null, confidence: null, problem: 'empty', excerpt: '' }),
  anIdea(5, { verdict: 'several', excerpt: 'Telar en Ñuñoa' }),
];

const rows = (filter: Partial<IdeaFilter>) =>
  filterIdeas(ideas, { ...everything, ...filter }).map(({ row }) => row);

describe('the filters of the bench', () => {
  it('show everything as it came when nothing is chosen', () => {
    expect(rows({})).toEqual([1, 2, 3, 4, 5]);
  });

  it('find by result, challenge, confidence, warnings and decision', () => {
    expect(rows({ verdict: 'several' })).toEqual([5]);
    expect(rows({ verdict: 'problem' })).toEqual([4]);
    expect(rows({ confidence: 'baja' })).toEqual([2]);
    expect(rows({ hasWarnings: true })).toEqual([2]);
    expect(rows({ decision: 'undecided' })).toEqual([1, 2, 4, 5]);
    expect(rows({ decision: 'accept' })).toEqual([3]);
  });

  it('do not count an idea that fits nothing to the challenge it is nearest to', () => {
    expect(rows({ challenge: 3 })).toEqual([2]);
  });

  it('search words and ids whatever their case and accents', () => {
    expect(rows({ search: ' TELAR ' })).toEqual([5]);
    expect(rows({ search: 'nunoa' })).toEqual([5]);
    expect(rows({ search: 'f-4' })).toEqual([4]);
  });

  it('order by fit either way, what has none last', () => {
    expect(rows({ order: 'best' })).toEqual([2, 5, 1, 3, 4]);
    expect(rows({ order: 'worst' })).toEqual([3, 1, 5, 2, 4]);
  });
});
