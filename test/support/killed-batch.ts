import type { IdeaRow } from '../../src/domain/idea-batch.ts';
import type { MatchReport } from '../../src/domain/match-report.ts';
import { aMatchReport } from './fake-app-dependencies.ts';

export const killedBatch = { id: 'killed', collection: 'valle', locale: 'es', source: 'file' } as const;

export const killedRows: readonly IdeaRow[] = Array.from({ length: 200 }, (_, at) => ({
  row: at + 2,
  id: `F-${at}`,
  text: `idea-${at}`,
  problem: null,
}));

/** A report that names the idea it was made for. */
export function reportOf(idea: string): MatchReport {
  return aMatchReport({ limits: [idea] });
}
