import { createHash, timingSafeEqual } from 'node:crypto';
import { type Request, type RequestHandler, Router } from 'express';
import type { Metrics } from '../ports/metrics.ts';
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

/** A proxy on this machine speaks for others, and says so. */
export function isFromThisMachine(request: Request): boolean {
  const address = request.socket.remoteAddress ?? '';
  const isForwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'].some(
    (name) => request.get(name) !== undefined,
  );
  return !isForwarded && /^(?:::ffff:)?127\.|^::1$/.test(address);
}

function showsToken(request: Request, token: string): boolean {
  const [, shown = ''] = /^Bearer\s+(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(shown), digest(token));
}
