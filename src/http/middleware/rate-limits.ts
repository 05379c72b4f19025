import type { Request, RequestHandler, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { RequestProblem } from '../problem.ts';

const windowMs = 60_000;

/** Requests a minute for one visitor's address (for IPv6 its /56 network). */
export type RateLimits = { readonly answersPerMinute: number; readonly readsPerMinute: number };

// A person does not ask thirty things a minute; a page that opens reads the corpus in a burst.
export const defaultRateLimits: RateLimits = { answersPerMinute: 30, readsPerMinute: 300 };

/** The limiter of each cost; null: none at all, for trusted machines. */
export function createRateLimiters(
  limits: RateLimits | null,
): Readonly<Record<'answer' | 'read' | 'nothing', readonly RequestHandler[]>> {
  if (limits === null) return { answer: [], read: [], nothing: [] };
  return {
    answer: [limiterOf(limits.answersPerMinute)],
    read: [limiterOf(limits.readsPerMinute)],
    nothing: [],
  };
}

/** Counts by `keyOf`; without it by the visitor's address. */
export function limiterOf(
  limit: number,
  keyOf?: (request: Request, response: Response) => string,
): RequestHandler {
  return rateLimit({
    windowMs,
    limit,
    ...(keyOf && { keyGenerator: keyOf }),
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // A forged header is to be passed over in silence, not to be written about with a stack.
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    // Retry-After is set by then; the error handler adds the body.
    handler: (_request, _response, next) => next(new RequestProblem('too_many_requests')),
  });
}
