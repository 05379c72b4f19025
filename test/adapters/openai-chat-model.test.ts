import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createOpenAIChatModel,
  type OpenAIChatOptions,
} from '../../src/adapters/langchain/openai-chat-model.ts';
import type { ChatModel, ChatModelEvent } from '../../src/ports/chat-model.ts';
import {
  type ChatBehaviour,
  type ChatRequest,
  type FakeChatServer,
  startFakeChatServer,
  wholeReply,
} from '../support/fake-chat-server.ts';
import { createSilentLogger } from '../support/silent-logger.ts';

const KEY = 'sk-secret-of-the-test';
const REQUEST = {
  messages: [{ role: 'user', content: 'hola' }],
  maximumOutputTokens: 50,
  basis: 'test',
} as const;
const DEADLINE_MS = 6000;
/** Long enough for a busy machine to begin an answer, short enough to wait for. */
const SILENCE_MS = 1500;
const SLACK_MS = 2000;
const text = (value: string) => ({ text: value });

let server: FakeChatServer | undefined;
const logger = createSilentLogger();
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function modelAgainst(
  behave: (request: ChatRequest, attempt: number) => ChatBehaviour,
  changes: Partial<OpenAIChatOptions> = {},
): Promise<ChatModel> {
  server = await startFakeChatServer(behave, { key: KEY });
  return createOpenAIChatModel({
    ...{ apiKey: KEY, baseUrl: server.baseUrl, model: 'local', fallbackModel: null },
    ...{ deadlineMs: 30_000, idleMs: 20_000, maximumCharacters: 2000, logger, random: () => 0 },
    ...changes,
  });
}

async function read(model: ChatModel, signal = new AbortController().signal) {
  const events: ChatModelEvent[] = [];
  for await (const event of model.stream(REQUEST, signal)) events.push(event);
  return {
    text: events.map((event) => (event.type === 'text' ? event.text : '')).join(''),
    end: events.find((event) => event.type === 'end'),
  };
}

async function failureOf(model: ChatModel): Promise<{ message: string; ms: number }> {
  const startedAt = performance.now();
  const error: unknown = await read(model).catch((thrown: unknown) => thrown);
  if (!(error instanceof Error)) throw new Error('it should have failed');
  expect(error).toMatchObject({ name: 'AssistantError', code: 'model-failed' });
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('sk-secret');
  return { message: error.message, ms: performance.now() - startedAt };
}

describe('a chat model that answers', () => {
  it('gives the pieces as they come, then what they cost and who wrote them', async () => {
    const reply = await read(await modelAgainst(() => wholeReply(['Ho', 'la ñ', '👩‍👧'])));
    expect(reply.text).toBe('Hola ñ👩‍👧');
    expect(reply.end).toEqual({
      ...{ type: 'end', model: 'local', isTruncated: false },
      usage: { inputTokens: 11, outputTokens: 7 },
    });
    expect(server?.requests[0]).toMatchObject({
      stream: true,
      temperature: 0,
      max_tokens: 50,
      model: 'local',
    });
  });

  it('puts together letters whose bytes come apart', async () => {
    const bytes = Buffer.from(
      `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'añejo' }, finish_reason: null }] })}\n\n`,
    );
    const cut = bytes.indexOf(0xc3) + 1;
    const { text: told } = await read(
      await modelAgainst(() => ({
        stream: [
          { raw: bytes.subarray(0, cut) },
          { waitMs: 20 },
          { raw: bytes.subarray(cut) },
          { finish: 'stop' },
          'end',
        ],
      })),
    );
    expect(told).toBe('añejo');
  });

  it('says that a reply was cut for its length', async () => {
    const { end } = await read(
      await modelAgainst(() => ({ stream: [text('a'), { finish: 'length' }, 'done', 'end'] })),
    );
    expect(end).toMatchObject({ isTruncated: true, usage: null });
  });

  it('does not wait for a line that stays open after the last word', async () => {
    const startedAt = performance.now();
    const { text: told } = await read(
      await modelAgainst(() => ({ stream: [text('a'), { finish: 'stop' }, 'done'] })),
    );
    expect(told).toBe('a');
    expect(performance.now() - startedAt).toBeLessThan(2000);
  });

  it('asks plainly of a server that takes neither temperature nor schema', async () => {
    const model = await modelAgainst((request) =>
      request.temperature === undefined && request.response_format === undefined
        ? wholeReply(['a'])
        : { status: 400, json: { error: { message: 'unsupported' } } },
    );
    expect((await read(model)).text).toBe('a');
    expect((await read(model)).text).toBe('a');
    expect(server?.requests).toHaveLength(3);
  });
});

