import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aSite, aWidget } from '../support/in-memory-sites.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';
import { sampleCollection } from '../support/sample-collection.ts';

const ORIGIN = 'https://muni.cl';
const documentSchema = z.looseObject({
  openapi: z.literal('3.1.0'),
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.looseObject({
        operationId: z.string(),
        parameters: z.array(z.looseObject({ name: z.string(), in: z.string() })),
        security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
        responses: z.record(
          z.string(),
          z.looseObject({ content: z.record(z.string(), z.looseObject({})).optional() }),
        ),
      }),
    ),
  ),
});
const schemesSchema = z.looseObject({
  components: z.looseObject({ securitySchemes: z.record(z.string(), z.looseObject({ type: z.string() })) }),
});
type ApiDocument = z.infer<typeof documentSchema>;

/** One request: where it goes, what it carries, and the status that it must get. */
type Call = { path: string; body?: unknown; headers?: Record<string, string>; status: number };

let app: RunningApp;
let api: ApiDocument;
let ajv: Ajv2020;
let jobId: string;
let ticket: string;
let visit: { conversationId: string; messageId: string };
const covered = new Set<string>();

beforeAll(async () => {
  app = await startApp(
    { forgetConversation: async () => true },
    { widget: aWidget([aSite({ id: 'muni', origins: [ORIGIN] })]) },
  );
  const raw: unknown = await (await fetch(`${app.url}/openapi.json`)).json();
  api = documentSchema.parse(raw);
  ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(raw as object, 'api');
  const started = await post('/api/match/batch', {
    ideas: [{ text: 'Atrapanieblas para treinta familias de los cerros.' }],
  });
  jobId = z.looseObject({ jobId: z.string() }).parse(await started.json()).jobId;
  const given = await post('/widget/v1/ticket', { siteId: 'muni' }, { origin: ORIGIN });
  ticket = z.looseObject({ ticket: z.string() }).parse(await given.json()).ticket;
  const answered = await post('/widget/v1/chat', { message: '¿agua?' }, visitor());
  visit = z.looseObject({ conversationId: z.string(), messageId: z.string() }).parse(await answered.json());
});
afterAll(() => app.close());

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers };
  return fetch(`${app.url}${path}`, { method: 'POST', headers: all, body: JSON.stringify(body) });
}

const IDEA = 'Atrapanieblas para que treinta familias de los cerros junten agua.';
const challenge = `/api/challenges/1?collection=${sampleCollection.id}`;
const visitor = () => ({ origin: ORIGIN, 'x-elqui-ticket': ticket });
const [document] = sampleCollection.documents;

