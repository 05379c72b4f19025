import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConfinedRun, type ProcessEnd, runConfined } from '../../../src/adapters/corpus/run-confined.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'confined-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function runScript(script: string, changes: Partial<ConfinedRun> = {}): Promise<ProcessEnd> {
  return await runConfined({
    command: process.execPath,
    args: ['-e', script],
    folder,
    input: Buffer.alloc(0),
    timeoutMs: 10_000,
    maximumOutputBytes: 1_000,
    watchedMemoryBytes: null,
    signal: undefined,
    ...changes,
  });
}

it('hands the process neither the environment nor a folder with files', async () => {
  const end = await runScript(
    'console.log(JSON.stringify([process.env, fs.readdirSync("."), process.cwd()]))',
  );
  expect(end).toEqual({ type: 'exited', output: `[{},[],${JSON.stringify(folder)}]\n` });
});

it('stops a process that blocks its own event loop', async () => {
  expect(await runScript('for (;;) {}', { timeoutMs: 300 })).toEqual({ type: 'too-slow' });
});

it('stops a process that takes too much memory where the system sets no limit', async () => {
  const greedy = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(20_000_000, 1)), 5)';
  const end = await runScript(greedy, { watchedMemoryBytes: 200_000_000 });
  expect(end).toEqual({ type: 'out-of-memory' });
});

it('stops a process that writes too much', async () => {
  const end = await runScript('setInterval(() => process.stdout.write("a".repeat(999)), 1)');
  expect(end).toEqual({ type: 'too-much-output' });
});

it('tells a crash from an answer', async () => {
  expect(await runScript('console.log("half"); process.exit(3)')).toEqual({
    type: 'crashed',
    cause: 'exit code 3',
  });
  expect(await runScript('process.abort()')).toEqual({ type: 'out-of-memory' });
});

it('survives a process that dies before it has read its input', async () => {
  const end = await runScript('process.exit(4)', { input: Buffer.alloc(5_000_000) });
  expect(end).toEqual({ type: 'crashed', cause: 'exit code 4' });
});
