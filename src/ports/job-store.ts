import type {
  AdviserDecision,
  BatchJob,
  BatchRow,
  BatchState,
  IdeaRow,
  RowProblem,
} from '../domain/idea-batch.ts';
import type { MatchReport } from '../domain/match-report.ts';

export type NewJob = Pick<BatchJob, 'id' | 'collection' | 'locale' | 'source'>;
export type RowOutcome =
  | { readonly report: MatchReport; readonly problem?: never }
  | { readonly problem: RowProblem; readonly report?: never };

/**
 * Batches of ideas, their reports and what an adviser said of them. A promise that has resolved is on disk.
 * Rows are addressed by their place in the batch, from 0: line numbers may repeat where files were joined.
 */
export type JobStore = {
  create(job: NewJob, rows: readonly IdeaRow[]): Promise<void>;
  read(jobId: string): Promise<BatchJob | null>;
  /** Jobs that have not ended, oldest first: what is left to do after a restart. */
  listRunning(): Promise<readonly BatchJob[]>;
  /** The first rows that have neither report nor problem, with their places. */
  readPending(
    jobId: string,
    count: number,
  ): Promise<readonly { readonly place: number; readonly idea: IdeaRow }[]>;
  /** Keeps the first outcome of a row; a second one changes nothing. */
  recordOutcome(jobId: string, place: number, outcome: RowOutcome): Promise<void>;
  /** Ends a job that is running; one that has ended stays as it is. */
  finish(jobId: string, state: Exclude<BatchState, 'running'>): Promise<void>;
  /** Rows by place, `limit` of them from `from`. */
  readRows(
    jobId: string,
    page: { readonly from: number; readonly limit: number },
  ): Promise<readonly BatchRow[]>;
  /** The row with this line number; the first one where several have it. */
  findRow(jobId: string, row: number): Promise<BatchRow | null>;
  /** Replaces what was decided before. False when there is no such row. */
  decide(jobId: string, row: number, decision: AdviserDecision): Promise<boolean>;
  /** Forgets jobs older than the retention; returns how many went. */
  forgetExpired(): Promise<number>;
  /** Throws when the store cannot answer. */
  check(): Promise<void>;
  close(): Promise<void>;
};
