/**
 * Measures the real service under more than it can do: an open model, where callers come at a fixed pace whether or not
 * the earlier ones have been answered. Everything stays on this machine.
 * npx tsx bench/load.ts [seconds for each pace] [paces, times the capacity] [chat | match]   (15 1,2,4 chat when not said)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as sendRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ENTRY = fileURLToPath(new URL('../src/server.ts', import.meta.url));
const QUESTIONS = ['¿De qué trata el desafío 6?', '¿Qué dice sobre el agua?', '¿Cuántos desafíos hay?'];
const IDEAS = [
  'Queremos instalar atrapanieblas comunitarios para que las familias de los cerros junten agua y rieguen sus huertos.',
  'Una escuela de oficios donde personas mayores enseñan a tejer a jóvenes sin trabajo, con venta por internet.',
];
const CLOSED_CALLERS = 4;
const CALIBRATION_MS = 5000;
const CALLER_PATIENCE_MS = 30_000;

type Reply = { readonly status: number; readonly ms: number };

const seconds = Number(process.argv[2] ?? 15);
const paces = (process.argv[3] ?? '1,2,4').split(',').map(Number);
const asksForMatch = process.argv[4] === 'match';
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

const folder = await mkdtemp(join(tmpdir(), 'elqui-load-'));
const server = spawn(
  process.execPath,
  [
    ...(process.env.LOAD_PROFILE ? ['--cpu-prof', '--cpu-prof-dir', process.env.LOAD_PROFILE] : []),
    '--import',
    'tsx',
    ENTRY,
  ],
  {
    env: { ...process.env, PORT: '0', DATA_DIR: folder, RATE_LIMIT: 'off', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
);
try {
  const url = await addressOf(server);
  for (let turn = 0; turn < 20; turn++) await ask(url, turn);
  const capacity = await measureCapacity(url);
  console.log(
    `capacity: ${capacity.toFixed(1)} answers a second (${CLOSED_CALLERS} callers, one after another)`,
  );
  for (const pace of paces) await measurePace(url, pace, capacity * pace);
} finally {
  server.kill('SIGTERM');
  agent.destroy();
  await rm(folder, { recursive: true, force: true });
}

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout ?? []) {
    const [found] = /http:\/\/\S+/.exec(String(chunk)) ?? [];
    if (found) return found;
  }
  throw new Error('The service ended before it was ready');
}

function ask(url: string, turn: number): Promise<Reply> {
  const startedAt = performance.now();
  const [path, body] = asksForMatch
    ? ['/api/match', { idea: IDEAS[turn % IDEAS.length] }]
    : ['/api/chat', { message: QUESTIONS[turn % QUESTIONS.length] }];
  return new Promise((resolve) => {
    const settle = (status: number) => resolve({ status, ms: performance.now() - startedAt });
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const asked = sendRequest(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => settle(response.statusCode ?? 0));
      response.once('error', () => settle(0));
    });
    asked.setTimeout(CALLER_PATIENCE_MS, () => asked.destroy());
    asked.once('error', () => settle(0));
    asked.end(JSON.stringify(body));
  });
}

async function measureCapacity(url: string): Promise<number> {
  const until = performance.now() + CALIBRATION_MS;
  let answered = 0;
  const caller = async () => {
    while (performance.now() < until) {
      await ask(url, answered);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: CLOSED_CALLERS }, caller));
  return answered / (CALIBRATION_MS / 1000);
}

async function measurePace(url: string, pace: number, perSecond: number): Promise<void> {
  const before = memoryOf(server);
  const workedBefore = workedSeconds(server);
  const startedAt = performance.now();
  const replies: Promise<Reply>[] = [];
  const memories: number[] = [];
  while (performance.now() - startedAt < seconds * 1000) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
    while (replies.length < due) replies.push(ask(url, replies.length));
    memories.push(memoryOf(server));
    await pause(10);
  }
  report(`${pace}x (${perSecond.toFixed(0)} a second)`, await Promise.all(replies));
  const worked = workedSeconds(server) - workedBefore;
  console.log(
    `  processor ${worked.toFixed(1)} s, ${((worked * 1000) / replies.length).toFixed(2)} ms for each request`,
  );
  const sixths = Array.from(
    { length: 6 },
    (_, at) => memories[Math.ceil(((at + 1) * memories.length) / 6) - 1],
  );
  console.log(`  memory ${before} MB before, ${sixths.join(', ')} MB after each sixth`);
}

function report(title: string, replies: readonly Reply[]): void {
  console.log(title);
  for (const status of [...new Set(replies.map((reply) => reply.status))].sort()) {
    const times = replies
      .filter((reply) => reply.status === status)
      .map(({ ms }) => ms)
      .sort((a, b) => a - b);
    const at = (share: number) =>
      (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(0);
    console.log(
      `  ${status === 0 ? 'no reply' : status}: ${times.length}, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`,
    );
  }
}

/** Resident megabytes of the service, as Linux tells them. */
function memoryOf({ pid }: ChildProcess): number {
  const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

/** Processor seconds that the service has taken; Linux counts them in hundredths. */
function workedSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