describe('a chat model that fails', () => {
  const early = { stream: [text('a medias'), 'end'] } as const;
  it.each<[string, ChatBehaviour, RegExp]>([
    ['404 for the model', { status: 404 }, /does not know the model/],
    ['503 for ever', { status: 503 }, /answered 503/],
    ['429 with an hour to wait', { status: 429, headers: { 'retry-after': '3600' } }, /answered 429/],
    ['400 whatever is asked', { status: 400 }, /rejected the request/],
    ['no headers', 'no-headers', /silent/],
    ['silence after the headers', { stream: [] }, /silent/],
    ['silence in the middle', { stream: [text('a')] }, /silent/],
    [
      'only comments that keep the line open',
      { stream: Array.from({ length: 30 }, () => [{ raw: ': still here\n\n' }, { waitMs: 100 }]).flat() },
      /silent/,
    ],
    [
      'a word now and then, for ever',
      { stream: Array.from({ length: 40 }, () => [text('a '), { waitMs: 200 }]).flat() },
      /no whole reply/,
    ],
    ['a reset in the middle', { stream: [text('a'), { waitMs: 30 }, 'reset'] }, /failed/],
    ['a clean end without a finish', early, /ended before it was finished/],
    ['DONE without a finish', { stream: [text('a'), 'done', 'end'] }, /ended before it was finished/],
    [
      'garbage on the stream',
      { stream: [text('a'), { raw: 'data: {"choices":[{"de\n\n' }, 'end'] },
      /failed/,
    ],
    [
      'an error on the stream',
      { stream: [{ raw: `data: {"error":{"message":"bad ${KEY}"}}\n\n` }, 'end'] },
      /failed/,
    ],
    ['a page with status 200', { body: '<html>login</html>', contentType: 'text/html' }, /failed/],
    ['JSON of another shape', { body: '{"ok":true}', contentType: 'application/json' }, /failed/],
    ['an empty stream', { stream: ['end'] }, /failed/],
    ['an empty text', { stream: [{ finish: 'stop' }, 'done', 'end'] }, /empty/],
    ['no choices', { stream: [{ raw: 'data: {"choices":[]}\n\n' }, 'done', 'end'] }, /failed/],
    [
      'a filter of the server',
      { stream: [text('a'), { finish: 'content_filter' }, 'end'] },
      /reason of its own/,
    ],
    [
      'a call of a tool that nobody offered',
      {
        stream: [
          {
            raw: `data: ${JSON.stringify({ choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 'x', type: 'function', function: { name: 'rm', arguments: '{}' } }] } }] })}\n\n`,
          },
          { finish: 'tool_calls' },
          'end',
        ],
      },
      /reason of its own/,
    ],
    ['no end', { stream: Array.from({ length: 50 }, () => text('a'.repeat(100))) }, /has no end/],
  ])('%s: tells so before the deadline', async (_name, behaviour, reason) => {
    const { message, ms } = await failureOf(
      await modelAgainst(() => behaviour, { deadlineMs: DEADLINE_MS, idleMs: SILENCE_MS }),
    );
    expect(message).toMatch(reason);
    expect(ms).toBeLessThan(DEADLINE_MS + SLACK_MS);
    expect(server?.requests.length).toBeLessThanOrEqual(2);
  });

  it('a port where nobody listens, a name that does not exist', async () => {
    const baseUrls = ['http://127.0.0.1:1/v1', 'http://does-not-exist.invalid/v1'];
    for (const baseUrl of baseUrls) {
      const { message } = await failureOf(await modelAgainst(() => wholeReply(['a']), { baseUrl }));
      expect(message).toMatch(/cannot be reached/);
      await server?.close();
    }
  });

  it('a wrong key: says so at once, without trying again and without repeating it', async () => {
    const model = await modelAgainst(() => wholeReply(['a']), { apiKey: 'sk-secret-but-wrong' });
    const { message } = await failureOf(model);
    expect(message).toMatch(/refused the key \(401\); check OPENAI_API_KEY/);
    expect(await model.findFault(new AbortController().signal)).toMatch(/refuses the key/);
    expect(logger.lines.join()).not.toContain('sk-secret');
  });
});