/** Calls of each operation: one that does what it is for, and some that are refused. */
function callsOf(): Readonly<Record<string, readonly Call[]>> {
  const batch = `/api/match/batch/${jobId}`;
  return {
    answerMessage: [
      { path: '/api/chat', body: { message: '¿agua?' }, status: 200 },
      { path: '/api/chat', body: {}, status: 422 },
      { path: '/api/chat', body: { message: 'a' }, headers: { 'content-type': 'text/plain' }, status: 415 },
      { path: '/api/chat', body: { message: 'a' }, headers: { origin: 'https://evil.test' }, status: 403 },
    ],
    matchIdea: [
      { path: '/api/match', body: { idea: IDEA }, status: 200 },
      { path: '/api/match', body: { idea: '' }, status: 422 },
    ],
    startBatch: [{ path: '/api/match/batch', body: { ideas: [{ text: IDEA }] }, status: 202 }],
    previewBatch: [
      {
        path: '/api/match/batch/preview',
        body: `id,idea\n1,${IDEA}`,
        headers: { 'content-type': 'text/csv' },
        status: 200,
      },
    ],
    getBatch: [
      { path: batch, status: 200 },
      { path: '/api/match/batch/none', status: 404 },
    ],
    exportBatch: [
      { path: `${batch}/export?format=csv`, status: 200 },
      { path: `${batch}/export?format=exe`, status: 422 },
    ],
    getPortfolio: [{ path: `${batch}/portfolio`, status: 200 }],
    decideRow: [{ path: `${batch}/rows/1/decision`, body: { kind: 'note', note: 'vista' }, status: 200 }],
    cancelBatch: [{ path: batch, status: 200 }],
    listCollections: [{ path: '/api/collections', status: 200 }],
    listChallenges: [
      { path: '/api/challenges', status: 200 },
      { path: '/api/challenges?collection=none', status: 404 },
    ],
    getChallenge: [
      { path: challenge, status: 200 },
      { path: '/api/challenges/99', status: 404 },
      { path: '/api/challenges/x', status: 422 },
    ],
    getPassage: [
      { path: `/api/passages/${sampleCollection.id}.d1.q1`, status: 200 },
      { path: '/api/passages/none', status: 404 },
    ],
    getDocument: [{ path: `/api/documents/${sampleCollection.id}/${document?.id}`, status: 200 }],
    searchPassages: [
      { path: '/api/search?q=agua&k=3', status: 200 },
      { path: '/api/search', status: 422 },
    ],
    recordFeedback: [
      { path: '/api/feedback', body: { messageId: 'message-1', rating: 'up' }, status: 201 },
      { path: '/api/feedback', body: { messageId: 'none', rating: 'up' }, status: 404 },
    ],
    forgetOwnConversation: [
      { path: '/api/forget', body: { conversationId: 'conversation-1' }, status: 200 },
      { path: '/api/forget', body: { conversationId: '../x' }, status: 422 },
    ],
    getUnanswered: [
      { path: '/api/unanswered?days=7', status: 200 },
      { path: '/api/unanswered?days=0', status: 422 },
      { path: '/api/unanswered', headers: { 'x-forwarded-for': '10.0.0.1' }, status: 404 },
    ],
    exportUnanswered: [{ path: '/api/unanswered/export?lang=en', status: 200 }],
    completeChat: [
      {
        path: '/v1/chat/completions',
        body: { model: 'elqui', messages: [{ role: 'user', content: 'a' }] },
        status: 200,
      },
      {
        path: '/v1/chat/completions',
        body: { model: 'x', messages: [{ role: 'user', content: 'a' }] },
        status: 404,
      },
      { path: '/v1/chat/completions', body: {}, status: 400 },
    ],
    listModels: [{ path: '/v1/models', status: 200 }],
    getModel: [
      { path: '/v1/models/elqui', status: 200 },
      { path: '/v1/models/x', status: 404 },
    ],
    getHealth: [{ path: '/api/health', status: 200 }],
    getReadiness: [{ path: '/api/ready', status: 200 }],
    issueTicket: [
      { path: '/widget/v1/ticket', body: { siteId: 'muni' }, headers: { origin: ORIGIN }, status: 200 },
      {
        path: '/widget/v1/ticket',
        body: { siteId: 'muni' },
        headers: { origin: 'https://evil.test' },
        status: 403,
      },
    ],
    answerVisitor: [
      { path: '/widget/v1/chat', body: { message: '¿agua?' }, headers: visitor(), status: 200 },
      { path: '/widget/v1/chat', body: { message: '¿agua?' }, headers: { origin: ORIGIN }, status: 401 },
    ],
    matchVisitorIdea: [{ path: '/widget/v1/match', body: { idea: IDEA }, headers: visitor(), status: 200 }],
    rateAnswer: [
      {
        path: '/widget/v1/feedback',
        body: { messageId: visit.messageId, rating: 'up' },
        headers: visitor(),
        status: 201,
      },
      {
        path: '/widget/v1/feedback',
        body: { messageId: 'none', rating: 'up' },
        headers: visitor(),
        status: 404,
      },
    ],
    forgetConversation: [
      {
        path: '/widget/v1/forget',
        body: { conversationId: visit.conversationId },
        headers: visitor(),
        status: 200,
      },
    ],
    showPassage: [
      { path: `/widget/v1/passages/${sampleCollection.id}.d1.q1`, headers: visitor(), status: 200 },
    ],
    listSiteChallenges: [{ path: '/widget/v1/challenges', headers: visitor(), status: 200 }],
  };
}

