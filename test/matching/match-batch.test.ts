import { describe, expect, it } from 'vitest';
import type { BatchJob, IdeaRow } from '../../src/domain/idea-batch.ts';
import { createMatchBatch } from '../../src/matching/match-batch.ts';
import type { JobStore } from '../../src/ports/job-store.ts';
import { aMatchReport } from '../support/fake-app-dependencies.ts';
import { createInMemoryJobStore } from '../support/in-memory-job-store.ts';
import { rememberingLogger } from '../support/running-app.ts';

const where = { collection: 'valle', locale: 'es', source: 'file' } as const;

function ideas(count: number): IdeaRow[] {
  return Array.from({ length: count }, (_, index) => ({
    row: index + 1,
    id: `i${index + 1}`,
    text: `Una idea sobre el agua, la número ${index + 1}`,
    problem: null,
  }));
}

type Judge = Parameters<typeof createMatchBatch>[0]['matchIdea'];

function aBatch(options: { readonly jobStore?: JobStore; readonly matchIdea?: Judge } = {}) {
  let made = 0;
  return createMatchBatch({
    jobStore: options.jobStore ?? createInMemoryJobStore(),
    matchIdea: options.matchIdea ?? (async () => aMatchReport()),
    newId: () => `job-${++made}`,
    yieldTurn: () => new Promise((resolve) => setImmediate(resolve)),
    logger: rememberingLogger([]),
  });
}

async function untilEnded(batch: ReturnType<typeof aBatch>, jobId: string): Promise<readonly BatchJob[]> {
  const seen: BatchJob[] = [];
  for await (const job of batch.watch(jobId)) seen.push(job);
  return seen;
}

describe('a batch of ideas', () => {
  it('judges every row and tells its progress to the end', async () => {
    const jobStore = createInMemoryJobStore();
    const batch = aBatch({ jobStore });
    const job = await batch.submit({ ...where, rows: ideas(5) });
    expect(job).toMatchObject({ state: 'running', total: 5, done: 0 });
    const seen = await untilEnded(batch, job.id);
    expect(seen.map(({ done }) => done)).toEqual([0, 1, 2, 3, 4, 5, 5]);
    expect(seen.at(-1)?.state).toBe('done');
    const rows = await jobStore.readRows(job.id, { from: 0, limit: 9 });
    expect(rows.every(({ report }) => report !== null)).toBe(true);
  });

  it('leaves rows that cannot be read as they are, and reports a failed one by its row', async () => {
    const jobStore = createInMemoryJobStore();
    const judged: string[] = [];
    const batch = aBatch({
      jobStore,
      matchIdea: async ({ idea }) => {
        judged.push(idea);
        if (idea.includes('número 2')) throw new Error('broken');
        return aMatchReport();
      },
    });
    const rows = [...ideas(3), { row: 4, id: '4', text: '', problem: 'empty' as const }];
    const job = await batch.submit({ ...where, rows });
    await untilEnded(batch, job.id);
    const problems = (await jobStore.readRows(job.id, { from: 0, limit: 9 })).map(({ problem }) => problem);
    expect(problems).toEqual([null, 'judgement-failed', null, 'empty']);
    expect(judged).toHaveLength(3);
  });

  it('goes on after a stop where it was: nothing is lost, nothing is judged twice', async () => {
    const jobStore = createInMemoryJobStore();
    const judged: string[] = [];
    const matchIdea: Judge = async ({ idea }) => {
      judged.push(idea);
      return aMatchReport();
    };
    const first = aBatch({ jobStore, matchIdea });
    const job = await first.submit({ ...where, rows: ideas(6) });
    for await (const { done } of first.watch(job.id)) {
      if (done >= 2) break;
    }
    await first.close();
    expect((await jobStore.read(job.id))?.state).toBe('running');
    const second = aBatch({ jobStore, matchIdea });
    expect(await second.resume()).toBe(1);
    await untilEnded(second, job.id);
    expect((await jobStore.read(job.id))?.state).toBe('done');
    const rows = await jobStore.readRows(job.id, { from: 0, limit: 9 });
    expect(rows.map(({ text }) => judged.includes(text))).toEqual(Array(6).fill(true));
    expect(new Set(judged).size).toBe(6);
    // Only the idea in hand when the first was stopped may have been begun twice.
    expect(judged.length).toBeLessThanOrEqual(7);
  });

  it('stops when it is cancelled, and keeps what was judged', async () => {
    const jobStore = createInMemoryJobStore();
    const batch = aBatch({ jobStore });
    const job = await batch.submit({ ...where, rows: ideas(50) });
    for await (const { done } of batch.watch(job.id)) {
      if (done >= 3) break;
    }
    const cancelled = await batch.cancel(job.id);
    expect(cancelled.state).toBe('cancelled');
    await batch.close();
    const after = await batch.read(job.id);
    expect([after.state, after.done < 50, after.done >= 3]).toEqual(['cancelled', true, true]);
  });

  it('lets others have a turn after every idea', async () => {
    let turns = 0;
    const batch = createMatchBatch({
      jobStore: createInMemoryJobStore(),
      matchIdea: async () => aMatchReport(),
      newId: () => 'a',
      yieldTurn: async () => {
        turns += 1;
      },
      logger: rememberingLogger([]),
    });
    await batch.submit({ ...where, rows: ideas(7) });
    await untilEnded(batch, 'a');
    expect(turns).toBe(7);
  });

  it('judges one batch after another, and refuses a flood', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const batch = aBatch({
      matchIdea: async () => {
        await gate;
        return aMatchReport();
      },
    });
    const jobs = [];
    for (let count = 0; count < 21; count++) jobs.push(await batch.submit({ ...where, rows: ideas(1) }));
    await expect(batch.submit({ ...where, rows: ideas(1) })).rejects.toMatchObject({ code: 'overloaded' });
    release();
    await untilEnded(batch, jobs.at(-1)?.id ?? '');
    expect((await batch.read('job-1')).state).toBe('done');
  });

  it('takes 2,000 ideas and not one more', async () => {
    const batch = aBatch();
    await expect(batch.submit({ ...where, rows: ideas(2001) })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    const job = await batch.submit({ ...where, rows: ideas(2000) });
    expect(job.total).toBe(2000);
    await batch.close();
  });

  it('knows nothing of a batch that was never made', async () => {
    await expect(aBatch().read('nothing')).rejects.toMatchObject({ code: 'not-found' });
    await expect(aBatch().cancel('nothing')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('stays for the next start when the store fails in the middle', async () => {
    const kept = createInMemoryJobStore();
    let isFull = true;
    const jobStore: JobStore = {
      ...kept,
      recordOutcome: async (...outcome) => {
        if (isFull) throw new Error('disk full');
        await kept.recordOutcome(...outcome);
      },
    };
    const batch = aBatch({ jobStore });
    const job = await batch.submit({ ...where, rows: ideas(2) });
    await batch.close();
    expect((await kept.read(job.id))?.state).toBe('running');
    isFull = false;
    const next = aBatch({ jobStore });
    await next.resume();
    await untilEnded(next, job.id);
    expect((await kept.read(job.id))?.state).toBe('done');
  });
});
