import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

/** Gives each request an id of ours, which its log lines, its problem and its reply's header share. */
export const assignRequestId: RequestHandler = (_request, response, next) => {
  const requestId = randomUUID();
  response.locals.requestId = requestId;
  response.set('x-request-id', requestId);
  next();
};
