import type { IncomingMessage, ServerResponse } from 'node:http';
import { type RequestHandler, Router } from 'express';
import { allowOnly } from './middleware/allowed-methods.ts';
import { createJsonReader } from './middleware/json-body.ts';
import { RequestProblem } from './problem.ts';

/** What answers the Model Context Protocol; `body` is the parsed JSON. */
export type AnswerMcp = (request: IncomingMessage, response: ServerResponse, body: unknown) => Promise<void>;

const LIMIT_BYTES = 256 * 1024;

/**
 * `POST /mcp`. `hosts`: the names under which the service is reached, without port; a request for another name is a page of elsewhere
 * whose name was made to point here. null: whatever name it is reached by.
 */
export function createMcpRoute(
  answerMcp: AnswerMcp,
  options: {
    readonly hosts: readonly string[] | null;
    readonly door: readonly RequestHandler[];
    readonly limiters: readonly RequestHandler[];
  },
): Router {
  const router = Router();
  router.post(
    '/mcp',
    requireHost(options.hosts),
    ...options.door,
    ...options.limiters,
    ...createJsonReader(LIMIT_BYTES),
    (request, response) => answerMcp(request, response, request.body),
  );
  router.all('/mcp', allowOnly(['post']));
  return router;
}

function requireHost(hosts: readonly string[] | null): RequestHandler {
  return (request, _response, next) => {
    const name = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    if (hosts !== null && !hosts.includes(name)) throw new RequestProblem('foreign_origin');
    next();
  };
}
