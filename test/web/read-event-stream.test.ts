import { describe, expect, it } from 'vitest';
import { formatEvent } from '../../src/http/event-stream.ts';
import { createEventParser, readEventStream, type ServerEvent } from '../../src/web/read-event-stream.ts';

const text = 'ñandú 👩‍👩‍👧\n\nevent: done\ndata: {}';
const wire = `: still here\n\n${formatEvent('delta', { text })}${formatEvent('done', {})}`;
const expected: ServerEvent[] = [
  { name: 'delta', data: { text } },
  { name: 'done', data: {} },
];

describe('reading server-sent events', () => {
  it('gives the same events wherever the stream is cut', () => {
    for (let at = 0; at <= wire.length; at++) {
      const parser = createEventParser();
      const events = [...parser.push(wire.slice(0, at)), ...parser.push(wire.slice(at))];
      expect(events).toEqual(expected);
    }
  });

  it('puts characters together that arrive byte by byte', async () => {
    const bytes = new TextEncoder().encode(wire);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const events: ServerEvent[] = [];
    for await (const event of readEventStream(body)) events.push(event);
    expect(events).toEqual(expected);
  });

  it('keeps an event that is not complete to itself', () => {
    expect(createEventParser().push('event: delta\ndata: {"text":"a"}\n')).toEqual([]);
  });
});
