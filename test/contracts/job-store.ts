import { describe, expect, it } from 'vitest';
import type { IdeaRow } from '../../src/domain/idea-batch.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { JobStore } from '../../src/ports/job-store.ts';
import { aMatchReport } from '../support/fake-app-dependencies.ts';

const job = { id: 'job-1', collection: 'valle', locale: 'es', source: 'file-1' } as const;

function ideas(count: number): IdeaRow[] {
  return Array.from({ length: count }, (_, index) => ({
    row: index + 2,
    id: `F-${index + 1}`,
    text: `Una idea con la letra ${index} y un emoji 🌵`,
    problem: null,
  }));
}

/** What every store of batches must do; call it once for each implementation. The opener starts from nothing. */
export function describeJobStore(
  name: string,
  open: (options: { readonly retentionDays: number; readonly clock: Clock }) => Promise<JobStore>,
): void {
  describe(`${name} job store`, () => {
    let today = new Date('2026-03-01T00:00:00Z');
    const clock: Clock = { now: () => today };
    const openStore = async () => {
      today = new Date('2026-03-01T00:00:00Z');
      return await open({ retentionDays: 30, clock });
    };

    it('counts a row as done once it has a report or a problem', async () => {
      const store = await openStore();
      await store.create(job, [...ideas(2), { row: 9, id: '9', text: '', problem: 'empty' }]);
      expect(await store.read('job-1')).toMatchObject({ state: 'running', total: 3, done: 1 });
      await store.recordOutcome('job-1', 0, { report: aMatchReport() });
      await store.recordOutcome('job-1', 1, { problem: 'judgement-failed' });
      expect(await store.read('job-1')).toEqual({
        ...job,
        state: 'running',
        total: 3,
        done: 3,
        createdAt: today,
      });
      await store.close();
    });

    it('gives back rows in their order, with what was found', async () => {
      const store = await openStore();
      await store.create(job, ideas(3));
      await store.recordOutcome('job-1', 1, { report: aMatchReport() });
      const page = await store.readRows('job-1', { from: 1, limit: 1 });
      expect(page).toEqual([{ ...ideas(3)[1], report: aMatchReport(), decision: null }]);
      expect(await store.findRow('job-1', 4)).toEqual({ ...ideas(3)[2], report: null, decision: null });
      expect(await store.findRow('job-1', 99)).toBeNull();
      expect(await store.readRows('other', { from: 0, limit: 10 })).toEqual([]);
      await store.close();
    });

    it('keeps the first outcome of a row: nothing is judged twice', async () => {
      const store = await openStore();
      await store.create(job, ideas(1));
      await store.recordOutcome('job-1', 0, { report: aMatchReport({ verdict: 'none' }) });
      await store.recordOutcome('job-1', 0, { problem: 'judgement-failed' });
      const [row] = await store.readRows('job-1', { from: 0, limit: 1 });
      expect([row?.report?.verdict, row?.problem]).toEqual(['none', null]);
      expect(await store.readPending('job-1', 10)).toEqual([]);
      await store.close();
    });

    it('tells what is left to do, from the first row that waits', async () => {
      const store = await openStore();
      await store.create(job, ideas(4));
      await store.recordOutcome('job-1', 0, { report: aMatchReport() });
      const pending = await store.readPending('job-1', 2);
      expect(pending).toEqual([
        { place: 1, idea: ideas(4)[1] },
        { place: 2, idea: ideas(4)[2] },
      ]);
      expect((await store.listRunning()).map(({ id }) => id)).toEqual(['job-1']);
      await store.close();
    });

    it('ends a job once: what is cancelled is not done afterwards', async () => {
      const store = await openStore();
      await store.create(job, ideas(1));
      await store.finish('job-1', 'cancelled');
      await store.finish('job-1', 'done');
      expect(await store.read('job-1')).toMatchObject({ state: 'cancelled' });
      expect(await store.listRunning()).toEqual([]);
      await store.close();
    });

    it('keeps the last decision about a row, and knows none of an unknown row', async () => {
      const store = await openStore();
      await store.create(job, ideas(2));
      await store.decide('job-1', 3, { kind: 'accept', challenge: 1, note: '' });
      expect(
        await store.decide('job-1', 3, { kind: 'correct', challenge: null, note: 'Es una tienda' }),
      ).toBe(true);
      expect(await store.decide('job-1', 99, { kind: 'note', challenge: null, note: 'x' })).toBe(false);
      const rows = await store.readRows('job-1', { from: 0, limit: 2 });
      expect(rows.map(({ decision }) => decision)).toEqual([
        null,
        { kind: 'correct', challenge: null, note: 'Es una tienda' },
      ]);
      await store.close();
    });

    it('forgets what is older than the retention, and nothing else', async () => {
      const store = await openStore();
      await store.create(job, ideas(1));
      today = new Date('2026-03-20T00:00:00Z');
      await store.create({ ...job, id: 'job-2' }, ideas(1));
      today = new Date('2026-04-05T00:00:00Z');
      expect(await store.forgetExpired()).toBe(1);
      expect(await store.read('job-1')).toBeNull();
      expect(await store.readRows('job-1', { from: 0, limit: 9 })).toEqual([]);
      expect(await store.read('job-2')).not.toBeNull();
      await store.close();
    });

    it('knows nothing of a job that was never made', async () => {
      const store = await openStore();
      expect(await store.read('job-1')).toBeNull();
      expect(await store.listRunning()).toEqual([]);
      await store.check();
      await store.close();
    });
  });
}
