import { once } from 'node:events';
import type { Response } from 'express';

export type EventStreamTimes = {
  /** How often a comment line tells the reader and the proxies between that the stream lives. */
  readonly heartbeatMs: number;
  /** How long a reader may leave the socket full before it is cut off. */
  readonly stalledReaderMs: number;
};

export const defaultEventStreamTimes: EventStreamTimes = { heartbeatMs: 15_000, stalledReaderMs: 30_000 };

export type EventStream = {
  /** Resolves when there is room for the next event; does nothing once the reader is gone. */
  send(name: string, data: unknown): Promise<void>;
  /** The same without a name, as some protocols want it. `line` holds no line break. */
  sendLine(line: string): Promise<void>;
  end(): void;
};

/** Turns a reply into server-sent events. Nothing is sent before the first event, so an early error can still be a status. */
export function openEventStream(response: Response, times: EventStreamTimes): EventStream {
  sendStreamHeaders(response);
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain && isOpen(response)) response.write(': still here\n\n');
  }, times.heartbeatMs);
  response.once('close', () => clearInterval(heartbeat));

  async function write(text: string): Promise<void> {
    if (isOpen(response) && !response.write(text)) await waitForRoom(response, times.stalledReaderMs);
  }

  return {
    send: (name, data) => write(formatEvent(name, data)),
    sendLine: (line) => write(`data: ${line}\n\n`),
    end() {
      clearInterval(heartbeat);
      if (isOpen(response)) response.end();
    },
  };
}

/** One event on the wire. JSON holds no raw line break, so no text can forge another event. */
export function formatEvent(name: string, data: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
}

function sendStreamHeaders(response: Response): void {
  response.status(200).set({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  response.flushHeaders();
}

function isOpen(response: Response): boolean {
  return !response.destroyed && !response.writableEnded;
}

/** Waits until the socket took what was written. `drain` never comes on a dead socket, so `close` and a time limit end it too. */
async function waitForRoom(response: Response, stalledReaderMs: number): Promise<void> {
  const done = new AbortController();
  const limit = setTimeout(() => response.destroy(), stalledReaderMs);
  const ignoreAbort = () => undefined;
  await Promise.race([
    once(response, 'drain', { signal: done.signal }).catch(ignoreAbort),
    once(response, 'close', { signal: done.signal }).catch(ignoreAbort),
  ]);
  clearTimeout(limit);
  done.abort();
}
