import type { RequestHandler } from 'express';
import type { Logger } from '../../ports/logger.ts';
import { requestIdOf } from '../caller.ts';

/** One line a request, by route pattern: addresses and query strings may hold what a visitor wrote. */
export function createRequestLog(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      logger.info('request-done', {
        requestId: requestIdOf(response),
        method: request.method,
        route: routePatternOf(request.route),
        status: response.statusCode,
        isComplete: response.writableFinished,
        durationMs: Math.round(performance.now() - startedAt),
      });
    });
    next();
  };
}

/** Addresses may hold what a visitor wrote; patterns do not. */
export function routePatternOf(route: unknown): string | null {
  if (typeof route !== 'object' || route === null || !('path' in route)) return null;
  return typeof route.path === 'string' ? route.path : null;
}
