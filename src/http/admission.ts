import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import type { AnswerEvent } from '../domain/answer.ts';
import { AssistantError } from '../domain/errors.ts';
import type { Metrics } from '../ports/metrics.ts';
import type { AppDependencies } from './app-dependencies.ts';
import { localeOf } from './caller.ts';
import { toJsonRpcError } from './json-rpc-errors.ts';
import { toOpenAIError } from './openai/openai-errors.ts';
import { type Problem, problemHeadersOf, problemOf, RequestProblem } from './problem.ts';

export type AdmissionLimits = {
  /** Answers and judgements worked on at once. */
  readonly slots: number;
  /** Those that may wait for a turn, and how long. */
  readonly queue: number;
  readonly waitMs: number;
};

/** `enter` gives the way out. @throws {AssistantError} `overloaded` when there is no room or the wait is too long. */
export type Admission = {
  enter(signal: AbortSignal): Promise<() => void>;
  /** True when whoever came now would be refused: asked before anything is read of a request. */
  isFull(): boolean;
  /** To be told of everybody turned away because of that. */
  noticeTurnedAway(): void;
  /** To be told of every new connection. */
  noticeConnection(): void;
};

/** However many come, an answer under way goes on after so many turns of the event loop. */
const MOST_TURNS = 100;

type Waiting = { readonly since: number; readonly onTurn: () => void };

/**
 * Beyond a few at once and a few more in line, callers are told at once to come back: what is accepted stays quick. The line is as
 * long as the pace of the day allows: while its first has waited half of the longest wait, nobody is let into it.
 */
export function createAdmission(
  limits: AdmissionLimits,
  metrics?: Pick<Metrics, 'observeLoad' | 'observeRefused'>,
  now: () => number = () => performance.now(),
): Admission {
  const line = new Set<Waiting>();
  let busy = 0;
  let arrivals = 0;
  const tell = () => metrics?.observeLoad({ busy, waiting: line.size });

  function isFull(): boolean {
    arrivals += 1;
    if (busy < limits.slots) return false;
    const [first] = line;
    const isSlow = first !== undefined && now() - first.since > limits.waitMs / 2;
    return isSlow || line.size >= limits.queue;
  }

  /** The place is handed to the first in line and never free between: whoever comes just then does not overtake. */
  function createWayOut(): () => void {
    let isOut = false;
    return () => {
      if (isOut) return;
      isOut = true;
      const [next] = line;
      if (next === undefined) busy -= 1;
      else next.onTurn();
      tell();
    };
  }

  async function waitForTurn(signal: AbortSignal): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const leave = (settle: () => void) => () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        line.delete(waiting);
        settle();
      };
      const onAbort = leave(() => reject(cancelled()));
      const timer = setTimeout(
        leave(() => reject(turnAway())),
        limits.waitMs,
      );
      const waiting = { since: now(), onTurn: leave(resolve) };
      signal.addEventListener('abort', onAbort, { once: true });
      line.add(waiting);
      tell();
    });
  }

  /**
   * Answers of our own hold the thread, and the event loop takes one new connection a turn: whoever has come meanwhile must
   * get into the line, or be told to come back, before the next answer is begun.
   */
  async function letArriveWhoHasCome(): Promise<void> {
    let seen: number;
    let turns = 0;
    do {
      seen = arrivals;
      turns += 1;
      await nextTurn();
    } while (arrivals !== seen && turns < MOST_TURNS);
  }

  const noticeTurnedAway = () => metrics?.observeRefused();

  function turnAway(): AssistantError {
    noticeTurnedAway();
    return new AssistantError('overloaded', `${limits.slots} answers are under way and ${line.size} wait`);
  }

  return {
    isFull,
    noticeTurnedAway,
    noticeConnection: () => {
      arrivals += 1;
    },
    async enter(signal) {
      if (signal.aborted) throw cancelled();
      if (isFull()) throw turnAway();
      if (busy >= limits.slots) await waitForTurn(signal);
      else busy += 1;
      tell();
      const leave = createWayOut();
      await letArriveWhoHasCome();
      if (!signal.aborted) return leave;
      leave();
      throw cancelled();
    },
  };
}

function cancelled(): AssistantError {
  return new AssistantError('cancelled', 'The caller left the line');
}

export type Door = Pick<Admission, 'isFull' | 'noticeTurnedAway'>;

/** Tells callers to come back before their request is read: in a crowd, reading what will be refused costs more than answering. */
export function refuseCrowd(door: Door): RequestHandler {
  return (_request, _response, next) => {
    if (!door.isFull()) return next();
    door.noticeTurnedAway();
    throw new RequestProblem('overloaded');
  };
}

type Told = { readonly mediaType: string; readonly tell: (problem: Problem) => unknown };

const asProblem: Told = { mediaType: 'application/problem+json; charset=utf-8', tell: (problem) => problem };
const inJson = (tell: Told['tell']): Told => ({ mediaType: 'application/json; charset=utf-8', tell });

/** Each with the words that whoever calls there understands. The widget's are not here: a page reads none without its CORS headers. */
const CROWDED_PATHS: ReadonlyMap<string, Told> = new Map([
  ['/api/chat', asProblem],
  ['/api/match', asProblem],
  ['/v1/chat/completions', inJson(toOpenAIError)],
  ['/mcp', inJson(toJsonRpcError)],
]);

/**
 * The same for the busiest addresses before anything else is done for a request, so that more can be refused than come: where they
 * cannot, callers wait unheard. Counted, not logged.
 */
export function refuseCrowdFirst(door: Door): RequestHandler {
  return (request, response, next) => {
    const told = CROWDED_PATHS.get(request.path);
    if (told === undefined || request.method !== 'POST' || !door.isFull()) return next();
    door.noticeTurnedAway();
    const error = new RequestProblem('overloaded');
    const problem = problemOf(error, { locale: localeOf(request), requestId: randomUUID() });
    const body = JSON.stringify(told.tell(problem));
    response.writeHead(problem.status, {
      ...problemHeadersOf(error, problem),
      'content-type': told.mediaType,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(body);
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
