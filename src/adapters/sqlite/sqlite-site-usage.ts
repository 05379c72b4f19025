import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import type { SiteUsage } from '../../ports/site-usage.ts';

const FILE = 'usage.db';
const BUSY_TIMEOUT_MS = 5000;
const DAYS_KEPT = 400;

/**
 * Counts in one SQLite file. WAL with synchronous NORMAL: a kill loses nothing; a power cut may lose the last counts, which
 * is cheaper than waiting for the disk at every answer.
 */
export async function openSqliteSiteUsage(options: { readonly folder: string }): Promise<SiteUsage> {
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
  database.prepare("DELETE FROM answers WHERE day < date('now', ?)").run(`-${DAYS_KEPT} days`);
  return {
    take: async (siteId, day, limit) => limit > 0 && add.run(siteId, day, limit).changes === 1,
    countOf: async (siteId, day) => (read.get(siteId, day) as { count: number } | undefined)?.count ?? 0,
    close: async () => {
      database.close();
    },
  };
}
