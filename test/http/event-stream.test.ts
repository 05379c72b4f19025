import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { AnswerEvent } from '../../src/domain/answer.ts';
import type { AppDependencies } from '../../src/http/app-dependencies.ts';
import type { AppOptions } from '../../src/http/create-app.ts';
import { formatEvent } from '../../src/http/event-stream.ts';
import { createEventParser, type ServerEvent } from '../../src/web/read-event-stream.ts';
import { aMatchReport, anAnswer, eventsOf, sampleEngine, started } from '../support/fake-app-dependencies.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';
import { aCitation } from '../support/sample-collection.ts';

let app: RunningApp;
afterEach(() => app.close());

async function start(
  startAnswer: AppDependencies['startAnswer'],
  options: Partial<AppOptions> & { graceMs?: number } = {},
) {
  app = await startApp({ startAnswer }, options);
}

/** Opens a stream by hand, so that a test decides when it reads and when it leaves. */
function openStream(): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${app.url}/api/chat`,
      { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream' } },
      resolve,
    );
    request.once('error', reject);
    request.end('{"message":"agua"}');
  });
}

async function readEvents(response: IncomingMessage): Promise<ServerEvent[]> {
  const parser = createEventParser();
  const events: ServerEvent[] = [];
  response.setEncoding('utf8');
  for await (const chunk of response) events.push(...parser.push(String(chunk)));
  return events;
}

const namesOf = (events: readonly ServerEvent[]) => events.map((event) => event.name);
const textOf = (events: readonly ServerEvent[]) =>
  events
    .filter((event) => event.name === 'delta')
    .map((event) => (event.data as { text: string }).text)
    .join('');

describe('POST /api/chat as server-sent events', () => {
  it('tells the whole reply in the order of the contract', async () => {
    const answer = anAnswer({
      citations: [aCitation('d1.q1', 1), aCitation('d1.r1', 2)],
      match: aMatchReport(),
      usage: { inputTokens: 3, outputTokens: 5 },
    });
    await start(async () => started(eventsOf(answer, ['El desafío 1 ', 'habla del agua:'])));
    const response = await openStream();
    expect(response.headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(response.headers['cache-control']).toBe('no-cache, no-transform');
    expect(response.headers['x-accel-buffering']).toBe('no');
    const events = await readEvents(response);
    expect(namesOf(events)).toEqual([
      ...['meta', 'delta', 'delta', 'delta', 'citation', 'citation', 'match', 'suggestions', 'done'],
    ]);
    expect(events[0]?.data).toEqual({
      ...{ conversationId: 'conversation-1', messageId: 'message-1', kind: 'answer', engine: sampleEngine },
    });
    expect(textOf(events)).toBe(answer.answer);
    const { usage, completeness, notices, corpus, engine } = answer;
    expect(events.at(-1)?.data).toEqual({ usage, completeness, notices, corpus, engine });
  });

  it('cannot be made to forge an event by line breaks in the text', async () => {
    const text = 'a\n\nevent: done\ndata: {}\r\n\r\nretry: 1\u2028: x 👩‍👩‍👧';
    await start(async () => started(eventsOf(anAnswer({ answer: text }), [text])));
    const events = await readEvents(await openStream());
    expect(namesOf(events)).toEqual(['meta', 'delta', 'citation', 'suggestions', 'done']);
    expect(textOf(events)).toBe(text);
    expect(formatEvent('delta', { text }).split('\n')).toHaveLength(4);
  });

  it('answers an error before the first event as a status, and a later one as the last event', async () => {
    await start(async () => {
      throw new Error('secret');
    });
    expect((await openStream()).statusCode).toBe(500);
    await app.close();
    await start(async () => started(failingAfterText()));
    const events = await readEvents(await openStream());
    expect(namesOf(events)).toEqual(['meta', 'delta', 'error']);
    expect(events.at(-1)?.data).toMatchObject({ status: 500, code: 'internal_error' });
    expect(JSON.stringify(events)).not.toContain('secret');
  });

  it('ends with an error when the flow stops short or contradicts what it told', async () => {
    await start(async () => started(onlyStart()));
    expect(namesOf(await readEvents(await openStream())).at(-1)).toBe('error');
    await app.close();
    await start(async () => started(eventsOf(anAnswer({ answer: 'other' }), ['told'])));
    expect(namesOf(await readEvents(await openStream())).at(-1)).toBe('error');
  });

  it('aborts the work when the client goes away', async () => {
    const aborted = new Promise<void>((resolve) => {
      void start(async (_request, signal) => {
        signal.addEventListener('abort', () => resolve());
        return started(hanging());
      }).then(async () => {
        const response = await openStream();
        response.once('data', () => response.destroy());
      });
    });
    await aborted;
  });

  it('ends streams that do not finish with shutting_down when the service stops', async () => {
    await start(async () => started(hanging()), { graceMs: 1_500 });
    const reading = openStream().then(readEvents);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const startedAt = Date.now();
    await app.close();
    const events = await reading;
    expect(namesOf(events)).toEqual(['meta', 'error']);
    expect(events.at(-1)?.data).toMatchObject({ code: 'shutting_down', status: 503 });
    expect(Date.now() - startedAt).toBeLessThan(1_450);
  });

  it('keeps a silent stream open with comments', async () => {
    await start(async () => started(hanging()), { streamTimes: { heartbeatMs: 20, stalledReaderMs: 1_000 } });
    const response = await openStream();
    const comment = await new Promise<string>((resolve) => {
      response.on('data', (chunk: Buffer) => {
        if (chunk.toString().startsWith(':')) resolve(chunk.toString());
      });
    });
    expect(comment).toBe(': still here\n\n');
    response.destroy();
  });

  it('waits for a slow reader instead of piling up, and cuts one that never reads', async () => {
    let told = 0;
    let isReturned = false;
    async function* endless(): AsyncGenerator<AnswerEvent> {
      try {
        yield { type: 'answer-start', kind: 'answer', engine: sampleEngine };
        for (told = 0; told < 20_000; told++) yield { type: 'text-delta', text: 'x'.repeat(10_000) };
      } finally {
        isReturned = true;
      }
    }
    await start(async () => started(endless()), {
      streamTimes: { heartbeatMs: 60_000, stalledReaderMs: 300 },
    });
    const response = await openStream();
    response.pause();
    await expect.poll(() => isReturned, { timeout: 5_000 }).toBe(true);
    // Of 200 MB only what the sockets of both sides hold was ever told.
    expect(told).toBeLessThan(2_000);
    response.destroy();
  });

  it('refuses more streams than it can hold with 503, and frees the place of one that left', async () => {
    await start(async () => started(hanging()), { maximumStreams: 1 });
    const first = await openStream();
    expect((await openStream()).statusCode).toBe(503);
    first.destroy();
    await expect
      .poll(async () => {
        const next = await openStream();
        next.destroy();
        return next.statusCode;
      })
      .toBe(200);
  });
});

async function* onlyStart(): AsyncGenerator<AnswerEvent> {
  yield { type: 'answer-start', kind: 'answer', engine: sampleEngine };
}

async function* failingAfterText(): AsyncGenerator<AnswerEvent> {
  yield* onlyStart();
  yield { type: 'text-delta', text: 'El desafío' };
  throw new Error('secret');
}

async function* hanging(): AsyncGenerator<AnswerEvent> {
  yield* onlyStart();
  await new Promise(() => undefined);
}
