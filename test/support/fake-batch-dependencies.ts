import { readIdeaTable } from '../../src/adapters/spreadsheets/read-idea-table.ts';
import { writeBatchReport } from '../../src/adapters/spreadsheets/write-batch-report.ts';
import { AssistantError } from '../../src/domain/errors.ts';
import { type AdviserDecision, type BatchJob, firstChallengeOf } from '../../src/domain/idea-batch.ts';
import type { BatchDependencies } from '../../src/http/batch-dependencies.ts';
import { createMatchBatch } from '../../src/matching/match-batch.ts';
import { aMatchReport } from './fake-app-dependencies.ts';
import { createInMemoryJobStore } from './in-memory-job-store.ts';
import { aPortfolio } from './sample-batch.ts';
import { sampleCollection } from './sample-collection.ts';

/** Batches kept in memory, judged by nobody: an idea that speaks of a shop fits nothing, every other one the first challenge. */
export function fakeBatchDependencies(): BatchDependencies {
  const jobStore = createInMemoryJobStore();
  let made = 0;
  const batch = createMatchBatch({
    jobStore,
    matchIdea: async ({ idea }) => aMatchReport(idea.includes('tienda') ? { verdict: 'none' } : {}),
    newId: () => `job-${++made}`,
    yieldTurn: () => new Promise((resolve) => setImmediate(resolve)),
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  const rowsOf = async (job: BatchJob) => await jobStore.readRows(job.id, { from: 0, limit: job.total });
  return {
    readIdeaTable,
    startBatch: async ({ rows, collection, locale }) => {
      const id = collection ?? sampleCollection.id;
      if (id !== sampleCollection.id) throw new AssistantError('not-found', `There is no collection "${id}"`);
      return await batch.submit({ rows, collection: id, locale, source: 'upload' });
    },
    readBatch: batch.read,
    readBatchRows: jobStore.readRows,
    watchBatch: batch.watch,
    cancelBatch: batch.cancel,
    exportBatch: async (jobId, format) => {
      const job = await batch.read(jobId);
      const rows = await rowsOf(job);
      const collectionTitle = sampleCollection.title[job.locale];
      return await writeBatchReport({ job, rows, portfolio: aPortfolio(rows), collectionTitle }, format);
    },
    decideRow: async (jobId, row, { kind, note, ...rest }) => {
      await batch.read(jobId);
      const found = await jobStore.findRow(jobId, row);
      if (found === null) throw new AssistantError('not-found', 'There is no such row');
      const accepted = found.report === null ? null : firstChallengeOf(found.report);
      const challenge = 'challenge' in rest ? rest.challenge : kind === 'accept' ? accepted : null;
      const decision: AdviserDecision = { kind, challenge, note };
      await jobStore.decide(jobId, row, decision);
      return decision;
    },
    describePortfolio: async (jobId) => aPortfolio(await rowsOf(await batch.read(jobId))),
  };
}
