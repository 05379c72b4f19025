import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepForgetting } from '../src/compose-retention.ts';
import { type LogLine, rememberingLogger } from './support/running-app.ts';

const HOUR_MS = 3_600_000;
const done: string[] = [];
const log: LogLine[] = [];
let stop = () => {};

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2031-04-27T12:00:00Z') });
  done.length = 0;
  log.length = 0;
  stop = keepForgetting({
    clock: { now: () => new Date() },
    logger: rememberingLogger(log),
    stores: [
      { forgetExpired: () => Promise.reject(new Error('the disk is full')) },
      { forgetExpired: async () => done.push(new Date().toISOString().slice(0, 10)) },
    ],
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

describe('forgetting while the service runs', () => {
  it('happens once on every new day', async () => {
    await vi.advanceTimersByTimeAsync(11 * HOUR_MS);
    expect(done).toEqual([]);
    await vi.advanceTimersByTimeAsync(48 * HOUR_MS);
    expect(done).toEqual(['2031-04-28', '2031-04-29']);
  });

  it('goes on when one store fails, and says so', async () => {
    await vi.advanceTimersByTimeAsync(13 * HOUR_MS);
    expect(done).toEqual(['2031-04-28']);
    expect(log).toMatchObject([
      { level: 'error', event: 'retention-failed', fields: { reason: 'the disk is full' } },
    ]);
  });

  it('ends when it is told to', async () => {
    stop();
    await vi.advanceTimersByTimeAsync(48 * HOUR_MS);
    expect(done).toEqual([]);
  });
});
