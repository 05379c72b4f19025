import type { BatchJob, BatchRow } from '../../src/domain/idea-batch.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { JobStore } from '../../src/ports/job-store.ts';

type Kept = { job: Omit<BatchJob, 'done'>; rows: BatchRow[] };

const isDone = ({ report, problem }: BatchRow) => report !== null || problem !== null;

/** Batches that last as long as the process; held to the same contract as those on disk. */
export function createInMemoryJobStore(
  options: { readonly retentionDays?: number; readonly clock?: Clock } = {},
): JobStore {
  const jobs = new Map<string, Kept>();
  const now = () => options.clock?.now() ?? new Date();
  const view = ({ job, rows }: Kept): BatchJob => ({ ...job, done: rows.filter(isDone).length });
  const rowsOf = (jobId: string) => jobs.get(jobId)?.rows ?? [];
  const change = (jobId: string, place: number, changes: Partial<BatchRow>) => {
    const rows = rowsOf(jobId);
    const before = rows[place];
    if (before) rows[place] = { ...before, ...changes };
  };
  return {
    create: async (job, rows) => {
      jobs.set(job.id, {
        job: { ...job, state: 'running', total: rows.length, createdAt: now() },
        rows: rows.map((row) => ({ ...row, report: null, decision: null })),
      });
    },
    read: async (jobId) => {
      const kept = jobs.get(jobId);
      return kept ? view(kept) : null;
    },
    listRunning: async () => [...jobs.values()].filter(({ job }) => job.state === 'running').map(view),
    readPending: async (jobId, count) =>
      rowsOf(jobId)
        .flatMap((row, place) => {
          const { report: _report, decision: _decision, ...idea } = row;
          return isDone(row) ? [] : [{ place, idea }];
        })
        .slice(0, count),
    recordOutcome: async (jobId, place, outcome) => {
      const before = rowsOf(jobId)[place];
      if (!before || isDone(before)) return;
      change(jobId, place, { report: outcome.report ?? null, problem: outcome.problem ?? null });
    },
    finish: async (jobId, state) => {
      const kept = jobs.get(jobId);
      if (kept?.job.state === 'running') kept.job = { ...kept.job, state };
    },
    readRows: async (jobId, { from, limit }) => rowsOf(jobId).slice(from, from + limit),
    findRow: async (jobId, row) => rowsOf(jobId).find((one) => one.row === row) ?? null,
    decide: async (jobId, row, decision) => {
      const place = rowsOf(jobId).findIndex((one) => one.row === row);
      change(jobId, place, { decision });
      return place !== -1;
    },
    forgetExpired: async () => {
      const oldest = now().getTime() - (options.retentionDays ?? 30) * 86_400_000;
      const expired = [...jobs].filter(([, { job }]) => job.createdAt.getTime() < oldest);
      for (const [id] of expired) jobs.delete(id);
      return expired.length;
    },
    check: async () => {},
    close: async () => {},
  };
}
