import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { type FakeChatServer, startFakeChatServer, wholeReply } from './support/fake-chat-server.ts';
import { startService } from './support/running-service.ts';

const STREAMS = 50;
/** What a process manager would wait before it kills. */
const PATIENCE_MS = 10_000;
const QUESTION = '¿Qué pregunta el desafío 6 sobre cuidar el agua?';

let folder: string;
let upstream: FakeChatServer;
let service: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elqui-stop-'));
  // Every other answer comes after a second; the others never end.
  const slow = [{ waitMs: 1000 }] as const;
  const whole = wholeReply(['No es lo que se pidió.']);
  upstream = await startFakeChatServer((_request, attempt) =>
    attempt % 2 === 0 && typeof whole !== 'string' && 'stream' in whole
      ? { stream: [...slow, ...whole.stream] }
      : { stream: [{ text: ' ' }] },
  );
});
afterEach(async () => {
  service?.kill('SIGKILL');
  await upstream.close();
  await rm(folder, { recursive: true, force: true });
});

const start = () =>
  startService(
    {
      ...{ DATA_DIR: folder, INDEX_DIR: inject('indexFolder'), ANSWER_SLOTS: String(STREAMS) },
      ...{ CHAT_MODEL: 'fake', OPENAI_API_KEY: 'none', OPENAI_BASE_URL: upstream.baseUrl },
      CHAT_IDLE_MS: '60000',
    },
    (started) => {
      service = started;
    },
  );

/** Opens a stream and gives it back once its first event has come; `rest` is all that it tells until it ends. */
async function openStream(url: string, turn: number): Promise<{ rest: Promise<string> }> {
  const response = await fetch(`${url}/api/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ message: `${QUESTION} Soy la persona ${turn}.` }),
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error(`no stream: ${response.status}`);
  const first = (await reader.read()).value ?? '';
  const readAll = async () => {
    let told = first;
    for (let next = await reader.read(); !next.done; next = await reader.read()) told += next.value;
    return told;
  };
  return { rest: readAll() };
}

/** The first event may come before the model is asked, and whose turn it is depends on who asks first. */
async function openAndWaitForModel(url: string, turn: number): Promise<{ rest: Promise<string> }> {
  const stream = await openStream(url, turn);
  await expect.poll(() => upstream.requests.length, { timeout: 10_000 }).toBe(turn);
  return stream;
}

/** A connection of its own: those that are open may still be told something. */
async function connectAnew(url: string): Promise<void> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
}

it('a service told to stop is not ready at once, while answers under way finish', {
  timeout: 60_000,
}, async () => {
  const { url, process: running } = await start();
  const statusOf = async (path: string) => (await fetch(`${url}${path}`)).status;
  expect(await statusOf('/api/ready')).toBe(200);
  // The first answer never ends, the second comes after a second.
  const endless = await openAndWaitForModel(url, 1);
  const slow = await openAndWaitForModel(url, 2);
  const exit = once(running, 'exit');
  running.kill('SIGTERM');
  const refused = await pollReadiness(url);
  expect(refused.headers.get('retry-after')).toBe('5');
  expect(refused.headers.get('connection')).toBe('close');
  expect(await refused.json()).toEqual({ ready: false, reason: 'The service is stopping' });
  expect(await statusOf('/api/health')).toBe(200);
  expect(await slow.rest).toContain('event: done');
  expect(await statusOf('/api/ready')).toBe(503);
  expect(await endless.rest).toContain('shutting_down');
  expect((await exit)[0]).toBe(0);
});

/** Asks until the signal has arrived, which is a matter of milliseconds; every asking must be answered. */
async function pollReadiness(url: string): Promise<Response> {
  const patientUntil = performance.now() + 500;
  let response = await fetch(`${url}/api/ready`);
  while (response.status === 200 && performance.now() < patientUntil)
    response = await fetch(`${url}/api/ready`);
  expect(response.status).toBe(503);
  return response;
}

it('a service with nothing under way stops at once', { timeout: 60_000 }, async () => {
  const { url, process: running } = await start();
  // Browsers and proxies keep their connections open.
  expect((await fetch(`${url}/api/health`)).status).toBe(200);
  const exit = once(running, 'exit');
  const stoppedAt = performance.now();
  running.kill('SIGTERM');
  expect((await exit)[0]).toBe(0);
  expect(performance.now() - stoppedAt).toBeLessThan(1000);
});

it('a service told to stop lets answers finish and ends every other stream with a word', {
  timeout: 60_000,
}, async () => {
  const { url, process: running } = await start();
  const streams = await Promise.all(Array.from({ length: STREAMS }, (_, turn) => openStream(url, turn)));
  await expect.poll(() => upstream.requests.length, { timeout: 10_000 }).toBe(STREAMS);
  const exit = once(running, 'exit');
  const stoppedAt = performance.now();
  running.kill('SIGTERM');
  const told = await Promise.all(streams.map(({ rest }) => rest));
  await expect(connectAnew(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect((await exit)[0]).toBe(0);
  expect(performance.now() - stoppedAt).toBeLessThan(PATIENCE_MS);
  const endings = told.map((text) => text.match(/event: (?:done|error)\ndata: .*/g) ?? []);
  expect(endings.map((ending) => ending.length)).toEqual(Array.from({ length: STREAMS }, () => 1));
  const finished = endings.flat().filter((ending) => ending.startsWith('event: done'));
  expect(finished).toHaveLength(STREAMS / 2);
  const cut = endings.flat().filter((ending) => ending.startsWith('event: error'));
  expect(cut.every((ending) => ending.includes('shutting_down'))).toBe(true);
  // A last event that is cut in two would be no ending.
  expect(told.every((text) => text.endsWith('\n\n'))).toBe(true);
});
