import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from '../ports/logger.ts';
import { localeOf, requestIdOf } from './caller.ts';
import { type Problem, problemHeadersOf, problemOf, RequestProblem } from './problem.ts';

/** The one place where an error becomes a reply, in the words that `send` writes. After a stream has begun the stream itself tells the error. */
export function createErrorHandler(logger: Logger, send = sendProblem): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const problem = problemOf(error, { locale: localeOf(request), requestId: requestIdOf(response) });
    logProblem(logger, error, problem);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.set(problemHeadersOf(error, problem)).set('cache-control', 'no-store');
    // A request that was cut short leaves bytes behind that the next one would be read from.
    if (problem.status === 413) response.set('connection', 'close');
    send(response, problem);
  };
}

/**
 * Refusals of the caller's own making are not worth a line; ours are, with what was thrown. Who is turned away at the door is
 * counted instead: in a crowd a line for each would cost more than telling them.
 */
export function logProblem(logger: Logger, error: unknown, problem: Problem): void {
  const isTurnedAway = error instanceof RequestProblem && error.code === 'overloaded';
  if (problem.status < 500 || problem.code === 'cancelled' || isTurnedAway) return;
  const fields = { code: problem.code, instance: problem.instance, error };
  if (problem.status === 500) logger.error('request-failed', fields);
  else logger.warn('request-unavailable', fields);
}

function sendProblem(response: Response, problem: Problem): void {
  response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
}
