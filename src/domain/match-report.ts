import { z } from 'zod';
import { citationSchema, corpusStampSchema, engineSchema } from './provenance.ts';

/** The idea's own words: exactly `idea.slice(start, end)` of the idea as received. */
const ideaQuoteSchema = z.strictObject({
  text: z.string().min(1),
  start: z.int().min(0),
  end: z.int().min(0),
});
export type IdeaQuote = z.infer<typeof ideaQuoteSchema>;

const questionVerdictSchema = z.enum(['covers', 'partial', 'not_addressed', 'unknown']);
export type QuestionVerdict = z.infer<typeof questionVerdictSchema>;

export const confidenceSchema = z.enum(['alta', 'media', 'baja']);
export type Confidence = z.infer<typeof confidenceSchema>;

export const criterionIdSchema = z.enum([
  'problem',
  'people',
  'territory',
  'novelty',
  'prototype',
  'impact',
  'cocreation',
  'sustainability',
]);
export type CriterionId = z.infer<typeof criterionIdSchema>;

const questionJudgementSchema = z.strictObject({
  passageId: z.string(),
  text: z.string(),
  verdict: questionVerdictSchema,
  ideaQuote: ideaQuoteSchema.nullable(),
});
export type QuestionJudgement = z.infer<typeof questionJudgementSchema>;

const rankedChallengeSchema = z.strictObject({
  challenge: z.strictObject({ number: z.int(), title: z.string() }),
  /** 0 to 1, calibrated: of pairs scored 0.8 about 80 % are labelled so. Never a chance of award. */
  score: z.number().min(0).max(1),
  confidence: confidenceSchema,
  rationale: z.string(),
  contrast: z.string().nullable(),
  questions: z.array(questionJudgementSchema),
  alignment: z.array(citationSchema),
  gaps: z.array(z.string()),
});
export type RankedChallenge = z.infer<typeof rankedChallengeSchema>;

const criterionSchema = z.strictObject({
  id: criterionIdSchema,
  verdict: z.enum(['explicit', 'partial', 'absent']),
  ideaQuote: ideaQuoteSchema.nullable(),
});
export type Criterion = z.infer<typeof criterionSchema>;

export const matchWarningSchema = z.strictObject({
  code: z.enum(['embedded_instructions', 'echo', 'keyword_stuffing', 'other_territory', 'too_short']),
  detail: z.string(),
});
export type MatchWarning = z.infer<typeof matchWarningSchema>;

export const matchReportSchema = z.strictObject({
  verdict: z.enum(['fits', 'several', 'none']),
  ranking: z.array(rankedChallengeSchema),
  criteria: z.array(criterionSchema),
  askNext: z.array(z.string()).max(3),
  warnings: z.array(matchWarningSchema),
  limits: z.array(z.string()),
  citations: z.array(citationSchema),
  corpus: corpusStampSchema,
  engine: engineSchema,
});
export type MatchReport = z.infer<typeof matchReportSchema>;
