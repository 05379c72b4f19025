import busboy from 'busboy';
import express, { type Request, type RequestHandler } from 'express';
import { BATCH_LIMITS } from '../../domain/idea-batch.ts';
import type { IdeaFile } from '../../ports/idea-table.ts';
import { RequestProblem } from '../problem.ts';
import { createJsonReader } from './json-body.ts';

/** Media types of a file of ideas sent as the whole body. Not text/plain: a form of any site can send that. */
const FILE_TYPES = new Set([
  'text/csv',
  'text/tab-separated-values',
  'application/x-ndjson',
  'application/jsonl',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
]);
/** Every type of body that is not JSON. */
export const IDEA_UPLOADS: readonly string[] = ['multipart/form-data', ...FILE_TYPES];
const MOST_FIELDS = 10;

/**
 * Reads a body of ideas: JSON as it is, a file as `{ file, ... }` with the fields of the form or of the address beside it.
 * 415 for other types, 413 above the limit.
 */
export const readIdeaBody: readonly RequestHandler[] = createIdeaReaders();

function createIdeaReaders(): readonly RequestHandler[] {
  const [requireJson, parseJson, requireBody] = createJsonReader(BATCH_LIMITS.fileBytes);
  const readBytes = express.raw({ limit: BATCH_LIMITS.fileBytes, type: () => true });
  return [
    forJson(requireJson),
    forJson(parseJson),
    forJson(requireBody),
    (request, response, next) => {
      const type = mediaTypeOf(request);
      if (type === 'application/json') return next();
      if (type === 'multipart/form-data') return readForm(request).then(() => next(), next);
      if (!FILE_TYPES.has(type)) throw new RequestProblem('unsupported_media_type');
      readBytes(request, response, (error?: unknown) => {
        if (error === undefined) request.body = fileBody(request, { name: null, mediaType: type });
        next(error);
      });
    },
  ];
}

function forJson(reader: RequestHandler | undefined): RequestHandler {
  return (request, response, next) =>
    reader !== undefined && mediaTypeOf(request) === 'application/json'
      ? reader(request, response, next)
      : next();
}

function fileBody(request: Request, file: Omit<IdeaFile, 'bytes'>) {
  const bytes: unknown = request.body;
  return {
    ...request.query,
    file: { ...file, bytes: bytes instanceof Uint8Array ? bytes : new Uint8Array() },
  };
}

function mediaTypeOf(request: Request): string {
  return (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

async function readForm(request: Request): Promise<void> {
  const form = openForm(request);
  const fields: Record<string, unknown> = { ...request.query };
  const pieces: Buffer[] = [];
  await new Promise<void>((resolve, reject) => {
    // busboy tells a cut form on the form and on the file; one that nobody listens to would end the process.
    const onBroken = () => reject(new RequestProblem('malformed_request'));
    form.on('field', (name, value) => {
      if (name !== 'file') fields[name] = value;
    });
    form.on('file', (name, stream, { filename, mimeType }) => {
      if (name === 'file') fields.file = { name: filename ?? null, mediaType: mimeType };
      stream.on('data', (piece: Buffer) => name === 'file' && pieces.push(piece));
      stream.on('limit', () => reject(new RequestProblem('too_large')));
      stream.on('error', onBroken);
    });
    form.once('close', resolve);
    form.on('error', onBroken);
    request.once('aborted', onBroken);
    request.pipe(form);
  }).finally(() => request.unpipe(form));
  const { file } = fields;
  if (typeof file === 'object') fields.file = { ...file, bytes: Buffer.concat(pieces) };
  request.body = fields;
}

function openForm(request: Request): busboy.Busboy {
  try {
    return busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { fileSize: BATCH_LIMITS.fileBytes, files: 1, fields: MOST_FIELDS, fieldSize: 1000 },
    });
  } catch {
    throw new RequestProblem('malformed_request');
  }
}
