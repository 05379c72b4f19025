import type { ErrorRequestHandler } from 'express';
import type { Logger } from '../ports/logger.ts';
import { createErrorHandler } from './error-handler.ts';
import type { Problem } from './problem.ts';

/** JSON-RPC 2.0's code for a body that is no JSON, and the one for whatever else a server refuses. */
const PARSE_ERROR = -32700;
const SERVER_ERROR = -32000;

/** A problem as speakers of JSON-RPC read it. `id` is null: what is refused at the door is not read, its id neither. */
export function toJsonRpcError(problem: Problem) {
  const code = problem.code === 'malformed_json' ? PARSE_ERROR : SERVER_ERROR;
  return { jsonrpc: '2.0', error: { code, message: problem.detail, data: problem }, id: null };
}

/** Tells what the wall refuses at /mcp; what the protocol's own server refuses it tells itself. */
export function createJsonRpcErrorHandler(logger: Logger): ErrorRequestHandler {
  return createErrorHandler(logger, (response, problem) => {
    response.status(problem.status).json(toJsonRpcError(problem));
  });
}
