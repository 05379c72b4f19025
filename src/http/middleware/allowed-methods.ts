import type { RequestHandler } from 'express';
import { RequestProblem } from '../problem.ts';

/** Stands last at a path: answers OPTIONS, and refuses what no operation of the path took. */
export function allowOnly(methods: readonly string[]): RequestHandler {
  const names = methods.map((method) => method.toUpperCase());
  const allow = [...names, ...(names.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return (request, response) => {
    if (request.method !== 'OPTIONS') throw new RequestProblem('method_not_allowed', { headers: { allow } });
    response.status(204).set('allow', allow).end();
  };
}
