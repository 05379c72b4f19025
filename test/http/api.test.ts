import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatReplySchema } from '../../src/domain/answer.ts';
import { challengeViewSchema, documentViewSchema, passageViewSchema } from '../../src/domain/corpus-views.ts';
import { AssistantError } from '../../src/domain/errors.ts';
import { matchReportSchema } from '../../src/domain/match-report.ts';
import type { AppDependencies } from '../../src/http/app-dependencies.ts';
import { problemSchema } from '../../src/http/problem.ts';
import { anAnswer, eventsOf, fakeAppDependencies, started } from '../support/fake-app-dependencies.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';
import { sampleText } from '../support/sample-collection.ts';

let app: RunningApp;
const received: { message: string; idea: string } = { message: '', idea: '' };

beforeAll(async () => {
  const fake = fakeAppDependencies();
  app = await startApp({
    startAnswer: async (request, signal) => {
      received.message = request.message;
      return await fake.startAnswer(request, signal);
    },
    matchIdea: async (request, signal) => {
      received.idea = request.idea;
      return await fake.matchIdea(request, signal);
    },
  });
});
afterAll(() => app.close());

function post(path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  return fetch(`${app.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
}

const postJson = (path: string, value: unknown, headers?: Record<string, string>) =>
  post(path, JSON.stringify(value), headers);

async function problemFrom(response: Response) {
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  const problem = problemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}

const pathsOf = (problem: { errors?: { path: string }[] | undefined }) =>
  (problem.errors ?? []).map((error) => error.path).sort();

describe('POST /api/chat as JSON', () => {
  it('answers as the contract says, the ids first', async () => {
    const response = await postJson('/api/chat', { message: '¿Qué desafío habla del agua?' });
    expect(response.status).toBe(200);
    const body = await response.text();
    expect(body.startsWith('{"conversationId":"conversation-1","messageId":"message-1",')).toBe(true);
    const reply = chatReplySchema.parse(JSON.parse(body));
    for (const { start, end, quote } of reply.citations) expect(sampleText.slice(start, end)).toBe(quote);
  });

  it('gives the same bytes for the same question', async () => {
    const ask = async () => await (await postJson('/api/chat', { message: 'agua' })).text();
    expect(await ask()).toBe(await ask());
  });

  it('takes 4,000 characters and refuses 4,001, counted without the blanks around them', async () => {
    expect((await postJson('/api/chat', { message: ` ${'ñ'.repeat(4000)}\n` })).status).toBe(200);
    const problem = await problemFrom(await postJson('/api/chat', { message: 'ñ'.repeat(4001) }));
    expect(problem.status).toBe(422);
    expect(pathsOf(problem)).toEqual(['message']);
  });

  it.each([
    ['an empty message', { message: '' }, ['message']],
    ['a blank message', { message: ' \n\t ' }, ['message']],
    ['a number for a message', { message: 7 }, ['message']],
    ['no message', {}, ['message']],
    ['NUL', { message: 'agua\u0000' }, ['message']],
    [
      'NUL in the history',
      { message: 'a', history: [{ role: 'user', content: '\u0000x' }] },
      ['history.0.content'],
    ],
    ['a system turn', { message: 'a', history: [{ role: 'system', content: 'x' }] }, ['history.0.role']],
    ['unknown keys', { message: 'a', model: 'x', temperature: 1 }, ['model', 'temperature']],
    [
      'several wrong fields',
      { message: 1, locale: 'fr', conversationId: {} },
      ['conversationId', 'locale', 'message'],
    ],
    ['SQL for an id', { message: 'a', conversationId: "' OR 1=1 --" }, ['conversationId']],
    ['21 turns', { message: 'a', history: Array(21).fill({ role: 'user', content: 'x' }) }, ['history']],
    ['null', null, ['body']],
    ['an array', [], ['body']],
    ['a scalar', 'agua', ['body']],
  ])('refuses %s with 422, each field named', async (_name, body, paths) => {
    const problem = await problemFrom(await postJson('/api/chat', body));
    expect(problem.status).toBe(422);
    expect(pathsOf(problem)).toEqual(paths);
  });

  it('refuses half a character, and takes whole emoji families', async () => {
    const problem = await problemFrom(await post('/api/chat', '{"message":"agua \\ud83d"}'));
    expect([problem.status, pathsOf(problem)]).toEqual([422, ['message']]);
    expect((await postJson('/api/chat', { message: '👩‍👩‍👧 agua' })).status).toBe(200);
  });

  it('makes other control characters blanks and moves nothing', async () => {
    await postJson('/api/chat', { message: ' a\u001b[31mb\n\tc' });
    expect(received.message).toBe(' a [31mb\n\tc');
  });

  it.each([
    ['broken JSON', '{"message":'],
    ['an empty body', ''],
    ['a number that is none', '{"message": 0x1}'],
    ['bytes that are not UTF-8', Uint8Array.of(0x7b, 0x22, 0x6d, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d)],
  ])('refuses %s with 400', async (_name, body) => {
    expect((await problemFrom(await post('/api/chat', body))).status).toBe(400);
  });

  it('cannot be polluted through __proto__ or constructor', async () => {
    const problem = await problemFrom(
      await post('/api/chat', '{"message":"a","__proto__":{"x":1},"constructor":{"prototype":{"x":1}}}'),
    );
    expect(problem.status).toBe(422);
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  it('survives arrays 8,000 deep', async () => {
    const response = await post('/api/chat', `{"message":${'['.repeat(8000)}${']'.repeat(8000)}}`);
    expect((await problemFrom(response)).status).toBe(422);
  });

  it.each([
    ['plain text', 'text/plain'],
    ['a form', 'application/x-www-form-urlencoded'],
    ['JSON in another charset', 'application/json; charset=utf-16'],
  ])('refuses %s with 415', async (_name, contentType) => {
    const response = await post('/api/chat', '{"message":"a"}', { 'content-type': contentType });
    expect((await problemFrom(response)).status).toBe(415);
  });

  it('refuses a body without a type with 415', async () => {
    const response = await fetch(`${app.url}/api/chat`, { method: 'POST', body: new Uint8Array([123, 125]) });
    expect((await problemFrom(response)).status).toBe(415);
  });

  it('refuses more than 64 KB with 413, unpacked too', async () => {
    const large = JSON.stringify({ message: 'a'.repeat(70_000) });
    expect((await problemFrom(await post('/api/chat', large))).status).toBe(413);
    const bomb = Uint8Array.from(gzipSync(Buffer.alloc(20_000_000, 32)));
    const response = await post('/api/chat', bomb, { 'content-encoding': 'gzip' });
    expect((await problemFrom(response)).status).toBe(413);
    const unknown = await post('/api/chat', '{}', { 'content-encoding': 'x-evil' });
    expect((await problemFrom(unknown)).status).toBe(415);
  });

  it('speaks the language of the caller in its problems', async () => {
    const spanish = await problemFrom(await postJson('/api/chat', { message: '' }));
    const english = await problemFrom(
      await postJson('/api/chat', { message: '' }, { 'accept-language': 'en-GB' }),
    );
    const asked = await problemFrom(
      await postJson('/api/chat', { message: '', locale: 'en' }, { 'accept-language': 'es' }),
    );
    expect(spanish.title).toBe('Datos no válidos');
    expect(english.title).toBe('Invalid data');
    expect(asked.errors).toEqual([{ path: 'message', message: 'It cannot be empty.' }]);
  });
});

describe('POST /api/match', () => {
  it('hands over the idea untrimmed, since quotes point into it', async () => {
    const idea = '  Atrapanieblas para treinta familias que no tienen agua en los cerros\n';
    const response = await postJson('/api/match', { idea });
    expect(matchReportSchema.parse(await response.json()).verdict).toBe('fits');
    expect(received.idea).toBe(idea);
  });

  it.each([
    ['19 characters', { idea: 'x'.repeat(19) }, ['idea']],
    ['8,001 characters', { idea: 'x'.repeat(8001) }, ['idea']],
    ['top 0', { idea: 'x'.repeat(30), top: 0 }, ['top']],
    ['top 9', { idea: 'x'.repeat(30), top: 9 }, ['top']],
    ['top as text', { idea: 'x'.repeat(30), top: '3' }, ['top']],
  ])('refuses %s with 422', async (_name, body, paths) => {
    const problem = await problemFrom(await postJson('/api/match', body));
    expect([problem.status, pathsOf(problem)]).toEqual([422, paths]);
  });
});

describe('reading the corpus', () => {
  const get = (path: string) => fetch(`${app.url}${path}`);

  it('lists collections and challenges', async () => {
    expect(await (await get('/api/collections')).json()).toHaveLength(1);
    const challenges = challengeViewSchema.array().parse(await (await get('/api/challenges')).json());
    expect(challenges.map((challenge) => challenge.questions.length)).toEqual([2, 3, 1]);
    const one = challengeViewSchema.parse(await (await get('/api/challenges/2')).json());
    expect(one.number).toBe(2);
  });

  it('shows a passage in its context and the whole document', async () => {
    const passage = passageViewSchema.parse(await (await get('/api/passages/valle-anta-2031.d1.q2')).json());
    const { context, start, end, text } = passage;
    expect(context.text.slice(start - context.start, end - context.start)).toBe(text);
    const path = '/api/documents/valle-anta-2031/desafios-valle-anta';
    expect(documentViewSchema.parse(await (await get(path)).json()).text).toBe(sampleText);
  });

  it('searches, and tells which retrieval ran', async () => {
    const found = await (await get('/api/search?q=agua&k=2')).json();
    expect(found).toMatchObject({ retrieval: 'hybrid', results: [{ score: 1 }, { score: 0.5 }] });
  });

  it.each([
    '/api/challenges/99',
    '/api/challenges?collection=nowhere',
    '/api/passages/nothing',
    '/api/documents/valle-anta-2031/nothing',
    '/api/nothing',
    '/favicon.ico',
    '/..%2f..%2fetc%2fpasswd',
  ])('knows nothing of %s: 404', async (path) => {
    expect((await problemFrom(await get(path))).status).toBe(404);
  });

  it.each([
    ['/api/search', ['q']],
    ['/api/search?q=', ['q']],
    ['/api/search?q=a&q=b', ['q']],
    ['/api/search?q=a&k=51', ['k']],
    ['/api/search?q=a&k=x', ['k']],
    ['/api/search?q=a&other=1', ['other']],
    ['/api/search?q=%00', ['q']],
    ['/api/challenges/x', ['number']],
    ['/api/challenges?collection=..%2f', ['collection']],
    ['/api/passages/%00', ['id']],
  ])('refuses %s with 422', async (path, paths) => {
    const problem = await problemFrom(await get(path));
    expect([problem.status, pathsOf(problem)]).toEqual([422, paths]);
  });

  it('refuses an address that cannot be decoded with 400', async () => {
    expect((await problemFrom(await get('/api/passages/%E0%A4%A'))).status).toBe(400);
  });
});

describe('POST /api/feedback', () => {
  it('answers 201 once it is recorded, 404 for an unknown message, 422 for another rating', async () => {
    expect((await postJson('/api/feedback', { messageId: 'message-1', rating: 'up' })).status).toBe(201);
    expect((await postJson('/api/feedback', { messageId: 'other', rating: 'up' })).status).toBe(404);
    const wrong = { messageId: 'message-1', rating: 99, comment: 'x'.repeat(2001) };
    expect(pathsOf(await problemFrom(await postJson('/api/feedback', wrong)))).toEqual(['comment', 'rating']);
  });
});

describe('POST /api/forget', () => {
  it('says whether there was such a conversation', async () => {
    const forget = async (conversationId: string) =>
      await (await postJson('/api/forget', { conversationId })).json();
    expect(await forget('conversation-1')).toEqual({ forgotten: true });
    expect(await forget('other')).toEqual({ forgotten: false });
  });
});

describe('methods and headers', () => {
  it('refuses another method with 405 and Allow, and answers HEAD and OPTIONS', async () => {
    const refused = await fetch(`${app.url}/api/chat`, { method: 'DELETE' });
    expect(refused.headers.get('allow')).toBe('POST, OPTIONS');
    expect((await problemFrom(refused)).status).toBe(405);
    const posted = await fetch(`${app.url}/api/challenges/1`, { method: 'POST' });
    expect(posted.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    expect((await fetch(`${app.url}/api/collections`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${app.url}/api/chat`, { method: 'OPTIONS' })).status).toBe(204);
  });

  it('says nothing of what it is built with and lets nothing be framed or loaded from elsewhere', async () => {
    const { headers } = await fetch(`${app.url}/api/health`);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('closes a request whose length is told in two ways', async () => {
    const reply = await rawRequest(
      'POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    );
    expect(reply).toMatch(/^HTTP\/1\.1 400/);
  });

  it('cuts headers that come too slowly within six seconds', async () => {
    const startedAt = Date.now();
    await rawRequest('POST /api/chat HTTP/1.1\r\nHost: a\r\nContent-Le');
    expect(Date.now() - startedAt).toBeLessThan(8_000);
  });
});

describe('the page', () => {
  it('is served at its addresses, its files for good, and nothing beside them', async () => {
    const webDirectory = await mkdtemp(join(tmpdir(), 'elqui-web-'));
    await mkdir(join(webDirectory, 'assets'));
    await writeFile(join(webDirectory, 'index.html'), '<!doctype html><title>Elqui</title>');
    await writeFile(join(webDirectory, 'assets', 'page-1a2b.js'), '1;');
    const withPage = await startApp({}, { webDirectory });
    const get = (path: string) => fetch(`${withPage.url}${path}`);
    const page = await get('/?lang=en');
    expect(await page.text()).toContain('<title>Elqui</title>');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    const asset = await get('/assets/page-1a2b.js');
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    for (const path of ['/assets/other.js', '/assets/..%2findex.html', '/index.html', '/assets']) {
      expect((await problemFrom(await get(path))).status).toBe(404);
    }
    await rm(join(webDirectory, 'index.html'));
    expect((await problemFrom(await get('/'))).status).toBe(404);
    await withPage.close();
    await rm(webDirectory, { recursive: true });
  });
});

describe('health and readiness', () => {
  it('is alive always, and ready with the reason why not', async () => {
    const sick = await startApp({ readiness: async () => ({ ready: false, reason: 'No index is loaded' }) });
    expect((await fetch(`${sick.url}/api/health`)).status).toBe(200);
    const ready = await fetch(`${sick.url}/api/ready`);
    expect([ready.status, ready.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await ready.json()).toEqual({ ready: false, reason: 'No index is loaded' });
    await sick.close();
    expect((await fetch(`${app.url}/api/ready`)).status).toBe(200);
  });
});

describe('what goes wrong behind the wall', () => {
  const failures: [string, Error, number][] = [
    ['a secret path', new Error('ENOENT /secret/key.pem'), 500],
    ['an unusable index', new AssistantError('index-unusable', 'index/secret is damaged'), 503],
    ['a busy service', new AssistantError('overloaded', 'secret queue is full'), 503],
    ['a failed model', new AssistantError('model-failed', 'key sk-secret was refused'), 503],
  ];

  it.each(failures)('tells a code and nothing of %s', async (_name, error, status) => {
    const failing: Partial<AppDependencies> = {
      startAnswer: async () => {
        throw error;
      },
    };
    const broken = await startApp(failing);
    const response = await fetch(`${broken.url}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"message":"hola"}',
    });
    expect(response.status).toBe(status);
    if (status === 503) expect(response.headers.get('retry-after')).toBe('5');
    const body = await response.text();
    expect(body).not.toMatch(/secret|\.ts|at /);
    expect(broken.log.some((line) => line.fields.error === error)).toBe(true);
    await broken.close();
  });

  it('logs neither the question nor the address it was asked with', async () => {
    await fetch(`${app.url}/api/search?q=mi-rut-es-secreto`);
    await postJson('/api/chat', { message: 'mi-rut-es-secreto' });
    expect(JSON.stringify(app.log)).not.toContain('mi-rut-es-secreto');
    expect(app.log.some((line) => line.fields.route === '/api/search')).toBe(true);
  });
});

describe('rate limits', () => {
  it('answers 429 with Retry-After above the limit, and leaves health alone', async () => {
    const strict = await startApp({}, { rateLimits: { answersPerMinute: 2, readsPerMinute: 1000 } });
    const ask = () =>
      fetch(`${strict.url}/api/chat`, {
        method: 'POST',
        // A forged header must not pass for another visitor.
        headers: { 'content-type': 'application/json', 'x-forwarded-for': String(Math.random()) },
        body: '{"message":"hola"}',
      });
    expect([(await ask()).status, (await ask()).status]).toEqual([200, 200]);
    const refused = await ask();
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await problemFrom(refused)).status).toBe(429);
    expect((await fetch(`${strict.url}/api/health`)).status).toBe(200);
    await strict.close();
  });
});

describe('closing', () => {
  it('lets a request under way end, then takes no more', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const closing = await startApp({
      startAnswer: async () => {
        await gate;
        return started(eventsOf(anAnswer()));
      },
    });
    const pending = fetch(`${closing.url}/api/chat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"message":"hola"}',
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const closed = closing.close();
    release();
    expect((await pending).status).toBe(200);
    await closed;
    await expect(fetch(`${closing.url}/api/health`)).rejects.toThrow();
  });
});

function rawRequest(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: '127.0.0.1', port: app.port }, () => socket.write(bytes));
    let reply = '';
    socket.on('data', (chunk) => {
      reply += chunk.toString();
    });
    socket.once('close', () => resolve(reply));
    socket.once('error', reject);
  });
}
