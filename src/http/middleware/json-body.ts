import express, { type RequestHandler } from 'express';
import { RequestProblem } from '../problem.ts';

const jsonLimitBytes = 64 * 1024;

/** Reads a JSON body: 415 for another type, 413 above the limit, 400 for what is not JSON in UTF-8. */
export function createJsonReader(limitBytes: number): readonly RequestHandler[] {
  const parse = express.json({
    limit: limitBytes,
    // Scalars and arrays are JSON; the schema says better what is wrong with them.
    strict: false,
    type: () => true,
    verify: (_request, _response, bytes) => requireUtf8Text(bytes),
  });
  return [requireJson, parse, requireBody];
}

export const readJsonBody = createJsonReader(jsonLimitBytes);

function requireJson(...[request, , next]: Parameters<RequestHandler>): void {
  const [mediaType = '', ...parameters] = (request.headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((one) => one.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?utf-?8"?$/.test(charset);
  if (mediaType.trim() !== 'application/json' || !isUtf8) throw new RequestProblem('unsupported_media_type');
  next();
}

function requireUtf8Text(bytes: Buffer): void {
  if (bytes.length === 0) throw new RequestProblem('malformed_json');
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestProblem('malformed_json');
  }
}

function requireBody(...[request, , next]: Parameters<RequestHandler>): void {
  if (request.body === undefined) throw new RequestProblem('malformed_json');
  next();
}
