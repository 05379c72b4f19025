import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';

export type ProcessEnd =
  | { readonly type: 'exited'; readonly output: string }
  | { readonly type: 'too-slow' | 'out-of-memory' | 'too-much-output' }
  | { readonly type: 'crashed'; readonly cause: string };

export type ConfinedRun = {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly input: Buffer;
  readonly timeoutMs: number;
  readonly maximumOutputBytes: number;
  /** Resident memory at which the process is stopped; null when the system itself limits it. */
  readonly watchedMemoryBytes: number | null;
  readonly signal: AbortSignal | undefined;
};

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** Runs a process without environment, hands it its input and returns how it ended. Its time is kept here: inside, it may be blocked. */
export function runConfined(run: ConfinedRun): Promise<ProcessEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(run.command, [...run.args], {
      cwd: run.folder,
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
      windowsHide: true,
    });
    let stopped: ProcessEnd | null = null;
    const stop = (end: ProcessEnd): void => {
      stopped ??= end;
      child.kill('SIGKILL');
    };
    const release = watch(child, run, stop);
    const output = collectOutput(child, run.maximumOutputBytes, stop);
    child.once('error', (error) => {
      release();
      reject(error);
    });
    child.once('close', (code, signal) => {
      release();
      resolve(stopped ?? endOf({ code, signal, output: output() }));
    });
    // A child that dies early closes its end; how it died says enough.
    child.stdin.on('error', () => {});
    child.stdin.end(run.input);
  });
}

function watch(child: Child, run: ConfinedRun, stop: (end: ProcessEnd) => void): () => void {
  const timer = setTimeout(() => stop({ type: 'too-slow' }), run.timeoutMs);
  const limit = run.watchedMemoryBytes;
  const memoryTimer = limit === null ? null : setInterval(() => void checkMemory(child, limit, stop), 50);
  const onAbort = (): void => stop({ type: 'crashed', cause: 'cancelled' });
  run.signal?.addEventListener('abort', onAbort, { once: true });
  if (run.signal?.aborted) onAbort();
  return () => {
    clearTimeout(timer);
    if (memoryTimer !== null) clearInterval(memoryTimer);
    run.signal?.removeEventListener('abort', onAbort);
  };
}

/** Where there is no /proc either, time alone limits the process. */
async function checkMemory(child: Child, limit: number, stop: (end: ProcessEnd) => void): Promise<void> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  const kilobytes = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  if (kilobytes * 1024 > limit) stop({ type: 'out-of-memory' });
}

function collectOutput(child: Child, maximumBytes: number, stop: (end: ProcessEnd) => void): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > maximumBytes) stop({ type: 'too-much-output' });
    else chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

/** How V8 and the allocator end a process that gets no more memory, and how the system does. */
const memorySignals: readonly string[] = ['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGKILL'];

function endOf(end: {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}): ProcessEnd {
  if (end.code === 0) return { type: 'exited', output: end.output };
  if (end.signal === 'SIGXCPU') return { type: 'too-slow' };
  if (end.signal !== null && memorySignals.includes(end.signal)) return { type: 'out-of-memory' };
  return { type: 'crashed', cause: end.signal ?? `exit code ${end.code}` };
}
