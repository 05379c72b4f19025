import type { ErrorRequestHandler } from 'express';
import type { Logger } from '../../ports/logger.ts';
import { localeOf, requestIdOf } from '../caller.ts';
import { logProblem } from '../error-handler.ts';
import { type Problem, problemHeadersOf, problemOf } from '../problem.ts';

/** A problem as OpenAI's clients read it. */
export function toOpenAIError({ code, detail, status, errors }: Problem) {
  const fields = errors?.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return {
    error: {
      message: fields ? `${detail} ${fields}` : detail,
      type: typeOf(status),
      param: errors?.[0]?.path ?? null,
      code,
    },
  };
}

/** Tells errors the way the other side understands them: 400 for what is wrong with a request, never a problem document. */
export function createOpenAIErrorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const problem = problemOf(error, { locale: localeOf(request), requestId: requestIdOf(response) });
    logProblem(logger, error, problem);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    response.set(problemHeadersOf(error, problem)).set('cache-control', 'no-store');
    if (problem.status === 413) response.set('connection', 'close');
    response.status(problem.status === 422 ? 400 : problem.status).json(toOpenAIError(problem));
  };
}

function typeOf(status: number): string {
  if (status === 401 || status === 403) return 'authentication_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
