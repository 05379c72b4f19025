import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import type { Usage } from '../../domain/answer.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ModelLedger, SpendingAccount, SpendingLimits } from '../../ports/model-ledger.ts';

const FILE = 'models.db';
const BUSY_TIMEOUT_MS = 5000;
const DAY_MS = 86_400_000;
const REPLIES_KEPT_DAYS = 30;
const SPENDING_KEPT_DAYS = 400;
const TOKENS_OF_A_PRICE = 1_000_000;
/** The row that sums up every site; no site is named so. */
const ALL_SITES = '*';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS spending (
    day TEXT NOT NULL, site TEXT NOT NULL, input INTEGER NOT NULL, output INTEGER NOT NULL, PRIMARY KEY (day, site)
  );
  CREATE TABLE IF NOT EXISTS reply (key TEXT PRIMARY KEY, text TEXT NOT NULL, written_at INTEGER NOT NULL);
`;

/** Counts and replies in one SQLite file. WAL with synchronous NORMAL: a kill loses nothing, a power cut perhaps the last call. */
export async function openSqliteModelLedger(options: {
  readonly folder: string;
  readonly clock: Clock;
}): Promise<ModelLedger> {
  await mkdir(options.folder, { recursive: true });
  const database = new Database(join(options.folder, FILE));
  database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec(SCHEMA);
  const now = () => options.clock.now().getTime();
  forgetOld(database, now());

  const read = database.prepare('SELECT input, output FROM spending WHERE day = ? AND site = ?');
  const add = database.prepare(
    `INSERT INTO spending (day, site, input, output) VALUES (?, ?, ?, ?)
     ON CONFLICT (day, site) DO UPDATE SET input = MAX(0, input + excluded.input), output = MAX(0, output + excluded.output)`,
  );
  const readReply = database.prepare('SELECT text FROM reply WHERE key = ?');
  const keepReply = database.prepare('INSERT OR REPLACE INTO reply (key, text, written_at) VALUES (?, ?, ?)');

  function spent(day: string, site: string): Usage {
    const row = read.get(day, site) as { input: number; output: number } | undefined;
    return { inputTokens: row?.input ?? 0, outputTokens: row?.output ?? 0 };
  }

  function book({ day, site }: SpendingAccount, { inputTokens, outputTokens }: Usage): void {
    for (const account of [ALL_SITES, ...(site === null ? [] : [site])]) {
      add.run(day, account, inputTokens, outputTokens);
    }
  }

  function inTransaction<Result>(work: () => Result): Result {
    // The lock is taken before reading, so that two processes cannot both see room for the last call.
    database.exec('BEGIN IMMEDIATE');
    try {
      const result = work();
      database.exec('COMMIT');
      return result;
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  }

  return {
    reserve: async (account, estimate, limits) =>
      inTransaction(() => {
        const { day, site } = account;
        const all = sum(spent(day, ALL_SITES), estimate);
        const own = site === null ? null : sum(spent(day, site), estimate);
        if (!isWithin(all, own, limits)) return false;
        book(account, estimate);
        return true;
      }),
    settle: async (account, estimate, actual) =>
      inTransaction(() =>
        book(account, {
          inputTokens: actual.inputTokens - estimate.inputTokens,
          outputTokens: actual.outputTokens - estimate.outputTokens,
        }),
      ),
    spentOn: async ({ day, site }) => spent(day, site ?? ALL_SITES),
    readReply: async (key) => (readReply.get(key) as { text: string } | undefined)?.text ?? null,
    keepReply: async (key, text) => {
      keepReply.run(key, text, now());
    },
    forgetExpired: async () => forgetOld(database, now()),
    close: async () => {
      database.close();
    },
  };
}

function isWithin(all: Usage, own: Usage | null, limits: SpendingLimits): boolean {
  const { tokensPerDay, tokensPerSiteAndDay, costPerDay, prices } = limits;
  const cost = (all.inputTokens * prices.input + all.outputTokens * prices.output) / TOKENS_OF_A_PRICE;
  return (
    (tokensPerDay === null || all.inputTokens + all.outputTokens <= tokensPerDay) &&
    (costPerDay === null || cost <= costPerDay) &&
    (tokensPerSiteAndDay === null ||
      own === null ||
      own.inputTokens + own.outputTokens <= tokensPerSiteAndDay)
  );
}

function sum(a: Usage, b: Usage): Usage {
  return { inputTokens: a.inputTokens + b.inputTokens, outputTokens: a.outputTokens + b.outputTokens };
}

function forgetOld(database: InstanceType<typeof Database>, nowMs: number): number {
  const replies = database.prepare('DELETE FROM reply WHERE written_at < ?');
  const { changes } = replies.run(nowMs - REPLIES_KEPT_DAYS * DAY_MS);
  const oldest = new Date(nowMs - SPENDING_KEPT_DAYS * DAY_MS).toISOString().slice(0, 10);
  database.prepare('DELETE FROM spending WHERE day < ?').run(oldest);
  return changes;
}
