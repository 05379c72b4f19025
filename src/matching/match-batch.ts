import { AssistantError } from '../domain/errors.ts';
import { BATCH_LIMITS, type BatchJob, type IdeaRow } from '../domain/idea-batch.ts';
import type { MatchReport } from '../domain/match-report.ts';
import type { JobStore, NewJob, RowOutcome } from '../ports/job-store.ts';
import type { Logger } from '../ports/logger.ts';

export type BatchDependencies = {
  readonly jobStore: JobStore;
  readonly matchIdea: (
    request: Pick<BatchJob, 'collection' | 'locale'> & { readonly idea: string; readonly top: number },
    signal: AbortSignal,
  ) => Promise<MatchReport>;
  readonly newId: () => string;
  /** Lets everybody else have a turn: judging is computing, and a chat must not wait for a batch. */
  readonly yieldTurn: () => Promise<void>;
  readonly logger: Logger;
};

export type BatchRequest = Omit<NewJob, 'id'> & { readonly rows: readonly IdeaRow[] };

/** Judges batches of ideas, one idea at a time and one batch after another. */
export type MatchBatch = {
  /** Keeps the batch and puts it in the queue. @throws {AssistantError} `overloaded` when too many wait. */
  submit(request: BatchRequest): Promise<BatchJob>;
  /** Goes on with what an earlier process left; returns how many batches that is. */
  resume(): Promise<number>;
  /** @throws {AssistantError} `not-found` */
  read(jobId: string): Promise<BatchJob>;
  /** The job now and after every change that the reader is quick enough to see; ends when the job or the process does. */
  watch(jobId: string, signal?: AbortSignal): AsyncIterable<BatchJob>;
  cancel(jobId: string): Promise<BatchJob>;
  /** Stops after the idea in hand; what is left stays for `resume`. */
  close(): Promise<void>;
};

/** Far more than one service is asked for at once; a flood must not fill the disk. */
const MOST_WAITING = 20;
/** Every challenge is judged: the portfolio asks about all questions. */
const ALL_CHALLENGES = 1000;
const PAGE = 50;

export function createMatchBatch(dependencies: BatchDependencies): MatchBatch {
  const { jobStore, logger } = dependencies;
  const queue: string[] = [];
  const stopped = new AbortController();
  const changes = createChanges();
  let current: { readonly jobId: string; readonly abort: AbortController } | null = null;
  let working: Promise<void> = Promise.resolve();
  let isWorking = false;

  async function read(jobId: string): Promise<BatchJob> {
    const job = await jobStore.read(jobId);
    if (job === null) throw new AssistantError('not-found', `There is no batch "${jobId}"`);
    return job;
  }

  function enqueue(jobId: string): void {
    queue.push(jobId);
    if (isWorking) return;
    isWorking = true;
    working = work().finally(() => {
      isWorking = false;
    });
  }

  async function work(): Promise<void> {
    for (let jobId = queue.shift(); jobId !== undefined; jobId = queue.shift()) {
      if (stopped.signal.aborted) return;
      const abort = new AbortController();
      current = { jobId, abort };
      try {
        await judgeJob(jobId, abort.signal);
      } catch (error) {
        // The store failed: the job stays as it is, and the next start goes on with it.
        logger.error('batch-interrupted', { jobId, error });
      }
      current = null;
      changes.tell(jobId);
    }
  }

  async function judgeJob(jobId: string, signal: AbortSignal): Promise<void> {
    const job = await read(jobId);
    if (job.state !== 'running') return;
    while (true) {
      const pending = await jobStore.readPending(jobId, PAGE);
      if (pending.length === 0) return await jobStore.finish(jobId, 'done');
      for (const { place, idea } of pending) {
        const outcome = await judgeRow(job, idea, signal);
        if (signal.aborted || outcome === null) return;
        await jobStore.recordOutcome(jobId, place, outcome);
        changes.tell(jobId);
        await dependencies.yieldTurn();
        if (signal.aborted) return;
      }
    }
  }

  /** Null when the work was called off: the row then waits for whoever goes on. */
  async function judgeRow(job: BatchJob, idea: IdeaRow, signal: AbortSignal): Promise<RowOutcome | null> {
    const { collection, locale } = job;
    try {
      const request = { idea: idea.text, collection, locale, top: ALL_CHALLENGES };
      return { report: await dependencies.matchIdea(request, signal) };
    } catch (error) {
      if (signal.aborted) return null;
      logger.warn('batch-row-failed', { jobId: job.id, row: idea.row, error });
      return { problem: 'judgement-failed' };
    }
  }

  async function* watch(jobId: string, signal?: AbortSignal): AsyncGenerator<BatchJob> {
    while (true) {
      // Asked for before reading: a change in between is then seen at the next turn.
      const change = changes.next(jobId, signal);
      const job = await read(jobId);
      yield job;
      if (job.state !== 'running' || stopped.signal.aborted || signal?.aborted) return;
      await change;
    }
  }

  return {
    async submit({ rows, ...job }) {
      if (rows.length > BATCH_LIMITS.ideas) {
        throw new AssistantError('invalid-input', `A batch holds at most ${BATCH_LIMITS.ideas} ideas`);
      }
      if (queue.length >= MOST_WAITING) throw new AssistantError('overloaded', 'Too many batches wait');
      const id = dependencies.newId();
      await jobStore.create({ id, ...job }, rows);
      enqueue(id);
      return await read(id);
    },
    async resume() {
      const left = await jobStore.listRunning();
      const waiting = left.filter(({ id }) => current?.jobId !== id && !queue.includes(id));
      for (const { id } of waiting) enqueue(id);
      return waiting.length;
    },
    read,
    watch,
    async cancel(jobId) {
      await read(jobId);
      await jobStore.finish(jobId, 'cancelled');
      if (current?.jobId === jobId) current.abort.abort();
      changes.tell(jobId);
      return await read(jobId);
    },
    async close() {
      stopped.abort();
      queue.length = 0;
      current?.abort.abort();
      changes.tellAll();
      await working;
    },
  };
}

/** Wakes whoever waits for the next change of a job. */
function createChanges() {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (jobId: string) => {
    const listeners = waiting.get(jobId);
    waiting.delete(jobId);
    for (const listener of listeners ?? []) listener();
  };
  return {
    next(jobId: string, signal: AbortSignal | undefined): Promise<void> {
      return new Promise((resolve) => {
        const listeners = waiting.get(jobId) ?? new Set<() => void>();
        const wakeUp = () => {
          signal?.removeEventListener('abort', wakeUp);
          listeners.delete(wakeUp);
          resolve();
        };
        waiting.set(jobId, listeners.add(wakeUp));
        signal?.addEventListener('abort', wakeUp);
      });
    },
    tell: wake,
    tellAll: () => {
      for (const jobId of [...waiting.keys()]) wake(jobId);
    },
  };
}
