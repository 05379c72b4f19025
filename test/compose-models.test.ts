import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { type Assistant, composeAssistant } from '../src/compose.ts';
import { composeFoundation } from '../src/compose-foundation.ts';
import { hushTracing, readConfig } from '../src/config.ts';
import {
  type ChatBehaviour,
  type ChatRequest,
  type FakeChatServer,
  startFakeChatServer,
  wholeReply,
} from './support/fake-chat-server.ts';
import { ask } from './support/real-assistant.ts';

const QUESTION = '¿Qué pregunta el desafío 6 sobre cuidar el agua?';
const SENTENCE = 'El desafío pregunta por mejores formas y sistemas para cuidar el recurso hídrico.';
const KEY = 'sk-secret-of-the-test';
const DEADLINE_MS = 2000;

let folder: string;
let server: FakeChatServer;
let assistant: Assistant | undefined;
let behave: (request: ChatRequest, attempt: number) => ChatBehaviour;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'elqui-models-'));
  server = await startFakeChatServer((request, attempt) => behave(request, attempt), { key: KEY });
});
afterEach(async () => {
  await assistant?.close();
  assistant = undefined;
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function compose(variables: Readonly<Record<string, string>> = {}) {
  const foundation = await composeFoundation(
    readConfig({
      ...{ LOG_LEVEL: 'silent', INDEX_DIR: inject('indexFolder'), DATA_DIR: folder },
      ...{ CHAT_MODEL: 'fake', OPENAI_API_KEY: KEY, OPENAI_BASE_URL: server.baseUrl },
      ...{ CHAT_TIMEOUT_MS: String(DEADLINE_MS), CHAT_IDLE_MS: '600', ...variables },
    }),
  );
  assistant = await composeAssistant(foundation);
  const [collection] = assistant.collections.values();
  if (!collection) throw new Error('no collection');
  return { assistant, collection };
}

function promptNumber({ messages }: ChatRequest): string {
  const prompt = String(messages.at(-1)?.content);
  const before = prompt.slice(0, prompt.indexOf('¿Podemos desarrollar mejores formas'));
  return [...before.matchAll(/^\[(\d+)\]/gm)].at(-1)?.[1] ?? '0';
}
const goodReply = (request: ChatRequest) =>
  wholeReply([SENTENCE.slice(0, 30), SENTENCE.slice(30), ` [${promptNumber(request)}]`]);

describe('with a chat model in the configuration', () => {
  it('words an answer, says what it cost, and asks the same thing once', async () => {
    behave = goodReply;
    const { collection } = await compose();
    const answer = await ask(collection, QUESTION);
    expect(answer.answer).toBe(`${SENTENCE} [1]`);
    expect(answer.usage).toEqual({ inputTokens: 11, outputTokens: 7 });
    const again = await ask(collection, QUESTION);
    expect([again.answer, again.citations]).toEqual([answer.answer, answer.citations]);
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, ChatBehaviour]>([
    ['a wrong key', { status: 401 }],
    ['429 with an hour to wait', { status: 429, headers: { 'retry-after': '3600' } }],
    ['429 without', { status: 429 }],
    ['500', { status: 500 }],
    ['silence', 'no-headers'],
    ['silence in the middle', { stream: [{ text: 'El desaf' }] }],
    ['a cut in the middle', { stream: [{ text: 'El desaf' }, { waitMs: 20 }, 'reset'] }],
    ['garbage', { stream: [{ raw: 'data: {{{\n\n' }, 'end'] }],
    ['a page', { body: '<html></html>', contentType: 'text/html' }],
    ['JSON cut short', { body: '{"choices":[{"mess', contentType: 'application/json' }],
    ['empty text', { stream: [{ finish: 'stop' }, 'done', 'end'] }],
    ['another language', wholeReply(['The challenge asks for better ways to care for water. [1]'])],
    ['no end', { stream: Array.from({ length: 2000 }, () => ({ text: 'palabra '.repeat(50) })) }],
    ['a call of a tool', { stream: [{ finish: 'tool_calls' }, 'end'] }],
  ])('%s: the documents’ own words, before the deadline', async (_name, behaviour) => {
    behave = () => behaviour;
    const { collection } = await compose();
    const startedAt = performance.now();
    const answer = await ask(collection, QUESTION);
    expect(performance.now() - startedAt).toBeLessThan(DEADLINE_MS + 500);
    expect(answer.answer).toContain('¿Podemos desarrollar mejores formas y sistemas');
    expect(answer.citations.length).toBeGreaterThan(0);
    expect(answer.engine.answerer).toMatch(/\(model (?:broken|unverified)\)$/);
    expect(JSON.stringify(answer)).not.toContain('sk-secret');
    expect(server.requests.length).toBeLessThanOrEqual(2);
  });

  it('tells the operator of a refused key, and visitors nothing', async () => {
    behave = goodReply;
    const { assistant: running } = await compose({ OPENAI_API_KEY: 'sk-wrong' });
    await expect.poll(async () => (await running.readiness()).reason).toMatch(/refuses the key/);
    expect((await running.readiness()).ready).toBe(true);
    expect((await running.readiness()).reason).not.toContain('sk-wrong');
  });

  it('answers in the documents’ words once the budget is spent', async () => {
    behave = goodReply;
    const { collection } = await compose({ CHAT_DAILY_TOKENS: '10' });
    const answer = await ask(collection, QUESTION);
    expect(answer.engine.answerer).toMatch(/\(model budget-spent\)$/);
    expect(server.requests).toHaveLength(0);
  });

  it('stops asking the model when the visitor leaves', async () => {
    behave = () => ({ stream: [{ text: `${SENTENCE} [1]\n` }] });
    const { collection } = await compose({ CHAT_IDLE_MS: '1900' });
    const leaving = new AbortController();
    const reading = (async () => {
      for await (const _ of collection.answerMessage(
        { text: QUESTION, turns: [], locale: undefined },
        leaving.signal,
      ));
    })();
    await expect.poll(() => server.requests.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const leftAt = performance.now();
    leaving.abort();
    await expect(reading).rejects.toBeDefined();
    await expect.poll(() => server.abandonedAt.length).toBe(1);
    expect((server.abandonedAt[0] ?? Number.POSITIVE_INFINITY) - leftAt).toBeLessThan(200);
  });

  it('does not obey a tracing variable left over from elsewhere', () => {
    const variables: Record<string, string | undefined> = { LANGSMITH_TRACING: 'true', PATH: 'x' };
    hushTracing(false, variables);
    expect(variables).toEqual({ PATH: 'x' });
    const wanted = { LANGSMITH_TRACING: 'true' };
    hushTracing(true, wanted);
    expect(wanted).toEqual({ LANGSMITH_TRACING: 'true' });
  });
});
