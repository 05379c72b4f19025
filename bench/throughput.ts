/**
 * Compares the service with a bare Express route that answers a JSON of the same length: the same callers, in turns, in one run.
 * npx tsx bench/throughput.ts [seconds for each turn] [turns] [callers]   (3 3 8 when not said)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [seconds = 3, turns = 3, callers = 8] = process.argv.slice(2).map(Number);
const QUESTIONS = ['¿De qué trata el desafío 6?', '¿Qué dice sobre el agua?', '¿Cuántos desafíos hay?'];

const folder = await mkdtemp(join(tmpdir(), 'elqui-throughput-'));
const service = start('../src/server.ts', { DATA_DIR: folder, RATE_LIMIT: 'off', LOG_LEVEL: 'error' });
const bare = start('./bare-route.ts', {});
try {
  const [serviceUrl, bareUrl] = await Promise.all([addressOf(service), addressOf(bare)]);
  for (let turn = 0; turn < turns; turn++) {
    const answers = await perSecond(serviceUrl);
    const replies = await perSecond(bareUrl);
    const ratio = (replies / answers).toFixed(1);
    console.log(`${answers.toFixed(0)} answers a second, ${replies.toFixed(0)} bare replies: ${ratio} to 1`);
  }
} finally {
  service.kill('SIGTERM');
  bare.kill('SIGTERM');
  await rm(folder, { recursive: true, force: true });
}

function start(entry: string, settings: NodeJS.ProcessEnv): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL(entry, import.meta.url))], {
    env: { ...process.env, PORT: '0', ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const chunk of child.stdout ?? []) {
    const [found] = /http:\/\/\S+/.exec(String(chunk)) ?? [];
    if (found) return found;
  }
  throw new Error('A server ended before it was ready');
}

/** Callers that ask one after another; each reply is read whole. */
async function perSecond(url: string): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let answered = 0;
  const caller = async () => {
    while (performance.now() < until) {
      const message = QUESTIONS[answered % QUESTIONS.length];
      const headers = { 'content-type': 'application/json' };
      const reply = await fetch(`${url}/api/chat`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ message }),
      });
      if (!reply.ok) throw new Error(`status ${reply.status}`);
      await reply.arrayBuffer();
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return answered / seconds;
}
