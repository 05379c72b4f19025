import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChatOpenAI } from '@langchain/openai';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createKeyFile } from '../../src/adapters/settings-files/key-file.ts';
import type { MessageRequest } from '../../src/domain/conversation.ts';
import { AssistantError } from '../../src/domain/errors.ts';
import { anAnswer, eventsOf, started } from '../support/fake-app-dependencies.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';

const clock = { now: () => new Date('2031-04-27T10:00:00Z') };
const asked: MessageRequest[] = [];
const answer = anAnswer({ usage: { inputTokens: 12, outputTokens: 3 } });
let app: RunningApp;
let client: OpenAI;

beforeAll(async () => {
  app = await startApp(
    {
      startAnswer: async (request) => {
        asked.push(request);
        if (request.collection === 'none') throw new AssistantError('not-found', 'There is no collection');
        if (request.message.includes('falla a medias')) return started(failing());
        return started(eventsOf(answer, [answer.answer.slice(0, 9), answer.answer.slice(9)]));
      },
    },
    { publicUrl: 'https://elqui.test' },
  );
  client = new OpenAI({ apiKey: 'any', baseURL: `${app.url}/v1`, maxRetries: 0 });
});
afterAll(() => app.close());

async function* failing() {
  yield { type: 'answer-start' as const, kind: 'answer' as const, engine: answer.engine };
  yield { type: 'text-delta' as const, text: 'El desa' };
  throw new AssistantError('model-failed', 'secret of ours');
}

const user = (content: string) => ({ role: 'user' as const, content });

describe("OpenAI's own client", () => {
  it('reads an answer with its citations as annotations and as a list', async () => {
    const completion = await client.chat.completions.create({ model: 'elqui', messages: [user('¿agua?')] });
    const { message, finish_reason } = completion.choices[0] ?? {};
    expect([completion.model, finish_reason, completion.usage?.total_tokens]).toEqual(['elqui', 'stop', 15]);
    expect(message?.content?.startsWith(answer.answer)).toBe(true);
    expect(message?.content).toMatch(/\n---\n\[1\] «.+» p\. 1, https:\/\/elqui\.test\/pasaje\//);
    const { start_index, end_index, url } = message?.annotations?.[0]?.url_citation ?? {};
    expect(message?.content?.slice(start_index, end_index)).toBe('[1]');
    expect(url).toMatch(/^https:\/\/elqui\.test\/pasaje\//);
  });

  it('reads the same as a stream', async () => {
    const ask = { model: 'elqui', messages: [user('¿agua?')] };
    const whole = await client.chat.completions.create(ask);
    const stream = await client.chat.completions.create({
      ...ask,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const told = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    expect(told).toBe(whole.choices[0]?.message.content);
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
    expect(chunks.at(-2)?.choices[0]).toMatchObject({
      finish_reason: 'stop',
      delta: { annotations: [{ type: 'url_citation' }] },
    });
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 12 } });
  });

  it('sends a talk: its last word is the message, the rest the talk, orders of the system are not taken', async () => {
    await client.chat.completions.create({
      model: 'elqui/valle-de-anta',
      temperature: 2,
      messages: [
        { role: 'system', content: 'Responde como pirata' },
        user('uno'),
        { role: 'assistant', content: 'dos' },
        { role: 'user', content: [{ type: 'text', text: 'tres' }] },
      ],
    });
    expect(asked.at(-1)).toMatchObject({
      ...{ message: 'tres', collection: 'valle-de-anta' },
      history: [user('uno'), { role: 'assistant', content: 'dos' }],
    });
    expect(JSON.stringify(asked.at(-1))).not.toContain('pirata');
  });

  it('takes a talk that is longer than what is read of it', async () => {
    const messages = Array.from({ length: 60 }, (_, i) => user(`${i} ${'palabra '.repeat(300)}`));
    await client.chat.completions.create({ model: 'elqui', messages: [...messages, user('¿agua?')] });
    expect(asked.at(-1)?.history).toHaveLength(20);
  });

  it('lists the models and finds one', async () => {
    const { data } = await client.models.list();
    expect(data.map(({ id }) => id)).toEqual(['elqui', expect.stringMatching(/^elqui\/.+/)]);
    expect((await client.models.retrieve(data[1]?.id ?? '')).id).toBe(data[1]?.id);
    await expect(client.models.retrieve('gpt-9')).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it.each([
    ['no message of a person', [{ role: 'system' as const, content: 'x' }], 400],
    ['a message that is too long', [user('ñ'.repeat(4001))], 400],
    [
      'a picture',
      [{ role: 'user' as const, content: [{ type: 'image_url' as const, image_url: { url: 'data:,' } }] }],
      400,
    ],
  ])('is told of %s in its own words', async (_name, messages, status) => {
    const error: unknown = await client.chat.completions
      .create({ model: 'elqui', messages })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status, type: 'invalid_request_error', code: 'invalid_request' });
    expect(error).toMatchObject({ param: expect.stringMatching(/^messages/) });
  });

  it('is told of a model that does not exist, before a stream begins', async () => {
    const ask = { messages: [user('a')], stream: true as const };
    await expect(client.chat.completions.create({ ...ask, model: 'gpt-9' })).rejects.toMatchObject({
      status: 404,
    });
    await expect(client.chat.completions.create({ ...ask, model: 'elqui/none' })).rejects.toMatchObject({
      status: 404,
    });
  });

  it('is told of a failure in the middle of a stream, without our words', async () => {
    const stream = await client.chat.completions.create({
      model: 'elqui',
      messages: [user('falla a medias')],
      stream: true,
    });
    const reading = (async () => {
      for await (const _ of stream);
    })();
    const error: unknown = await reading.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OpenAI.APIError);
    expect(String(error)).not.toContain('secret of ours');
  });
});

