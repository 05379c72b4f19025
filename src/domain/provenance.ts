import { z } from 'zod';
import { type Passage, passagePath, sectionSchema } from './passage.ts';
import type { TextSpan } from './text-span.ts';

/** A verified quotation: `quote` is exactly the document's normalised `text.slice(start, end)`. */
export const citationSchema = z.strictObject({
  marker: z.int().positive(),
  passageId: z.string(),
  collection: z.string(),
  document: z.string(),
  challenge: z.int().nullable(),
  section: sectionSchema,
  source: z.string().nullable(),
  page: z.int().nullable(),
  start: z.int().min(0),
  end: z.int().min(0),
  quote: z.string().min(1),
  url: z.string(),
});
export type Citation = z.infer<typeof citationSchema>;

/** Cites a stretch of a passage; `span` is of the document, `quote` its words there. */
export function citePassage(passage: Passage, span: TextSpan, quote: string, marker: number): Citation {
  return {
    marker,
    passageId: passage.id,
    collection: passage.collection,
    document: passage.document,
    challenge: passage.challenge,
    section: passage.section,
    source: passage.source,
    page: passage.page,
    start: span.start,
    end: span.end,
    quote,
    url: passagePath(passage.id),
  };
}

/** Which corpus a result was drawn from: same digest, same input, same bytes. */
export const corpusStampSchema = z.strictObject({ collection: z.string(), digest: z.string() });
export type CorpusStamp = z.infer<typeof corpusStampSchema>;

export const retrievalModeSchema = z.enum(['hybrid', 'keyword', 'vector']);
export type RetrievalMode = z.infer<typeof retrievalModeSchema>;

/** What produced a result; `answerer` carries the engine's version. */
export const engineSchema = z.strictObject({
  answerer: z.string(),
  model: z.string().optional(),
  embeddings: z.string(),
  retrieval: retrievalModeSchema,
});
export type Engine = z.infer<typeof engineSchema>;
