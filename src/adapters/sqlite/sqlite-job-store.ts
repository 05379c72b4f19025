import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import { localeSchema } from '../../domain/collection.ts';
import {
  adviserDecisionSchema,
  type BatchJob,
  type BatchRow,
  batchStateSchema,
  type IdeaRow,
  rowProblemSchema,
} from '../../domain/idea-batch.ts';
import { matchReportSchema } from '../../domain/match-report.ts';
import type { Clock } from '../../ports/clock.ts';
import type { JobStore, NewJob } from '../../ports/job-store.ts';

const BUSY_TIMEOUT_MS = 5000;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS job (
    id TEXT PRIMARY KEY,
    collection TEXT NOT NULL,
    locale TEXT NOT NULL,
    source TEXT NOT NULL,
    state TEXT NOT NULL,
    total INTEGER NOT NULL,
    created_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS job_row (
    job_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    row INTEGER NOT NULL,
    idea_id TEXT NOT NULL,
    is_done INTEGER NOT NULL,
    problem TEXT,
    decision TEXT,
    decided_at INTEGER,
    text TEXT NOT NULL,
    report TEXT,
    PRIMARY KEY (job_id, place)
  );
  CREATE INDEX IF NOT EXISTS job_row_by_state ON job_row (job_id, is_done, place);
  CREATE INDEX IF NOT EXISTS job_row_by_line ON job_row (job_id, row, place);
`;

const JOB = `SELECT id, collection, locale, source, state, total, created_at AS createdAt,
  (SELECT COUNT(*) FROM job_row WHERE job_id = job.id AND is_done = 1) AS done FROM job`;
const ROW = 'SELECT row, idea_id AS id, text, problem, report, decision FROM job_row';

const jobSchema = z.object({
  id: z.string(),
  collection: z.string(),
  locale: localeSchema,
  source: z.string(),
  state: batchStateSchema,
  total: z.int(),
  done: z.int(),
  createdAt: z.number().transform((milliseconds) => new Date(milliseconds)),
});

const json = z.string().transform((text): unknown => JSON.parse(text));
const ideaSchema = z.object({
  row: z.int(),
  id: z.string(),
  text: z.string(),
  problem: rowProblemSchema.nullable(),
});
const rowSchema = z.object({
  ...ideaSchema.shape,
  report: json.pipe(matchReportSchema).nullable(),
  decision: json.pipe(adviserDecisionSchema).nullable(),
});
const pendingSchema = z.object({ ...ideaSchema.shape, place: z.int() });

/** Keeps batches in one SQLite file, as durably as the journal: what was acknowledged survives a kill and a power cut. */
export async function openSqliteJobStore(options: {
  readonly folder: string;
  readonly file: string;
  readonly retentionDays: number;
  readonly clock: Clock;
}): Promise<JobStore> {
  await mkdir(options.folder, { recursive: true });
  const database = new Database(join(options.folder, options.file));
  database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  database.exec(SCHEMA);
  const now = () => options.clock.now().getTime();
  const oldest = () => now() - options.retentionDays * 86_400_000;

  const insertJob = database.prepare(
    "INSERT INTO job (id, collection, locale, source, state, total, created_at) VALUES (?, ?, ?, ?, 'running', ?, ?)",
  );
  const insertRow = database.prepare(
    'INSERT INTO job_row (job_id, place, row, idea_id, is_done, problem, text) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const selectJob = database.prepare(`${JOB} WHERE id = ?`);
  const selectRunning = database.prepare(`${JOB} WHERE state = 'running' ORDER BY created_at, rowid`);
  const selectPending = database.prepare(
    'SELECT place, row, idea_id AS id, text, problem FROM job_row WHERE job_id = ? AND is_done = 0 ORDER BY place LIMIT ?',
  );
  const selectRows = database.prepare(`${ROW} WHERE job_id = ? AND place >= ? ORDER BY place LIMIT ?`);
  const selectRow = database.prepare(`${ROW} WHERE job_id = ? AND row = ? ORDER BY place LIMIT 1`);
  const updateOutcome = database.prepare(
    'UPDATE job_row SET is_done = 1, report = ?, problem = ? WHERE job_id = ? AND place = ? AND is_done = 0',
  );
  const updateState = database.prepare("UPDATE job SET state = ? WHERE id = ? AND state = 'running'");
  const updateDecision = database.prepare(
    `UPDATE job_row SET decision = ?, decided_at = ? WHERE job_id = ? AND place =
      (SELECT MIN(place) FROM job_row WHERE job_id = ? AND row = ?)`,
  );
  const deleteRows = database.prepare(
    'DELETE FROM job_row WHERE job_id IN (SELECT id FROM job WHERE created_at < ?)',
  );
  const deleteJobs = database.prepare('DELETE FROM job WHERE created_at < ?');

  const insertAll = database.transaction((job: NewJob, rows: readonly IdeaRow[]) => {
    insertJob.run(job.id, job.collection, job.locale, job.source, rows.length, now());
    rows.forEach(({ row, id, text, problem }, place) => {
      insertRow.run(job.id, place, row, id, problem === null ? 0 : 1, problem, text);
    });
  });
  const forget = database.transaction(() => {
    deleteRows.run(oldest());
    return deleteJobs.run(oldest()).changes;
  });

  return {
    create: async (job, rows) => {
      insertAll(job, rows);
    },
    read: async (jobId) => toJob(selectJob.get(jobId)),
    listRunning: async () => selectRunning.all().flatMap((found) => toJob(found) ?? []),
    readPending: async (jobId, count) =>
      selectPending.all(jobId, count).map((found) => {
        const { place, ...idea } = pendingSchema.parse(found);
        return { place, idea };
      }),
    recordOutcome: async (jobId, place, outcome) => {
      const report = outcome.report === undefined ? null : JSON.stringify(outcome.report);
      updateOutcome.run(report, outcome.problem ?? null, jobId, place);
    },
    finish: async (jobId, state) => {
      updateState.run(state, jobId);
    },
    readRows: async (jobId, { from, limit }) => selectRows.all(jobId, from, limit).map(toRow),
    findRow: async (jobId, row) => {
      const found = selectRow.get(jobId, row);
      return found ? toRow(found) : null;
    },
    decide: async (jobId, row, decision) =>
      updateDecision.run(JSON.stringify(decision), now(), jobId, jobId, row).changes > 0,
    forgetExpired: async () => forget() as number,
    check: async () => {
      database.prepare('SELECT 1').get();
    },
    close: async () => {
      database.close();
    },
  };
}

function toJob(found: unknown): BatchJob | null {
  return found ? jobSchema.parse(found) : null;
}

function toRow(found: unknown): BatchRow {
  return rowSchema.parse(found);
}
