import type { ReadFailure } from '../../ports/document-reader.ts';

/** Why a document cannot be read, thrown inside the reading process and turned into an outcome at its edge. */
export class ReadingFailure extends Error {
  override readonly name = 'ReadingFailure';
  readonly reason: ReadFailure;

  constructor(reason: ReadFailure, detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.reason = reason;
  }
}

const memoryMessages =
  /allocation failed|out of memory|invalid (?:string|array|typed array) length|Z_MEM_ERROR|string longer than/i;

/** What a library threw at a document, as a failure: `damaged`, unless it says that it got no memory. */
export function failureFrom(error: unknown, what: string): ReadingFailure {
  if (error instanceof ReadingFailure) return error;
  const message = error instanceof Error ? error.message.slice(0, 200) : 'unknown error';
  const reason = memoryMessages.test(message) ? 'out-of-memory' : 'damaged';
  return new ReadingFailure(reason, `${what} cannot be read: ${message}`, { cause: error });
}
