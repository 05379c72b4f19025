import type { PortfolioIdea } from '../../domain/idea-batch.ts';
import type { Confidence } from '../../domain/match-report.ts';

/** What the adviser wants to see; null or empty: everything. */
export type IdeaFilter = {
  readonly verdict: 'fits' | 'several' | 'none' | 'problem' | null;
  readonly challenge: number | null;
  readonly confidence: Confidence | null;
  readonly hasWarnings: boolean;
  readonly decision: 'undecided' | 'accept' | 'correct' | 'note' | null;
  readonly search: string;
  readonly order: 'row' | 'best' | 'worst';
};

export const everything: IdeaFilter = {
  verdict: null,
  challenge: null,
  confidence: null,
  hasWarnings: false,
  decision: null,
  search: '',
  order: 'row',
};

/** The ideas that pass, in the order asked for; equal ones as they came. */
export function filterIdeas(ideas: readonly PortfolioIdea[], filter: IdeaFilter): readonly PortfolioIdea[] {
  const passing = ideas.filter((idea) => passes(idea, filter));
  if (filter.order === 'row') return passing;
  const direction = filter.order === 'best' ? -1 : 1;
  // Rows without a score stand last either way.
  const scoreOf = ({ score }: PortfolioIdea) =>
    score === null ? Number.POSITIVE_INFINITY : score * direction;
  return [...passing].sort((a, b) => compareNumbers(scoreOf(a), scoreOf(b)) || a.row - b.row);
}

function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function passes(idea: PortfolioIdea, filter: IdeaFilter): boolean {
  return (
    hasVerdict(idea, filter.verdict) &&
    (filter.challenge === null || (idea.verdict !== 'none' && idea.challenge === filter.challenge)) &&
    (filter.confidence === null || idea.confidence === filter.confidence) &&
    (!filter.hasWarnings || idea.warnings.length > 0) &&
    (filter.decision === null || (idea.decision?.kind ?? 'undecided') === filter.decision) &&
    contains(idea, filter.search)
  );
}

function hasVerdict(idea: PortfolioIdea, verdict: IdeaFilter['verdict']): boolean {
  if (verdict === null) return true;
  return verdict === 'problem' ? idea.problem !== null : idea.verdict === verdict;
}

function contains({ excerpt, id }: PortfolioIdea, search: string): boolean {
  const wanted = fold(search.trim());
  return wanted === '' || fold(`${id} ${excerpt}`).includes(wanted);
}

function fold(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}
