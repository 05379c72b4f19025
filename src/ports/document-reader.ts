import type { DocumentFormat, ExtractedDocument } from '../domain/source-document.ts';

export type ReadOutcome =
  | { readonly ok: true; readonly format: DocumentFormat; readonly document: ExtractedDocument }
  | { readonly ok: false; readonly reason: ReadFailure; readonly detail: string };

export type ReadFailure =
  | 'too-large'
  | 'too-slow'
  | 'out-of-memory'
  | 'encrypted'
  | 'damaged'
  | 'no-text'
  | 'unsupported'
  | 'missing';

/** Takes the text out of one file. Never throws for what a document may do: that is an outcome. */
export type DocumentReader = { read(path: string, signal?: AbortSignal): Promise<ReadOutcome> };
