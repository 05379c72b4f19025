import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { type Assistant, composeAssistant } from '../src/compose.ts';
import { composeFoundation } from '../src/compose-foundation.ts';
import { readConfig } from '../src/config.ts';
import { createApp } from '../src/http/create-app.ts';
import { listen, type RunningServer } from '../src/http/listen.ts';
import { createSilentLogger } from './support/silent-logger.ts';

const secrets = ['12.345.678-5', 'ana.rojas@correo.cl', '+56 9 8765 4321', '4111 1111 1111 1111'];
const told = `Mi RUT es ${secrets[0]}, mi correo ${secrets[1]}, mi celular ${secrets[2]}, pago con ${secrets[3]}.`;
const traces = /.{0,60}(?:345\.678|rojas|8765 4321|1111 1111).{0,20}/;
const replySchema = z.looseObject({ conversationId: z.string(), messageId: z.string() });

let folder: string;
let assistant: Assistant;
let server: RunningServer;
const logger = createSilentLogger();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elqui-privacy-'));
  const environment = { INDEX_DIR: inject('indexFolder'), DATA_DIR: folder };
  assistant = await composeAssistant(await composeFoundation(readConfig(environment), { logger }));
  const shutdown = new AbortController();
  const app = createApp(assistant, { logger, rateLimits: null, shutdownSignal: shutdown.signal });
  server = await listen(app, { host: '127.0.0.1', port: 0, shutdown, graceMs: 500 });
});
afterAll(async () => {
  await server.close();
  await assistant.close();
  await rm(folder, { recursive: true });
});

async function post(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

async function readFolder(): Promise<string> {
  const files = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')),
  );
  return files.join('\n');
}

describe('what a visitor tells of themselves', () => {
  it('is in no file and in no line of the log, whatever way it came', async () => {
    const reply = replySchema.parse(
      (await post('/api/chat', { message: `¿Qué dice el desafío 1? ${told}` })).body,
    );
    const { messageId, conversationId } = reply;
    await post('/api/chat', { message: `Tengo una idea: reparar ropa con vecinas. ${told}`, conversationId });
    await post('/v1/chat/completions', { model: 'elqui', messages: [{ role: 'user', content: told }] });
    await post('/api/match', { idea: `Un taller para reparar ropa con vecinas. ${told}` });
    const rated = await post('/api/feedback', { messageId, rating: 'down', comment: told });
    expect(rated.status).toBe(201);
    // What the wall refuses must not be told by the log either.
    expect((await post('/api/feedback', { messageId: told, rating: told })).status).toBe(422);
    const kept = await readFolder();
    expect(kept.includes('[RUT]')).toBe(true);
    expect(traces.exec(kept)).toBeNull();
    expect(logger.lines.length).toBeGreaterThan(4);
    expect(traces.exec(logger.lines.join('\n'))).toBeNull();
  });

  it('goes altogether when they delete the conversation', async () => {
    const message = '¿Qué dice el desafío 4 sobre una palabra muy reconocible?';
    const { conversationId } = replySchema.parse((await post('/api/chat', { message })).body);
    expect((await readFolder()).includes('muy reconocible')).toBe(true);
    expect((await post('/api/forget', { conversationId })).body).toEqual({ forgotten: true });
    expect((await readFolder()).includes('muy reconocible')).toBe(false);
    expect((await post('/api/forget', { conversationId })).body).toEqual({ forgotten: false });
  });
});
