import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { openSqliteJobStore } from '../../src/adapters/sqlite/sqlite-job-store.ts';
import { killedBatch, killedRows, reportOf } from '../support/killed-batch.ts';

const script = new URL('../support/judge-a-batch.ts', import.meta.url).pathname;

it('a batch killed again and again loses no idea and judges none twice but the one in hand', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'batch-killed-'));
  try {
    const judged: string[] = [];
    const kills = [1, 40, 41, 120, 199];
    for (const killAt of kills) judged.push(...(await judgeAndKill(folder, killAt)));
    judged.push(...(await judgeAndKill(folder, Number.POSITIVE_INFINITY)));
    const store = await openSqliteJobStore({
      folder,
      file: 'jobs.db',
      retentionDays: 30,
      clock: { now: () => new Date() },
    });
    const job = await store.read(killedBatch.id);
    expect(job).toMatchObject({ state: 'done', done: killedRows.length });
    const rows = await store.readRows(killedBatch.id, { from: 0, limit: 1000 });
    expect(rows.map(({ text, report }) => [text, report])).toEqual(
      killedRows.map(({ text }) => [text, reportOf(text)]),
    );
    expect(new Set(judged).size).toBe(killedRows.length);
    // Between a kill's cause and its effect a few more ideas may be judged; each kept one is never judged again.
    expect(judged.length - killedRows.length).toBeLessThanOrEqual(kills.length);
    await store.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 60_000);

/** Kills the process once it says that `killAt` rows are done; returns the ideas it judged until then. */
async function judgeAndKill(folder: string, killAt: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const judged: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [word, what = ''] = line.split(' ');
    if (word === 'judging') judged.push(what);
    if (word === 'done' && Number(what) >= killAt) child.kill('SIGKILL');
  }
  await exited;
  return judged;
}
