import type { Request, RequestHandler } from 'express';
import type { ClientKeys } from '../../ports/client-keys.ts';
import { bearerOf, isFromThisMachine } from '../caller.ts';
import { RequestProblem } from '../problem.ts';

/** The names that this machine calls itself by: another one in a request from here is a page of elsewhere that points here. */
const OWN_NAMES = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/i;

/**
 * Lets in this machine itself, and who shows a client key: as `Authorization: Bearer …`, or in a browser as the password that it
 * asks for. Where there are no keys, to everybody else it does not exist.
 */
export function operatorsOnly(keys: Pick<ClientKeys, 'find'> | null): RequestHandler {
  return async (request, response, next) => {
    response.set('cache-control', 'no-store');
    if (isFromThisMachine(request) && OWN_NAMES.test(request.get('host') ?? '')) return next();
    if (keys === null) throw new RequestProblem('not_found');
    const key = keyShownIn(request);
    if (key === null || (await keys.find(key)) === null) {
      throw new RequestProblem('key_refused', {
        headers: { 'www-authenticate': 'Basic realm="Elqui", charset="UTF-8"' },
      });
    }
    next();
  };
}

function keyShownIn(request: Request): string | null {
  const bearer = bearerOf(request);
  if (bearer !== null) return bearer;
  const [, shown = ''] = /^Basic\s+(\S+)$/i.exec(request.get('authorization') ?? '') ?? [];
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(shown, 'base64').toString('utf8')) ?? [];
  return password === '' ? null : password;
}
