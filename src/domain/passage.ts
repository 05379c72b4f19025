import { z } from 'zod';

export const sectionSchema = z.enum(['title', 'question', 'reference', 'strategy', 'source', 'text']);
export type Section = z.infer<typeof sectionSchema>;

/**
 * The smallest stretch of a document that is worth citing. `text` is exactly the document's `text.slice(start, end)`.
 *
 * Ids are stable while the structure is: `<collection>.d6.title`, `.d6.q2`, `.d6.r1`, `.s1.intro`, `.s1.o2`, `.s1.a3`, `.s1.a3.l2`,
 * `.header.title|focus|year|instrument|subtitle`, `.source1`, and `.<document>.t7` for a split of a plain document.
 */
export type Passage = {
  readonly id: string;
  readonly collection: string;
  readonly document: string;
  readonly section: Section;
  readonly challenge: number | null;
  /** Number within its section: guiding question 2, reference 1 …; null where there is none. */
  readonly ordinal: number | null;
  /** Canonical name of the strategy the passage quotes, or null. */
  readonly source: string | null;
  readonly headingPath: readonly string[];
  readonly page: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
};

export const passageSchema = z.strictObject({
  id: z.string(),
  collection: z.string(),
  document: z.string(),
  section: sectionSchema,
  challenge: z.int().nullable(),
  ordinal: z.int().nullable(),
  source: z.string().nullable(),
  headingPath: z.array(z.string()),
  page: z.int(),
  start: z.int().min(0),
  end: z.int().min(0),
  text: z.string(),
});

/** Where a passage is read on this service. */
export function passagePath(id: string): string {
  return `/pasaje/${encodeURIComponent(id)}`;
}
