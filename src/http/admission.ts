import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AnswerEvent } from '../domain/answer.ts';
import { AssistantError } from '../domain/errors.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { AppDependencies } from './app-dependencies.ts';

export type AdmissionLimits = {
  /** Answers and judgements worked on at once. */
  readonly slots: number;
  /** Those that may wait for a turn, and how long. */
  readonly queue: number;
  readonly waitMs: number;
};

/** A place in the queue. `enter` gives the way out. @throws {AssistantError} `overloaded` when there is no room or the wait is too long. */
export type Admission = { enter(signal: AbortSignal): Promise<() => void> };

/** Beyond a few at once and a few more in line, callers are told at once to come back: what is accepted stays quick. */
export function createAdmission(
  limits: AdmissionLimits,
  metrics?: Pick<Metrics, 'observeLoad' | 'observeRefused'>,
): Admission {
  const line = new Set<() => void>();
  let busy = 0;
  const tell = () => metrics?.observeLoad({ busy, waiting: line.size });

  function takeSlot(): () => void {
    busy += 1;
    tell();
    let isOut = false;
    return () => {
      if (isOut) return;
      isOut = true;
      busy -= 1;
      const [next] = line;
      next?.();
      tell();
    };
  }

  async function waitForTurn(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const leave = (settle: () => void) => () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        line.delete(onTurn);
        settle();
      };
      const onTurn = leave(resolve);
      const onAbort = leave(() => reject(new AssistantError('cancelled', 'The caller left the line')));
      const timer = setTimeout(
        leave(() => reject(refuse())),
        limits.waitMs,
      );
      signal.addEventListener('abort', onAbort, { once: true });
      line.add(onTurn);
      tell();
    });
  }

  function refuse(): AssistantError {
    metrics?.observeRefused();
    return new AssistantError('overloaded', `${limits.slots} answers are under way and ${limits.queue} wait`);
  }

  return {
    async enter(signal) {
      if (busy >= limits.slots) {
        if (line.size >= limits.queue) throw refuse();
        await waitForTurn(signal);
      }
      if (signal.aborted) throw new AssistantError('cancelled', 'The caller left the line');
      const leave = takeSlot();
      // Answers of our own hold the thread: whoever has come meanwhile must get into the line, or be told to come back.
      await nextTurn();
      return leave;
    },
  };
}

type Worked = Pick<AppDependencies, 'startAnswer' | 'matchIdea'>;

/** The same functions behind an admission: whoever calls them, over whatever protocol, waits in the same line. */
export function admitOnly<Dependencies extends Worked>(
  dependencies: Dependencies,
  admission: Admission,
): Dependencies {
  return {
    ...dependencies,
    async startAnswer(request, signal) {
      const leave = await admission.enter(signal);
      // A caller who never begins to read leaves by its signal.
      signal.addEventListener('abort', leave, { once: true });
      try {
        const started = await dependencies.startAnswer(request, signal);
        return { ...started, events: untilRead(started.events, leave) };
      } catch (error) {
        leave();
        throw error;
      }
    },
    async matchIdea(request, signal) {
      const leave = await admission.enter(signal);
      try {
        return await dependencies.matchIdea(request, signal);
      } finally {
        leave();
      }
    },
  };
}

async function* untilRead(
  events: AsyncIterable<AnswerEvent>,
  leave: () => void,
): AsyncGenerator<AnswerEvent> {
  try {
    yield* events;
  } finally {
    leave();
  }
}
