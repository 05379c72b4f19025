import type { Request, RequestHandler } from 'express';
import { RequestProblem } from '../problem.ts';

/**
 * Whether a page of this service sent the request, as far as its browser says. Sec-Fetch-Site is the browser's own word and
 * stays true behind a proxy that changes the host; it is not sent over plain http, where Origin is compared with Host.
 */
export function isFromOwnPage(request: Request): boolean {
  const relation = request.get('sec-fetch-site');
  if (relation !== undefined) return relation === 'same-origin';
  const origin = request.get('origin');
  return origin !== undefined && hostOf(origin) === request.host;
}

/** Refuses what a browser sends to the first-party API for a page of another origin. Other programs send no Origin. */
export const refuseForeignPages: RequestHandler = (request, _response, next) => {
  const isRead = ['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  // A read is safe to let through: without CORS headers no foreign page gets to see its reply.
  if (!isRead && isFromBrowser(request) && !isFromOwnPage(request))
    throw new RequestProblem('foreign_origin');
  next();
};

function isFromBrowser(request: Request): boolean {
  const relation = request.get('sec-fetch-site');
  return request.get('origin') !== undefined || (relation !== undefined && relation !== 'none');
}

function hostOf(origin: string): string | null {
  const host = /^https?:\/\/([^/@\s]+)$/.exec(origin)?.[1];
  return host ?? null;
}
