import { createHash, timingSafeEqual } from 'node:crypto';
import { type Request, type RequestHandler, Router } from 'express';
import type { Metrics } from '../ports/metrics.ts';
import { bearerOf, isFromThisMachine } from './caller.ts';
import { allowOnly } from './middleware/allowed-methods.ts';
import { routePatternOf } from './middleware/request-log.ts';
import { RequestProblem } from './problem.ts';

/** Measures every request by its route pattern. */
export function createRequestMetrics(metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    response.once('close', () => {
      metrics.observeRequest({
        method: request.method,
        route: routePatternOf(request.route),
        status: response.statusCode,
        seconds: (performance.now() - startedAt) / 1000,
      });
    });
    next();
  };
}

/** `GET /metrics`: for who shows the token; without one, for this machine itself. To everybody else it does not exist. */
export function createMetricsRoute(metrics: Metrics, token: string | null): Router {
  const router = Router();
  router.get('/metrics', async (request, response) => {
    if (!(token === null ? isFromThisMachine(request) : showsToken(request, token))) {
      throw new RequestProblem('not_found');
    }
    const { contentType, text } = await metrics.render();
    response.set({ 'content-type': contentType, 'cache-control': 'no-store' }).send(text);
  });
  router.all('/metrics', allowOnly(['get']));
  return router;
}

function showsToken(request: Request, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(bearerOf(request) ?? ''), digest(token));
}
