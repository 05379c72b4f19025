import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteModelLedger } from '../../src/adapters/sqlite/sqlite-model-ledger.ts';
import { AssistantError } from '../../src/domain/errors.ts';
import type { ChatModel, ChatModelRequest } from '../../src/ports/chat-model.ts';
import type { ModelLedger, SpendingLimits } from '../../src/ports/model-ledger.ts';
import { createMeteredChatModel } from '../../src/spending/metered-chat-model.ts';
import { createRememberingChatModel } from '../../src/spending/remembering-chat-model.ts';

const REQUEST: ChatModelRequest = {
  messages: [{ role: 'user', content: 'a'.repeat(300) }],
  maximumOutputTokens: 50,
  basis: 'corpus prompt',
};
const NO_LIMITS: SpendingLimits = {
  ...{ tokensPerDay: null, tokensPerSiteAndDay: null, costPerDay: null },
  prices: { input: 0, output: 0 },
};

let folder: string;
let ledger: ModelLedger;
let today = '2031-04-27T10:00:00Z';
const clock = { now: () => new Date(today) };

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'elqui-ledger-'));
  ledger = await openSqliteModelLedger({ folder, clock });
});
afterEach(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Says `text` after a moment; counts how often it was asked. */
function countingModel(
  text = 'hola',
  usage: { inputTokens: number; outputTokens: number } | null = { inputTokens: 90, outputTokens: 5 },
) {
  const asked = { times: 0 };
  const chatModel: ChatModel = {
    model: 'counting',
    findFault: async () => null,
    async *stream() {
      asked.times += 1;
      await new Promise((resolve) => setTimeout(resolve, 20));
      yield { type: 'text', text };
      yield { type: 'end', model: 'counting', usage, isTruncated: false };
    },
  };
  return { chatModel, asked };
}

async function read(chatModel: ChatModel, changes: Partial<ChatModelRequest> = {}): Promise<string> {
  let text = '';
  for await (const event of chatModel.stream({ ...REQUEST, ...changes }, new AbortController().signal)) {
    if (event.type === 'text') text += event.text;
  }
  return text;
}

describe('a budget', () => {
  const metered = (limits: Partial<SpendingLimits>, model = countingModel()) => ({
    ...model,
    chatModel: createMeteredChatModel({
      chatModel: model.chatModel,
      ledger,
      clock,
      limits: { ...NO_LIMITS, ...limits },
    }),
  });

  it('is charged what a call cost, or a guess where the server does not tell', async () => {
    await read(metered({}).chatModel);
    expect(await ledger.spentOn({ day: '2031-04-27', site: null })).toEqual({
      inputTokens: 90,
      outputTokens: 5,
    });
    await read(metered({}, countingModel('123456', null)).chatModel);
    expect(await ledger.spentOn({ day: '2031-04-27', site: null })).toEqual({
      inputTokens: 190,
      outputTokens: 7,
    });
  });

  it('is never passed by more than was booked, by many at once', async () => {
    const { chatModel, asked } = metered({ tokensPerDay: 500 });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => read(chatModel)));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(asked.times).toBe(3);
    expect(refused).toHaveLength(17);
    expect(refused[0]).toMatchObject({ reason: { code: 'budget-spent' } });
  });

  it('in money counts both prices', async () => {
    const { chatModel, asked } = metered({ costPerDay: 0.001, prices: { input: 1, output: 10 } });
    await read(chatModel);
    await read(chatModel);
    await read(chatModel);
    // 90 + 50 a call once settled, 100 + 500 when booked: the fourth would be 420 + 600 of 1,000.
    await expect(read(chatModel)).rejects.toThrow(/is spent for today/);
    expect(asked.times).toBe(3);
  });

  it('of a site ends without ending those of others, and begins anew the next day', async () => {
    const { chatModel } = metered({ tokensPerSiteAndDay: 160 });
    await read(chatModel, { site: 'a' });
    await expect(read(chatModel, { site: 'a' })).rejects.toThrow(/spent/);
    await read(chatModel, { site: 'b' });
    await read(chatModel);
    today = '2031-04-28T00:00:01Z';
    await read(chatModel, { site: 'a' });
    today = '2031-04-27T10:00:00Z';
  });

  it('is remembered when the file is opened again', async () => {
    await read(metered({}).chatModel);
    await ledger.close();
    ledger = await openSqliteModelLedger({ folder, clock });
    expect(await ledger.spentOn({ day: '2031-04-27', site: null })).toEqual({
      inputTokens: 90,
      outputTokens: 5,
    });
  });

  it('is settled when a reader leaves early or the model fails', async () => {
    const { chatModel } = metered({});
    for await (const _ of chatModel.stream(REQUEST, new AbortController().signal)) break;
    expect(await ledger.spentOn({ day: '2031-04-27', site: null })).toEqual({
      inputTokens: 100,
      outputTokens: 2,
    });
  });
});

describe('a reply that was given before', () => {
  const remembering = (model = countingModel()) => ({
    ...model,
    chatModel: createRememberingChatModel({
      chatModel: model.chatModel,
      ledger,
      fingerprint: (text) => text,
    }),
  });

  it('is given again without asking, until corpus, prompt, question or payer change', async () => {
    const { chatModel, asked } = remembering();
    expect([await read(chatModel), await read(chatModel)]).toEqual(['hola', 'hola']);
    expect(asked.times).toBe(1);
    await read(chatModel, { basis: 'other corpus' });
    await read(chatModel, { messages: [{ role: 'user', content: 'b' }] });
    await read(chatModel, { site: 'a' });
    expect(asked.times).toBe(4);
  });

  it('is asked for once by twenty who ask at once', async () => {
    const { chatModel, asked } = remembering();
    const texts = await Promise.all(Array.from({ length: 20 }, () => read(chatModel)));
    expect(new Set(texts)).toEqual(new Set(['hola']));
    expect(asked.times).toBe(1);
  });

  it('is not kept when it failed', async () => {
    let isDown = true;
    const failing = remembering({
      asked: { times: 0 },
      chatModel: {
        model: 'm',
        findFault: async () => null,
        async *stream() {
          yield { type: 'text', text: 'a medias' };
          if (isDown) throw new AssistantError('model-failed', 'it fails');
          yield { type: 'end', model: 'm', usage: null, isTruncated: false };
        },
      },
    });
    await expect(read(failing.chatModel)).rejects.toThrow();
    isDown = false;
    expect(await read(failing.chatModel)).toBe('a medias');
  });
});