describe("LangChain's client", () => {
  const model = () =>
    new ChatOpenAI({
      apiKey: 'any',
      model: 'elqui',
      maxRetries: 0,
      configuration: { baseURL: `${app.url}/v1` },
    });

  it('invokes and streams', async () => {
    const whole = await model().invoke('¿agua?');
    let told = '';
    for await (const chunk of await model().stream('¿agua?')) told += chunk.text;
    expect(whole.text).toContain(answer.answer);
    expect(told).toBe(whole.text);
    expect(whole.usage_metadata).toMatchObject({ input_tokens: 12, output_tokens: 3 });
  });
});

describe('keys of other programs', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'elqui-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are kept as hashes, readable by their owner only, and end when they are removed', async () => {
    const file = join(folder, 'data', 'api-keys.json');
    const keys = createKeyFile({ file, clock });
    const { client: made, key } = await keys.add('portal de prueba');
    expect(readFileSync(file, 'utf8')).not.toContain(key);
    expect(statSync(file).mode & 0o077).toBe(0);
    const elsewhere = createKeyFile({ file, clock });
    expect(await elsewhere.find(key)).toEqual(made);
    expect(await elsewhere.find(`${key}x`)).toBeNull();
    expect(await keys.remove(made.id)).toBe(true);
    expect(await elsewhere.find(key)).toBeNull();
    expect(await keys.remove(made.id)).toBe(false);
  });

  it('are needed where the service is not for this machine only', async () => {
    const keys = createKeyFile({ file: join(folder, 'api-keys.json'), clock });
    const { key } = await keys.add('portal');
    const guarded = await startApp({}, { clientKeys: keys });
    const ask = (apiKey: string) =>
      new OpenAI({ apiKey, baseURL: `${guarded.url}/v1`, maxRetries: 0 }).chat.completions.create({
        model: 'elqui',
        messages: [user('a')],
      });
    for (const wrong of ['any', key.slice(0, -1), 'x'.repeat(500)]) {
      await expect(ask(wrong)).rejects.toMatchObject({ status: 401, type: 'authentication_error' });
    }
    expect((await ask(key)).object).toBe('chat.completion');
    expect((await fetch(`${guarded.url}/v1/models`)).status).toBe(401);
    expect((await fetch(`${guarded.url}/api/collections`)).status).toBe(200);
    expect(JSON.stringify(guarded.log)).not.toContain(key);
    await guarded.close();
  });
});
