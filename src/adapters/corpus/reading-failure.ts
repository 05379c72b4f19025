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
