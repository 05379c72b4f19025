import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import type { Clock } from '../../ports/clock.ts';
import type { SiteUsage } from '../../ports/site-usage.ts';

const FILE = 'usage.db';
const BUSY_TIMEOUT_MS = 5000;
const DAYS_KEPT = 400;
const DAY_MS = 86_400_000;

/**
 * Counts in one SQLite file. WAL with synchronous NORMAL: a kill loses nothing; a power cut may lose the last counts, which
 * is cheaper than waiting for the disk at every answer.
 */
export async function openSqliteSiteUsage(options: {
  readonly folder: string;
  readonly clock: Clock;
}): Promise<SiteUsage> {
  await mkdir(options.folder, { recursive: true });
  const database = new Database(join(options.folder, FILE));
  database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = NORMAL');
  database.exec(
    'CREATE TABLE IF NOT EXISTS answers (site TEXT NOT NULL, day TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (site, day))',
  );
  const add = database.prepare(
    `INSERT INTO answers (site, day, count) VALUES (?, ?, 1)
     ON CONFLICT (site, day) DO UPDATE SET count = count + 1 WHERE count < ?`,
  );
  const read = database.prepare('SELECT count FROM answers WHERE site = ? AND day = ?');
  const forget = database.prepare('DELETE FROM answers WHERE day < ?');
  const forgetExpired = async () => {
    const oldest = new Date(options.clock.now().getTime() - DAYS_KEPT * DAY_MS);
    return forget.run(oldest.toISOString().slice(0, 10)).changes;
  };
  await forgetExpired();
  return {
    take: async (siteId, day, limit) => limit > 0 && add.run(siteId, day, limit).changes === 1,
    countOf: async (siteId, day) => (read.get(siteId, day) as { count: number } | undefined)?.count ?? 0,
    forgetExpired,
    close: async () => {
      database.close();
    },
  };
}
