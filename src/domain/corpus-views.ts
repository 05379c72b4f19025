import { z } from 'zod';
import { collectionManifestSchema, documentKindSchema, localeSchema } from './collection.ts';
import { type Passage, passageSchema } from './passage.ts';
import { type RetrievalMode, retrievalModeSchema } from './provenance.ts';
import type { TextSpan } from './text-span.ts';

/** A collection as readers see it in a list. `challenges` is how many it has. */
export const collectionViewSchema = z.strictObject({
  id: z.string(),
  title: collectionManifestSchema.shape.title,
  region: collectionManifestSchema.shape.region,
  year: z.int().nullable(),
  locale: localeSchema,
  digest: z.string(),
  challenges: z.int().min(0),
  documents: z.array(z.strictObject({ id: z.string(), title: z.string(), kind: documentKindSchema })),
});
export type CollectionView = z.infer<typeof collectionViewSchema>;

/** A challenge with the ids of the passages that hold its parts; `passageId` is its title's. */
export const challengeViewSchema = z.strictObject({
  collection: z.string(),
  number: z.int(),
  title: z.string(),
  passageId: z.string(),
  questions: z.array(z.strictObject({ passageId: z.string(), text: z.string() })),
  references: z.array(
    z.strictObject({ passageId: z.string(), source: z.string().nullable(), text: z.string() }),
  ),
});
export type ChallengeView = z.infer<typeof challengeViewSchema>;

/** A passage and the stretch of its document around it: `context.text` is exactly `text.slice(context.start, context.end)`. */
export const passageViewSchema = z.strictObject({
  ...passageSchema.shape,
  documentTitle: z.string(),
  context: z.strictObject({ text: z.string(), start: z.int().min(0), end: z.int().min(0) }),
});
export type PassageView = Passage & {
  readonly documentTitle: string;
  readonly context: TextSpan & { readonly text: string };
};

/** A whole document as it is quoted: every offset of a citation points into `text`. `digest` is the file's SHA-256. */
export const documentViewSchema = z.strictObject({
  id: z.string(),
  collection: z.string(),
  title: z.string(),
  text: z.string(),
  pages: z.array(z.strictObject({ number: z.int(), start: z.int().min(0), end: z.int().min(0) })),
  digest: z.string(),
});
export type DocumentView = z.infer<typeof documentViewSchema>;

export const searchReplySchema = z.strictObject({
  results: z.array(z.strictObject({ passage: passageSchema, score: z.number() })),
  retrieval: retrievalModeSchema,
});
export type SearchReply = {
  readonly results: readonly { readonly passage: Passage; readonly score: number }[];
  readonly retrieval: RetrievalMode;
};
