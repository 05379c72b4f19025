import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'libsql';
import { afterAll, expect, it } from 'vitest';
import { openSqliteJournal } from '../../src/adapters/sqlite/sqlite-journal.ts';
import { describeJournal } from '../contracts/journal.ts';
import { createInMemoryJournal } from '../support/in-memory-journal.ts';

const ROOT = mkdtempSync(join(tmpdir(), 'elqui-journal-'));
const WRITER = fileURLToPath(new URL('../support/rate-in-a-loop.ts', import.meta.url));
/** Set higher by hand: `KILLS=100 npx vitest …`. */
const KILLS = Number(process.env.KILLS ?? 3);
const clock = { now: () => new Date('2026-03-01T12:00:00Z') };
let opened = 0;

afterAll(() => rmSync(ROOT, { recursive: true, force: true }));

function newFolder(): string {
  opened += 1;
  return join(ROOT, String(opened));
}

describeJournal('SQLite', () => openSqliteJournal({ folder: newFolder(), retentionDays: 30, clock }));
describeJournal('in-memory', async () => createInMemoryJournal());

it('still has everything after it was closed and opened again', async () => {
  const folder = newFolder();
  const first = await openSqliteJournal({ folder, retentionDays: 30, clock });
  await first.appendTurns('c1', 'm1', 'valle', [{ role: 'user', content: 'hola' }]);
  await first.close();
  const second = await openSqliteJournal({ folder, retentionDays: 30, clock });
  expect(await second.readConversation('c1')).toEqual([{ role: 'user', content: 'hola' }]);
  await second.close();
});

it('forgets conversations older than the retention', async () => {
  const folder = newFolder();
  const then = await openSqliteJournal({
    folder,
    retentionDays: 30,
    clock: { now: () => new Date('2026-01-01T00:00:00Z') },
  });
  await then.appendTurns('old', 'm1', 'valle', [{ role: 'user', content: 'hola' }]);
  await then.close();
  const now = await openSqliteJournal({ folder, retentionDays: 30, clock });
  await now.appendTurns('new', 'm2', 'valle', [{ role: 'user', content: 'hola' }]);
  expect(await now.readConversation('old')).toBeNull();
  expect(await now.forgetExpired()).toBe(1);
  expect(await now.readConversation('new')).not.toBeNull();
  await now.close();
});

it(`loses no acknowledged rating in ${KILLS} kills`, { timeout: 60_000 + KILLS * 5000 }, async () => {
  const folder = newFolder();
  const acknowledged: string[] = [];
  for (let kill = 0; kill < KILLS; kill++) acknowledged.push(...(await writeUntilKilled(folder, `k${kill}`)));
  expect(acknowledged.length).toBeGreaterThan(KILLS);
  const database = new Database(join(folder, 'journal.db'));
  const kept = new Set(
    database
      .prepare('SELECT message_id FROM feedback')
      .all()
      .map((row) => (row as { message_id: string }).message_id),
  );
  expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  expect(database.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
  database.close();
});

/** Kills the writer as soon as it has acknowledged a few ratings; what it told by then must be there. */
async function writeUntilKilled(folder: string, prefix: string): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, folder, prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  for await (const chunk of child.stdout) {
    told += String(chunk);
    if (told.split('\n').length > 5 + prefix.length) child.kill('SIGKILL');
  }
  return told.split('\n').slice(0, -1);
}