describe('a second attempt', () => {
  it('is made when the server fails for a moment, after the time it asks for', async () => {
    const model = await modelAgainst((_, attempt) =>
      attempt === 1 ? { status: 429, headers: { 'retry-after': '1' } } : wholeReply(['ya']),
    );
    const startedAt = performance.now();
    expect((await read(model)).text).toBe('ya');
    expect(performance.now() - startedAt).toBeGreaterThan(950);
  });

  it('is not made once a word was told', async () => {
    const model = await modelAgainst(() => ({ stream: [text('a'), { waitMs: 30 }, 'reset'] }));
    await failureOf(model);
    expect(server?.requests).toHaveLength(1);
  });

  it('goes to the other model where there is one', async () => {
    const model = await modelAgainst(
      ({ model: name }) => (name === 'local' ? { status: 404 } : wholeReply(['soy el otro'])),
      { fallbackModel: 'other' },
    );
    const { text: told, end } = await read(model);
    expect([told, end?.type === 'end' && end.model]).toEqual(['soy el otro', 'other']);
  });
});

describe('the breaker', () => {
  it('stops asking a server that fails again and again, and finds out when it is back', async () => {
    let isDown = true;
    const model = await modelAgainst(() => (isDown ? { status: 404 } : wholeReply(['ya'])), {
      breaker: { failures: 3, tryAgainAfterMs: 200 },
    });
    for (let i = 0; i < 6; i++) await failureOf(model);
    expect(server?.requests).toHaveLength(3);
    isDown = false;
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect((await read(model)).text).toBe('ya');
    expect((await read(model)).text).toBe('ya');
  });
});

describe('a visitor who leaves', () => {
  it('closes the connection to the model at once, without a second attempt', async () => {
    const model = await modelAgainst(() => ({ stream: [text('a')] }), { idleMs: 2000 });
    const leaving = new AbortController();
    let leftAt = 0;
    const reading = read(model, leaving.signal);
    setTimeout(() => {
      leftAt = performance.now();
      leaving.abort();
    }, 300);
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => server?.abandonedAt.length).toBe(1);
    expect((server?.abandonedAt[0] ?? Number.POSITIVE_INFINITY) - leftAt).toBeLessThan(200);
    expect(server?.requests).toHaveLength(1);
  });

  it('closes it also by leaving the loop', async () => {
    const model = await modelAgainst(() => ({ stream: [text('a')] }), { idleMs: 2000 });
    for await (const _ of model.stream(REQUEST, new AbortController().signal)) break;
    await expect.poll(() => server?.abandonedAt.length, { timeout: 1000 }).toBe(1);
  });
});

describe('the fake server', () => {
  it("speaks truly: the protocol's own client understands it, whole and streamed", async () => {
    server = await startFakeChatServer(() => wholeReply(['Ho', 'la']), { key: KEY });
    const client = new OpenAI({ apiKey: KEY, baseURL: server.baseUrl, maxRetries: 0 });
    const ask = { model: 'fake', messages: [{ role: 'user' as const, content: 'hola' }] };
    const whole = await client.chat.completions.create(ask);
    expect(whole.choices[0]?.message.content).toBe('Hola');
    expect(whole.usage?.total_tokens).toBe(18);
    const stream = await client.chat.completions.create({ ...ask, stream: true });
    let told = '';
    for await (const chunk of stream) told += chunk.choices[0]?.delta.content ?? '';
    expect(told).toBe('Hola');
    expect((await client.models.list()).data[0]?.id).toBe('fake');
  });
});