function operations() {
  return Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

/** Sends a call and holds the reply to what the document says of that status and media type. */
async function hold(
  call: Call,
  { path, method, operation }: ReturnType<typeof operations>[number],
): Promise<void> {
  const isJson = typeof call.body !== 'string';
  const response = await fetch(`${app.url}${call.path}`, {
    method: method.toUpperCase(),
    headers: { ...(call.body === undefined ? {} : { 'content-type': 'application/json' }), ...call.headers },
    ...(call.body === undefined ? {} : { body: isJson ? JSON.stringify(call.body) : String(call.body) }),
  });
  expect([operation.operationId, response.status]).toEqual([operation.operationId, call.status]);
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  const described = operation.responses[String(call.status)]?.content ?? {};
  expect(Object.keys(described), `${operation.operationId} ${call.status}`).toContain(type);
  covered.add(operation.operationId);
  // A file is held to its type alone.
  if (!type.includes('json')) return;
  const escapePart = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');
  const pointer = ['paths', path, method, 'responses', String(call.status), 'content', type, 'schema']
    .map(escapePart)
    .join('/');
  const validate = ajv.compile({ $ref: `api#/${encodeURI(pointer)}` });
  const body: unknown = await response.json();
  expect(validate(body), `${operation.operationId} ${call.status}: ${ajv.errorsText(validate.errors)}`).toBe(
    true,
  );
}

describe('the document of the API', () => {
  it('holds for every operation that it describes: each is called, each reply is what it says', async () => {
    const calls = callsOf();
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(Object.keys(calls).sort()).toEqual([...ids].sort());
    const last = (id: string) => Number(id === 'cancelBatch');
    for (const one of operations().sort(
      (a, b) => last(a.operation.operationId) - last(b.operation.operationId),
    )) {
      for (const call of calls[one.operation.operationId] ?? []) await hold(call, one);
    }
    expect([...covered].sort()).toEqual([...ids].sort());
  });

  it('refuses a reply that is not what it says', () => {
    const validate = ajv.compile({ $ref: 'api#/components/schemas/Citation' });
    expect(validate({ marker: 1 })).toBe(false);
  });

  it('names every parameter of every address', () => {
    for (const { path, operation } of operations()) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(named);
    }
  });
});

describe('what must be shown to be let in', () => {
  const addressOf = (path: string) => path.replaceAll(/\{\w+\}/g, 'x');

  /** The statuses with nothing shown, from another machine. */
  async function statusesFromAfar(): Promise<Map<string, number>> {
    const closed = await startApp(
      {},
      {
        widget: aWidget([aSite({ id: 'muni', origins: [ORIGIN] })]),
        ...{ clientKeys: { find: async () => null }, trustedProxies: ['127.0.0.1'] },
      },
    );
    const headers = { 'x-forwarded-for': '10.0.0.1', origin: ORIGIN };
    const statuses = new Map<string, number>();
    for (const { path, method, operation } of operations()) {
      // A page of elsewhere is refused everywhere but at the widget's addresses.
      const { origin, ...own } = headers;
      const sent = path.startsWith('/widget/') ? headers : own;
      const options = { method: method.toUpperCase(), headers: sent };
      statuses.set(operation.operationId, (await fetch(`${closed.url}${addressOf(path)}`, options)).status);
    }
    await closed.close();
    return statuses;
  }

  it('is declared by every operation that is refused without it, and by no other', async () => {
    const statuses = await statusesFromAfar();
    const refused = [...statuses].filter(([, status]) => status === 401).map(([id]) => id);
    const declaring = operations().filter(({ operation }) => operation.security !== undefined);
    expect(declaring.map(({ operation }) => operation.operationId).sort()).toEqual(refused.sort());
    expect(refused).toEqual(expect.arrayContaining(['getUnanswered', 'exportUnanswered', 'completeChat']));
    for (const { operation } of declaring) expect(Object.keys(operation.responses)).toContain('401');
  });

  it('is a scheme that the document describes', async () => {
    const raw: unknown = await (await fetch(`${app.url}/openapi.json`)).json();
    const { securitySchemes } = schemesSchema.parse(raw).components;
    const named = operations().flatMap(({ operation }) => (operation.security ?? []).flatMap(Object.keys));
    expect(Object.keys(securitySchemes).sort()).toEqual([...new Set(named)].sort());
  });

  it('is asked of every address of the widget but the one that gives tickets', () => {
    const open = operations().filter(
      ({ path, operation }) => path.startsWith('/widget/') && operation.security === undefined,
    );
    expect(open.map(({ operation }) => operation.operationId)).toEqual(['issueTicket']);
  });
});

describe('the readable form', () => {
  it('comes whole from this service, under a policy that lets nothing else in', async () => {
    const page = await fetch(`${app.url}/docs`);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; script-src 'self'/);
    const html = await page.text();
    const paths = [...html.matchAll(/(?:src|href)="([^"]+)"/g)]
      .map((match) => match[1] ?? '')
      .filter((path) => path !== 'data:,');
    expect(paths.every((path) => path.startsWith('/docs/'))).toBe(true);
    for (const path of paths) expect((await fetch(`${app.url}${path}`)).status).toBe(200);
    expect((await fetch(`${app.url}/docs/files/package.json`)).status).toBe(404);
  });
});
