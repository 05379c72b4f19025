import type { ErrorRequestHandler } from 'express';
import type { Logger } from '../../ports/logger.ts';
import { createErrorHandler } from '../error-handler.ts';
import type { Problem } from '../problem.ts';

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
  return createErrorHandler(logger, (response, problem) => {
    response.status(problem.status === 422 ? 400 : problem.status).json(toOpenAIError(problem));
  });
}

function typeOf(status: number): string {
  if (status === 401 || status === 403) return 'authentication_error';
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}
