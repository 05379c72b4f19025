import type { AnswerEvent } from '../domain/answer.ts';
import { RequestProblem } from './problem.ts';

export type StopSignal = { readonly stopped: Promise<'stopped'>; release(): void };

/** Settles when one of the signals aborts. `release` takes the listeners off: the shutdown signal outlives every request. */
export function anySignal(...signals: readonly AbortSignal[]): StopSignal {
  const { promise, resolve } = withResolver();
  const onAbort = () => resolve('stopped');
  for (const signal of signals) {
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  }
  return {
    stopped: promise,
    release: () => {
      for (const signal of signals) signal.removeEventListener('abort', onAbort);
    },
  };
}

function withResolver(): { promise: Promise<'stopped'>; resolve: (value: 'stopped') => void } {
  let resolve: (value: 'stopped') => void = () => undefined;
  const promise = new Promise<'stopped'>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** The events until `stop`; a flow that hangs is left behind instead of waited for. */
export async function* untilStopped(
  events: AsyncIterable<AnswerEvent>,
  stop: StopSignal,
): AsyncGenerator<AnswerEvent> {
  const iterator = events[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = iterator.next();
      const outcome = await Promise.race([next, stop.stopped]);
      if (outcome === 'stopped') {
        next.catch(() => undefined);
        throw new RequestProblem('cancelled');
      }
      if (outcome.done === true) return;
      yield outcome.value;
    }
  } finally {
    stop.release();
    // Lets the flow close what it opened; not awaited, since it may be hanging.
    Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}
