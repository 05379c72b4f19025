import { z } from 'zod';
import { localeSchema } from './collection.ts';
import { confidenceSchema, type MatchReport, matchReportSchema, matchWarningSchema } from './match-report.ts';

/** What one batch may hold. Lengths are counted without the blanks around the text, as for a single idea. */
export const BATCH_LIMITS = {
  ideas: 2000,
  fileBytes: 8_388_608,
  shortestIdea: 20,
  longestIdea: 8000,
} as const;

export const batchStateSchema = z.enum(['running', 'done', 'cancelled']);
export type BatchState = z.infer<typeof batchStateSchema>;

/** Why a row has no report. */
export const rowProblemSchema = z.enum([
  'empty',
  'too-short',
  'too-long',
  'unreadable-text',
  'unclosed-quote',
  'malformed',
  'judgement-failed',
]);
export type RowProblem = z.infer<typeof rowProblemSchema>;

/**
 * An idea as it was received. `row`: the line it begins on in its file, or its place in a list, from 1.
 * `problem`: what keeps it from being judged; null when nothing does.
 */
export type IdeaRow = {
  readonly row: number;
  readonly id: string;
  readonly text: string;
  readonly problem: RowProblem | null;
};

/** What the adviser says of a judgement: `challenge` is the one the idea belongs to in their eyes, null for none. */
export const adviserDecisionSchema = z.strictObject({
  kind: z.enum(['accept', 'correct', 'note']),
  challenge: z.int().positive().nullable(),
  note: z.string().max(2000),
});
export type AdviserDecision = z.infer<typeof adviserDecisionSchema>;

/** A row with what has become of it: a report, a problem, or neither while it waits. */
export type BatchRow = IdeaRow & {
  readonly report: MatchReport | null;
  readonly decision: AdviserDecision | null;
};

/** `done` counts the rows with a report or a problem. `source` tells the same file from another. */
export type BatchJob = {
  readonly id: string;
  readonly collection: string;
  readonly locale: 'es' | 'en';
  readonly source: string;
  readonly state: BatchState;
  readonly total: number;
  readonly done: number;
  readonly createdAt: Date;
};

/** What keeps a text from being judged, or null. */
export function findTextProblem(text: string): RowProblem | null {
  const { length } = text.trim();
  if (length === 0) return 'empty';
  if (/\u0000|\p{Surrogate}/u.test(text)) return 'unreadable-text';
  if (length < BATCH_LIMITS.shortestIdea) return 'too-short';
  return length > BATCH_LIMITS.longestIdea ? 'too-long' : null;
}

/** The challenge that a report puts first; null when it says that none fits. */
export function firstChallengeOf(report: MatchReport): number | null {
  return report.verdict === 'none' ? null : (report.ranking[0]?.challenge.number ?? null);
}

const questionCountsSchema = z.strictObject({
  passageId: z.string(),
  text: z.string(),
  covers: z.int(),
  partial: z.int(),
});

/** One idea of a portfolio. `questions`: a verdict letter for each guiding question, in the order of the challenges: c p n u. */
const portfolioIdeaSchema = z.strictObject({
  row: z.int(),
  id: z.string(),
  excerpt: z.string(),
  verdict: matchReportSchema.shape.verdict.nullable(),
  challenge: z.int().nullable(),
  second: z.int().nullable(),
  score: z.number().nullable(),
  confidence: confidenceSchema.nullable(),
  warnings: z.array(matchWarningSchema.shape.code),
  questions: z.string(),
  problem: rowProblemSchema.nullable(),
  decision: adviserDecisionSchema.nullable(),
});
export type PortfolioIdea = z.infer<typeof portfolioIdeaSchema>;

/** How the judgements and an adviser's decisions agree. `kappa` null: there is too little to tell it from chance. */
const agreementSchema = z.strictObject({
  decided: z.int(),
  agreed: z.int(),
  kappa: z.number().nullable(),
  confusion: z.array(
    z.strictObject({ judged: z.int().nullable(), adviser: z.int().nullable(), count: z.int() }),
  ),
});
export type Agreement = z.infer<typeof agreementSchema>;

/** A set of ideas seen together. */
export const portfolioSchema = z.strictObject({
  collection: z.string(),
  locale: localeSchema,
  total: z.int(),
  judged: z.int(),
  verdicts: z.strictObject({ fits: z.int(), several: z.int(), none: z.int() }),
  challenges: z.array(
    z.strictObject({
      number: z.int(),
      title: z.string(),
      /** Ideas that have it first, and those that an expert would also accept here. */
      first: z.int(),
      also: z.int(),
      questions: z.array(questionCountsSchema),
    }),
  ),
  /** Questions that no idea covers; `partial` says whether some come near. */
  unaddressed: z.array(
    z.strictObject({ challenge: z.int(), passageId: z.string(), text: z.string(), partial: z.int() }),
  ),
  /** Rows that say the same thing, the earliest first. */
  duplicates: z.array(z.strictObject({ rows: z.array(z.int()), similarity: z.number() })),
  /** Different ideas for the same challenge that speak of the same matter. */
  companions: z.array(
    z.strictObject({
      rows: z.array(z.int()),
      challenge: z.int(),
      similarity: z.number(),
      words: z.array(z.string()),
    }),
  ),
  agreement: agreementSchema,
  ideas: z.array(portfolioIdeaSchema),
});
export type Portfolio = z.infer<typeof portfolioSchema>;
