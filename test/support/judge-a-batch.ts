/** Judges the batch in the folder given, making it first when there is none, for a test to kill; prints each row it finished. */
import { openSqliteJobStore } from '../../src/adapters/sqlite/sqlite-job-store.ts';
import { createMatchBatch } from '../../src/matching/match-batch.ts';
import { killedBatch, killedRows, reportOf } from './killed-batch.ts';

const [, , folder = ''] = process.argv;
const jobStore = await openSqliteJobStore({
  folder,
  file: 'jobs.db',
  retentionDays: 30,
  clock: { now: () => new Date() },
});
const batch = createMatchBatch({
  jobStore,
  matchIdea: async ({ idea }) => {
    process.stdout.write(`judging ${idea}\n`);
    return reportOf(idea);
  },
  newId: () => killedBatch.id,
  yieldTurn: () => new Promise((resolve) => setImmediate(resolve)),
  logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
});

if ((await jobStore.read(killedBatch.id)) === null) await batch.submit({ ...killedBatch, rows: killedRows });
else await batch.resume();
for await (const { done } of batch.watch(killedBatch.id)) process.stdout.write(`done ${done}\n`);
