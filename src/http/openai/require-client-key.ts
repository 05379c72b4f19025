import type { RequestHandler } from 'express';
import type { ClientKeys } from '../../ports/client-keys.ts';
import { bearerOf } from '../caller.ts';
import { RequestProblem } from '../problem.ts';

/** Lets in who shows a known key as `Authorization: Bearer …`. */
export function requireClientKey(keys: Pick<ClientKeys, 'find'>): RequestHandler {
  return async (request, response, next) => {
    const key = bearerOf(request);
    const client = key === null ? null : await keys.find(key);
    if (client === null)
      throw new RequestProblem('key_refused', { headers: { 'www-authenticate': 'Bearer' } });
    response.locals.clientId = client.id;
    next();
  };
}
