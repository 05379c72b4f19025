import type { AdviserDecision, BatchJob, BatchRow, IdeaRow, Portfolio } from '../domain/idea-batch.ts';
import type { BatchExportFormat, ReadIdeaTable } from '../ports/idea-table.ts';

export type BatchRequest = {
  readonly rows: readonly IdeaRow[];
  readonly collection?: string | undefined;
  readonly locale: 'es' | 'en';
};

/** A decision as the adviser makes it: what accepting means is for the report to say. */
export type DecisionRequest =
  | { readonly kind: 'accept'; readonly note: string }
  | Pick<AdviserDecision & { readonly kind: 'correct' }, 'kind' | 'challenge' | 'note'>
  | { readonly kind: 'note'; readonly note: string };

/** What the wall can do with many ideas at once. Each rejects with `not-found` for a job or row that does not exist. */
export type BatchDependencies = {
  readonly readIdeaTable: ReadIdeaTable;
  /** Resolves once the batch is on disk; judging goes on behind. */
  startBatch(request: BatchRequest): Promise<BatchJob>;
  readBatch(jobId: string): Promise<BatchJob>;
  /** Rows by their place in the batch, from 0. */
  readBatchRows(
    jobId: string,
    page: { readonly from: number; readonly limit: number },
  ): Promise<readonly BatchRow[]>;
  watchBatch(jobId: string, signal: AbortSignal): AsyncIterable<BatchJob>;
  cancelBatch(jobId: string): Promise<BatchJob>;
  exportBatch(jobId: string, format: BatchExportFormat): Promise<Uint8Array>;
  /** Resolves once the decision is on disk. */
  decideRow(jobId: string, row: number, decision: DecisionRequest): Promise<AdviserDecision>;
  describePortfolio(jobId: string, signal: AbortSignal): Promise<Portfolio>;
};
