import { z } from 'zod';

export const localeSchema = z.enum(['es', 'en']);
export type Locale = z.infer<typeof localeSchema>;

const localizedTextSchema = z.strictObject({ es: z.string().min(1), en: z.string().min(1) });

export const documentKindSchema = z.enum(['challenge-list', 'plain']);
export type DocumentKind = z.infer<typeof documentKindSchema>;

/** What `corpus/<collection>/collection.json` says of a collection and of its documents. */
export const collectionManifestSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  title: localizedTextSchema,
  region: localizedTextSchema,
  year: z.int().min(1900).max(2200).nullable(),
  locale: localeSchema,
  documents: z
    .array(
      z.strictObject({
        file: z.string().regex(/^[^/\\]+\.(txt|md|pdf|docx|html?)$/i),
        kind: documentKindSchema,
        title: z.string().min(1).max(300),
      }),
    )
    .min(1)
    .max(500),
  /** Place names that show whether an idea speaks of this region or of another one. */
  territory: z
    .strictObject({ inside: z.array(z.string().min(2)), outside: z.array(z.string().min(2)) })
    .default({ inside: [], outside: [] }),
});
export type CollectionManifest = z.infer<typeof collectionManifestSchema>;

/**
 * One row of `glossary.csv`: a word that people use and the words the documents use for it.
 * `challenges` are those the word points to, the first one most; empty when it points to none.
 */
export type GlossaryEntry = {
  readonly terms: readonly string[];
  readonly meaning: string;
  readonly documentWords: readonly string[];
  readonly challenges: readonly number[];
};

/** A question that a passage answers, as people may ask it. Indexed with the passage; never shown, never cited. */
export const expectedQuestionSchema = z.strictObject({
  passageId: z.string(),
  question: z.string().min(3).max(500),
  hand: z.string().optional(),
  generated: z.boolean().optional(),
});
export type ExpectedQuestion = z.infer<typeof expectedQuestionSchema>;

/** A labelled idea that teaches the matcher. `primary` null: it fits no challenge. */
export const labelledIdeaSchema = z.strictObject({
  id: z.string(),
  text: z.string().min(3).max(8000),
  primary: z.int().positive().nullable(),
  also: z.array(z.int().positive()).default([]),
  why: z.string().max(500).default(''),
  hand: z.string().default('unknown'),
});
export type LabelledIdea = z.infer<typeof labelledIdeaSchema>;

/**
 * A matter that people ask about and the collection's documents do not say (amounts, dates …).
 * `terms` are the words that ask for it; `nearby` are ids of passages that say the nearest thing.
 */
export const absentMatterSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  name: localizedTextSchema,
  terms: z.array(z.string().min(2)).min(1),
  examples: z.array(z.string().min(3)).default([]),
  /** Words of a passage that show that it says the matter after all ("es decir" defines). */
  unless: z.array(z.string().min(2)).default([]),
  nearby: z.array(z.string()).default([]),
  lookAt: localizedTextSchema,
});
export type AbsentMatter = z.infer<typeof absentMatterSchema>;
