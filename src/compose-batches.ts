import { randomUUID } from 'node:crypto';
import { readIdeaTable } from './adapters/spreadsheets/read-idea-table.ts';
import { writeBatchReport } from './adapters/spreadsheets/write-batch-report.ts';
import { AssistantError } from './domain/errors.ts';
import { type AdviserDecision, type BatchJob, type BatchRow, firstChallengeOf } from './domain/idea-batch.ts';
import type { IndexedCollection } from './domain/indexed-collection.ts';
import type { BatchDependencies, DecisionRequest } from './http/batch-dependencies.ts';
import { createMatchBatch, type MatchBatch } from './matching/match-batch.ts';
import type { MatchIdea } from './matching/match-idea.ts';
import { createDescribePortfolio, type DescribePortfolio } from './matching/portfolio.ts';
import type { EmbeddingModel } from './ports/embedding-model.ts';
import type { JobStore } from './ports/job-store.ts';
import type { Logger } from './ports/logger.ts';
import type { TextAnalyzer } from './ports/text-analyzer.ts';

/** A collection as batches need it. */
export type BatchCollection = { readonly collection: IndexedCollection; readonly matchIdea: MatchIdea };

export type Batches = BatchDependencies &
  Pick<MatchBatch, 'resume' | 'submit' | 'watch' | 'close'> &
  Pick<JobStore, 'listRunning'>;

const ROWS_AT_ONCE = 50;
const yieldTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Joins the job store, the matcher and the spreadsheets to what the wall and the command line call. */
export function composeBatches(parts: {
  readonly jobStore: JobStore;
  readonly collections: ReadonlyMap<string, BatchCollection>;
  readonly analyzer: TextAnalyzer;
  readonly embeddingModel: EmbeddingModel;
  readonly logger: Logger;
}): Batches {
  const { jobStore, collections } = parts;
  const portfolios = new Map<string, DescribePortfolio>();

  function pick(id: string): BatchCollection {
    const found = collections.get(id);
    if (!found) throw new AssistantError('not-found', `There is no collection "${id}"`);
    return found;
  }

  const batch = createMatchBatch({
    jobStore,
    matchIdea: async ({ collection, ...request }, signal) => pick(collection).matchIdea(request, signal),
    newId: randomUUID,
    yieldTurn,
    logger: parts.logger,
  });

  function describerOf(id: string): DescribePortfolio {
    const known = portfolios.get(id);
    if (known) return known;
    const { analyzer, embeddingModel } = parts;
    const made = createDescribePortfolio({ collection: pick(id).collection, analyzer, embeddingModel });
    portfolios.set(id, made);
    return made;
  }

  /** Read a few at a time: a large batch is megabytes to take apart, and a chat must not wait for them. */
  async function rowsOf(job: BatchJob): Promise<readonly BatchRow[]> {
    const rows: BatchRow[] = [];
    while (rows.length < job.total) {
      const page = await jobStore.readRows(job.id, { from: rows.length, limit: ROWS_AT_ONCE });
      if (page.length === 0) break;
      rows.push(...page);
      await yieldTurn();
    }
    return rows;
  }

  async function decideRow(jobId: string, row: number, request: DecisionRequest): Promise<AdviserDecision> {
    const job = await batch.read(jobId);
    const found = await jobStore.findRow(jobId, row);
    if (found === null) throw new AssistantError('not-found', `Batch "${jobId}" has no row ${row}`);
    const decision = toDecision(request, found, pick(job.collection).collection);
    await jobStore.decide(jobId, row, decision);
    return decision;
  }

  return {
    submit: batch.submit,
    resume: batch.resume,
    watch: batch.watch,
    listRunning: jobStore.listRunning,
    close: batch.close,
    readIdeaTable,
    startBatch: async ({ rows, collection, locale }) => {
      const id = collection ?? [...collections.keys()][0] ?? '';
      pick(id);
      return await batch.submit({ rows, collection: id, locale, source: 'upload' });
    },
    readBatch: batch.read,
    readBatchRows: jobStore.readRows,
    watchBatch: batch.watch,
    cancelBatch: batch.cancel,
    decideRow,
    describePortfolio: async (jobId, signal) => {
      const job = await batch.read(jobId);
      return await describerOf(job.collection)(job, await rowsOf(job), signal);
    },
    exportBatch: async (jobId, format) => {
      const job = await batch.read(jobId);
      const rows = await rowsOf(job);
      const portfolio = await describerOf(job.collection)(job, rows);
      const collectionTitle = pick(job.collection).collection.manifest.title[job.locale];
      return await writeBatchReport({ job, rows, portfolio, collectionTitle }, format);
    },
  };
}

/** What was decided, with the challenge it means: accepting takes the one that the report puts first. */
function toDecision(
  request: DecisionRequest,
  { report, decision: before }: BatchRow,
  { passages }: IndexedCollection,
): AdviserDecision {
  const { kind, note } = request;
  if (kind === 'note') return { kind: before?.kind ?? 'note', challenge: before?.challenge ?? null, note };
  if (kind === 'accept') {
    if (report === null)
      throw new AssistantError('invalid-input', 'A row without a report cannot be accepted');
    return { kind, challenge: firstChallengeOf(report), note };
  }
  const { challenge } = request;
  if (challenge !== null && !passages.some((passage) => passage.challenge === challenge)) {
    throw new AssistantError('invalid-input', `There is no challenge ${challenge}`);
  }
  return { kind, challenge, note };
}
