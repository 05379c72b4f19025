/**
 * Measures the real service under more than it can do: an open model, where callers come at a fixed pace whether or not
 * the earlier ones have been answered. Everything stays on this machine. Memory is judged in runs of two minutes and more.
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
const SHORTEST_JUDGED_S = 120;
/** A minute: the least that ten minutes can tell from the swinging; an hour tells a tenth of it apart. */
const FLAT_MB = 1;

type Reply = { readonly outcome: string; readonly ms: number };
/** Megabytes of one moment, as the service tells them. */
type Memory = { readonly resident: number; readonly outsideHeap: number; readonly heapUsed: number };

const seconds = Number(process.argv[2] ?? 15);
const paces = (process.argv[3] ?? '1,2,4').split(',').map(Number);
const asksForMatch = process.argv[4] === 'match';
// Only with a time of its own does Node's agent go by the one that the service announces, and write to no connection about to be closed.
const agent = new Agent({
  ...{ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, timeout: CALLER_PATIENCE_MS },
});

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
    env: {
      ...{ ...process.env, PORT: '0', DATA_DIR: folder, RATE_LIMIT: 'off', LOG_LEVEL: 'error' },
      METRICS_TOKEN: '',
    },
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
    const settle = (outcome: string) => resolve({ outcome, ms: performance.now() - startedAt });
    const fail = ({ message }: Error) => settle(`no reply: ${message}`);
    const headers = { 'content-type': 'application/json', accept: 'application/json' };
    const asked = sendRequest(`${url}${path}`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => settle(String(response.statusCode)));
      response.once('error', fail);
    });
    asked.setTimeout(CALLER_PATIENCE_MS, () => asked.destroy(new Error('no patience left')));
    asked.once('error', fail);
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
  const [before] = await readMemory(url);
  const workedBefore = workedSeconds(server);
  const startedAt = performance.now();
  const replies: Promise<Reply>[] = [];
  const memories: Memory[] = [];
  const watch = setInterval(async () => memories.push(...(await readMemory(url))), 1000);
  while (performance.now() - startedAt < seconds * 1000) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
    while (replies.length < due) replies.push(ask(url, replies.length));
    await pause(10);
  }
  clearInterval(watch);
  report(`${pace}x (${perSecond.toFixed(0)} a second)`, await Promise.all(replies));
  const worked = workedSeconds(server) - workedBefore;
  console.log(
    `  processor ${worked.toFixed(1)} s, ${((worked * 1000) / replies.length).toFixed(2)} ms for each request`,
  );
  reportMemory(before, memories);
}

function report(title: string, replies: readonly Reply[]): void {
  console.log(title);
  for (const outcome of [...new Set(replies.map((reply) => reply.outcome))].sort()) {
    const times = replies
      .filter((reply) => reply.outcome === outcome)
      .map(({ ms }) => ms)
      .sort((a, b) => a - b);
    const at = (share: number) =>
      (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(0);
    console.log(
      `  ${outcome}: ${times.length}, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, most ${at(1)} ms`,
    );
  }
}

/** None where the service is too busy to tell. */
async function readMemory(url: string): Promise<Memory[]> {
  const text = await fetch(`${url}/metrics`).then(
    (response) => response.text(),
    () => '',
  );
  const megabytes = (name: string) =>
    Number(new RegExp(`^elqui_${name}_bytes (\\S+)`, 'm').exec(text)?.[1]) / 2 ** 20;
  const resident = megabytes('process_resident_memory');
  const outsideHeap = resident - megabytes('nodejs_heap_size_total');
  return Number.isNaN(outsideHeap)
    ? []
    : [{ resident, outsideHeap, heapUsed: megabytes('nodejs_heap_size_used') }];
}

/**
 * Between two collections the heap swings by two hundred megabytes, which hides what stays. So a rise is what lies outside the heap and
 * the least that is in use within it, in the last quarter against the one before.
 */
function reportMemory(before: Memory | undefined, memories: readonly Memory[]): void {
  const part = (at: number, parts: number) =>
    memories.slice((at * memories.length) / parts, ((at + 1) * memories.length) / parts);
  const median = (found: readonly Memory[], of: keyof Memory) =>
    found.map((memory) => memory[of]).sort((a, b) => a - b)[Math.floor(found.length / 2)] ?? Number.NaN;
  const sixths = (of: keyof Memory) =>
    Array.from({ length: 6 }, (_, at) => median(part(at, 6), of).toFixed(0)).join(', ');
  console.log(
    `  resident ${before?.resident.toFixed(0)} MB before, ${sixths('resident')} MB in each sixth (median); outside the heap ${before?.outsideHeap.toFixed(0)}, ${sixths('outsideHeap')} MB`,
  );
  if (seconds < SHORTEST_JUDGED_S) return;
  const kept = (found: readonly Memory[]) =>
    median(found, 'outsideHeap') + Math.min(...found.map(({ heapUsed }) => heapUsed));
  const rise = (kept(part(3, 4)) - kept(part(2, 4))) / (seconds / 60 / 4);
  console.log(
    `  memory: ${rise > FLAT_MB ? 'rises' : 'flat,'} ${rise.toFixed(1)} MB per minute in the second half`,
  );
}

/** Processor seconds that the service has taken; Linux counts them in hundredths. */
function workedSeconds({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
