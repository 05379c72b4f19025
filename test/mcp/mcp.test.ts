import { request as sendRequest } from 'node:http';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { answerSchema } from '../../src/domain/answer.ts';
import { AssistantError } from '../../src/domain/errors.ts';
import { matchReportSchema } from '../../src/domain/match-report.ts';
import type { McpDependencies } from '../../src/mcp/mcp-dependencies.ts';
import { createMcpEndpoint } from '../../src/mcp/serve-mcp.ts';
import { anAnswer, fakeAppDependencies } from '../support/fake-app-dependencies.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';
import { createSilentLogger } from '../support/silent-logger.ts';

const logger = createSilentLogger();
const dependencies: McpDependencies = {
  ...fakeAppDependencies(),
  answer: async ({ message }) => {
    if (message === 'explota') throw new Error('secret of ours');
    if (message === 'hay fila') throw new AssistantError('overloaded', '2 answers are under way');
    return anAnswer();
  },
};
let app: RunningApp;
let client: Client;

beforeAll(async () => {
  app = await startApp(
    {},
    { answerMcp: createMcpEndpoint(dependencies, logger), hosts: ['127.0.0.1', 'localhost'] },
  );
  client = new Client({ name: 'test', version: '1' });
  // The client's transport types do not know exactOptionalPropertyTypes.
  await client.connect(new StreamableHTTPClientTransport(new URL(`${app.url}/mcp`)) as never);
});
afterAll(async () => {
  await client.close();
  await app.close();
});

const call = (name: string, input: Record<string, unknown> = {}) =>
  client.callTool({ name, arguments: input });

describe('the tools, through the official client', () => {
  it('are five, each with the shape of what it takes and gives', async () => {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual([
      ...['ask', 'get_challenge', 'list_challenges', 'match_idea', 'search_passages'],
    ]);
    for (const tool of tools)
      expect([tool.inputSchema.type, tool.outputSchema?.type]).toEqual(['object', 'object']);
  });

  it('ask and match_idea give the whole result and a text with every quotation', async () => {
    const answered = await call('ask', { message: '¿agua?' });
    expect(answerSchema.parse(answered.structuredContent).citations).toHaveLength(1);
    expect(JSON.stringify(answered.content)).toContain('elqui://passages/');
    const matched = await call('match_idea', { idea: 'Atrapanieblas para treinta familias de los cerros.' });
    expect(matchReportSchema.parse(matched.structuredContent).verdict).toBe('fits');
  });

  it('list, show and search', async () => {
    const { structuredContent: listed } = await call('list_challenges');
    expect(listed).toMatchObject({ challenges: [{ number: 1 }, {}, {}] });
    expect((await call('get_challenge', { number: 1 })).structuredContent).toMatchObject({ number: 1 });
    expect((await call('search_passages', { query: 'agua', count: 2 })).structuredContent).toMatchObject({
      retrieval: 'hybrid',
    });
  });

  it('tell what does not exist and what fails as their result, without our words', async () => {
    const missing = await call('get_challenge', { number: 99 });
    expect([missing.isError, JSON.stringify(missing.content)]).toEqual([
      true,
      expect.stringContaining('There is no such'),
    ]);
    const failed = await call('ask', { message: 'explota' });
    expect(failed.isError).toBe(true);
    expect(JSON.stringify(failed)).not.toContain('secret of ours');
    const waited = await call('ask', { message: 'hay fila' });
    expect([waited.isError, JSON.stringify(waited.content)]).toEqual([
      true,
      expect.stringContaining('try again in five seconds'),
    ]);
  });

  it.each([
    ['ask', { message: '' }],
    ['ask', { message: 'a'.repeat(4001) }],
    ['match_idea', { idea: 'corta' }],
    ['search_passages', { query: 'a', count: 1000 }],
  ])('%s refuses what is out of bounds', async (name, input) => {
    expect((await call(name, input)).isError).toBe(true);
  });
});

describe('the resources', () => {
  it('are every document and each passage', async () => {
    const { resources } = await client.listResources();
    expect(resources[0]?.uri).toMatch(/^elqui:\/\/documents\//);
    const { contents } = await client.readResource({ uri: resources[0]?.uri ?? '' });
    expect(contents[0]).toMatchObject({ mimeType: 'text/plain', text: expect.stringContaining('niebla') });
    const passage = anAnswer().citations[0]?.passageId ?? '';
    const read = await client.readResource({ uri: `elqui://passages/${passage}` });
    expect(JSON.stringify(read.contents)).toContain('niebla');
  });
});

describe('who may speak to /mcp', () => {
  const send = (headers: Record<string, string>) =>
    new Promise<number>((resolve, reject) => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
      const accept = 'application/json, text/event-stream';
      const outgoing = sendRequest(
        `${app.url}/mcp`,
        { method: 'POST', headers: { 'content-type': 'application/json', accept, ...headers } },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  it('is asked for its Host and its Origin', async () => {
    expect(await send({})).toBe(200);
    expect(await send({ host: `localhost:${app.port}` })).toBe(200);
    expect(await send({ host: 'evil.test' })).toBe(403);
    expect(await send({ host: `127.0.0.1.evil.test:${app.port}` })).toBe(403);
    expect(await send({ origin: 'https://evil.test' })).toBe(403);
    expect(await send({ origin: 'null' })).toBe(403);
    expect(await send({ host: 'evil.test', origin: 'http://evil.test' })).toBe(403);
  });

  it('keeps no session and opens no stream', async () => {
    const response = await fetch(`${app.url}/mcp`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32000 }, id: null });
  });

  it('is told what cannot be read, in the protocol of the place', async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${app.url}/mcp`, { method: 'POST', headers, body: '{"not json' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32700 }, id: null });
  });
});

describe('over standard input and output', () => {
  it('the whole program answers with citations', async () => {
    const root = fileURLToPath(new URL('../../', import.meta.url));
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: ['--import', 'tsx', 'src/cli.ts', 'mcp'],
      cwd: root,
      env: {
        PATH: process.env.PATH ?? '',
        INDEX_DIR: inject('indexFolder'),
        DATA_DIR: `${inject('indexFolder')}-mcp`,
        LOG_LEVEL: 'info',
      },
      stderr: 'ignore',
    });
    const local = new Client({ name: 'test', version: '1' });
    await local.connect(transport);
    const { structuredContent } = await local.callTool({
      name: 'ask',
      arguments: { message: '¿Cuáles son las preguntas guía del desafío 6?' },
    });
    expect(answerSchema.parse(structuredContent).citations.length).toBeGreaterThan(2);
    await local.close();
  }, 60_000);
});
