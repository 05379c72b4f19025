import type { Request, Response } from 'express';
import type { Locale } from '../domain/collection.ts';

/** The language of the words that are for the caller: what the body asks for, else what the browser prefers, else Spanish. */
export function localeOf(request: Request): Locale {
  const body: unknown = request.body;
  if (typeof body === 'object' && body !== null && 'locale' in body) {
    if (body.locale === 'es' || body.locale === 'en') return body.locale;
  }
  return request.acceptsLanguages('es', 'en') === 'en' ? 'en' : 'es';
}

export function requestIdOf(response: Response): string {
  const { requestId } = response.locals;
  return typeof requestId === 'string' ? requestId : '00000000-0000-0000-0000-000000000000';
}

/** What it shows as `Authorization: Bearer …`. */
export function bearerOf(request: Request): string | null {
  return /^Bearer\s+(\S+)$/i.exec(request.get('authorization') ?? '')?.[1] ?? null;
}

/** A proxy on this machine speaks for others, and says so. */
export function isFromThisMachine(request: Request): boolean {
  const address = request.socket.remoteAddress ?? '';
  const isForwarded = ['x-forwarded-for', 'x-real-ip', 'forwarded', 'via'].some(
    (name) => request.get(name) !== undefined,
  );
  return !isForwarded && /^(?:::ffff:)?127\.|^::1$/.test(address);
}

/** Aborts when the caller goes away before the reply is complete, so that nobody works for a closed tab. */
export function signalOfCaller(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
