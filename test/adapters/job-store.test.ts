import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSqliteJobStore } from '../../src/adapters/sqlite/sqlite-job-store.ts';
import { describeJobStore } from '../contracts/job-store.ts';
import { createInMemoryJobStore } from '../support/in-memory-job-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'elqui-jobs-'));
afterAll(() => rmSync(folder, { recursive: true }));
let opened = 0;

describeJobStore('sqlite', async (options) => {
  opened += 1;
  return await openSqliteJobStore({ folder: join(folder, String(opened)), file: 'jobs.db', ...options });
});
describeJobStore('in-memory', async (options) => createInMemoryJobStore(options));

describe('the file of a job store', () => {
  it('is read by the next process as it was left', async () => {
    const options = { folder, file: 'again.db', retentionDays: 30, clock: { now: () => new Date() } };
    const first = await openSqliteJobStore(options);
    const job = { id: 'a', collection: 'valle', locale: 'es', source: 's' } as const;
    await first.create(job, [{ row: 1, id: '1', text: 'Una idea', problem: null }]);
    // Left open, as a killed process leaves it.
    const second = await openSqliteJobStore(options);
    expect((await second.listRunning()).map(({ id, done }) => [id, done])).toEqual([['a', 0]]);
    await second.close();
    await first.close();
  });
});
