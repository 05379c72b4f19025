import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { signalOfCaller } from './caller.ts';
import { RequestProblem } from './problem.ts';

type RequestSchemas = {
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
};

type ParsedRequest<Schemas extends RequestSchemas> = {
  readonly [Part in keyof Schemas]: Schemas[Part] extends z.ZodType ? z.output<Schemas[Part]> : undefined;
};

/** What a route is given besides its parsed request. */
export type Exchange = {
  readonly request: Request;
  readonly response: Response;
  /** Aborts when the caller goes away. */
  readonly signal: AbortSignal;
};

/** One operation of the contract: enough to serve it, and to describe it in a document. `path` is as Express writes it. */
export type Operation = {
  readonly id: string;
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly summary: string;
  /** What it costs us, which decides its rate limit. */
  readonly cost: 'answer' | 'read' | 'nothing';
  /** What a caller must show: a program's key, an operator's (from this machine none), a widget's ticket. Left out: nothing. */
  readonly key?: 'client' | 'operator' | 'ticket';
  readonly request: RequestSchemas;
  /** Reads the body where it may be more than JSON of the usual size. */
  readonly bodyReaders?: readonly RequestHandler[];
  /** Media types of files that may be the whole body in the place of JSON. */
  readonly uploads?: readonly string[];
  /** `streams`: also as server-sent events. `mediaTypes`: a file in one of these types instead of JSON. */
  readonly reply: {
    readonly status: number;
    readonly schema: z.ZodType;
    readonly streams?: boolean;
    readonly mediaTypes?: readonly string[];
  };
  /** Statuses of the problems it may answer with, besides 405, 429 and 500. */
  readonly problems: readonly number[];
  readonly handler: RequestHandler;
};

/** Makes an operation out of its schemas and of a `handle` that sees only what passed them. */
export function defineOperation<const Schemas extends RequestSchemas>(
  operation: Omit<Operation, 'handler' | 'request'> & {
    readonly request: Schemas;
    handle(input: ParsedRequest<Schemas>, exchange: Exchange): Promise<void>;
  },
): Operation {
  const { handle, ...description } = operation;
  return {
    ...description,
    async handler(request, response) {
      const input = parseRequest(operation.request, request);
      await handle(input, { request, response, signal: signalOfCaller(response) });
    },
  };
}

function parseRequest<Schemas extends RequestSchemas>(
  schemas: Schemas,
  request: Request,
): ParsedRequest<Schemas> {
  const raw = { params: request.params, query: request.query, body: request.body };
  const parsed: Partial<Record<keyof RequestSchemas, unknown>> = {};
  const issues: z.core.$ZodIssue[] = [];
  for (const part of ['params', 'query', 'body'] as const) {
    const outcome = schemas[part]?.safeParse(raw[part], { reportInput: true });
    if (outcome?.success === true) parsed[part] = outcome.data;
    if (outcome?.success === false) issues.push(...outcome.error.issues);
  }
  if (issues.length > 0) throw new RequestProblem('invalid_request', { issues });
  // Each part was parsed by the schema of the same name just above.
  return parsed as ParsedRequest<Schemas>;
}
