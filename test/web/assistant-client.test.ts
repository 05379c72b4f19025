import { describe, expect, it } from 'vitest';
import { formatEvent } from '../../src/http/event-stream.ts';
import { createAssistantClient, type ReplyEvent, RequestFailure } from '../../src/web/assistant-client.ts';
import { anAnswer, sampleEngine } from '../support/fake-app-dependencies.ts';

const reply = { conversationId: 'c1', messageId: 'm1', ...anAnswer() };
const streamHeaders = { 'content-type': 'text/event-stream; charset=utf-8' };
const meta = formatEvent('meta', {
  ...{ conversationId: 'c1', messageId: 'm1', kind: 'answer', engine: sampleEngine },
});

async function ask(answerTo: (accept: string) => Response): Promise<ReplyEvent[]> {
  const client = createAssistantClient({
    fetch: async (_input, init) => answerTo(new Headers(init?.headers).get('accept') ?? ''),
    languageOf: () => 'es',
  });
  const events: ReplyEvent[] = [];
  for await (const event of client.ask({ message: 'agua' }, new AbortController().signal)) events.push(event);
  return events;
}

describe('asking from the page', () => {
  it('reads a reply that came as JSON as if it had been streamed', async () => {
    const events = await ask(() => Response.json(reply));
    expect(events.map((event) => event.type)).toEqual(['meta', 'delta', 'citation', 'suggestions', 'done']);
  });

  it('asks once more as JSON when a stream arrives empty', async () => {
    const events = await ask((accept) =>
      accept === 'application/json' ? Response.json(reply) : new Response('', { headers: streamHeaders }),
    );
    expect(events.at(-1)?.type).toBe('done');
  });

  it('asks once more as JSON when a stream is broken off before its first event, and not after it', async () => {
    const breaking = (first: string) => {
      let hasTold = first === '';
      return new ReadableStream<Uint8Array>({
        pull(stream) {
          if (hasTold) stream.error(new TypeError('network error'));
          else stream.enqueue(new TextEncoder().encode(first));
          hasTold = true;
        },
      });
    };
    const askBroken = (first: string) =>
      ask((accept) =>
        accept === 'application/json'
          ? Response.json(reply)
          : new Response(breaking(first), { headers: streamHeaders }),
      );
    expect((await askBroken('')).map(({ type }) => type).at(-1)).toBe('done');
    await expect(askBroken(meta)).rejects.toMatchObject({ status: 0, detail: null });
  });

  it('does not take a stream that was cut for a whole answer', async () => {
    const cut = ask(() => new Response(meta, { headers: streamHeaders }));
    await expect(cut).rejects.toBeInstanceOf(RequestFailure);
  });

  it('tells the words of an error event and of a refusal, and when to come back', async () => {
    const problem = { status: 503, detail: 'El servicio se detiene.' };
    const stopped = ask(() => new Response(meta + formatEvent('error', problem), { headers: streamHeaders }));
    await expect(stopped).rejects.toMatchObject({ detail: 'El servicio se detiene.' });
    const refused = ask(() => Response.json(problem, { status: 429, headers: { 'retry-after': '7' } }));
    await expect(refused).rejects.toMatchObject({ retryAfterSeconds: 7 });
    const unreadable = ask(() => new Response('<html>', { status: 502 }));
    await expect(unreadable).rejects.toMatchObject({ status: 502, detail: null });
  });

  it('fails without a word of the network, and ends quietly when it is aborted', async () => {
    const offline = ask(() => {
      throw new TypeError('fetch failed');
    });
    await expect(offline).rejects.toMatchObject({ status: 0, detail: null });
    const aborted = ask(() => {
      throw new DOMException('aborted', 'AbortError');
    });
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  });
});
