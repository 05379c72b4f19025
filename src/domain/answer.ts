import { z } from 'zod';
import { matchReportSchema } from './match-report.ts';
import { citationSchema, corpusStampSchema, engineSchema } from './provenance.ts';
import type { Unanswered } from './unanswered.ts';

export const answerKindSchema = z.enum(['answer', 'overview', 'match', 'refusal', 'smalltalk', 'clarify']);
export type AnswerKind = z.infer<typeof answerKindSchema>;

/** How much of what was asked the corpus says. */
const completenessSchema = z.enum(['complete', 'partial', 'none']);
export type Completeness = z.infer<typeof completenessSchema>;

export const usageSchema = z.strictObject({ inputTokens: z.int().min(0), outputTokens: z.int().min(0) });
export type Usage = z.infer<typeof usageSchema>;

/** The whole answer to one message; `answer` is Markdown whose statements about the corpus end in markers like [1]. */
export const answerSchema = z.strictObject({
  kind: answerKindSchema,
  answer: z.string(),
  citations: z.array(citationSchema),
  match: matchReportSchema.optional(),
  suggestions: z.array(z.string()).max(4),
  completeness: completenessSchema,
  notices: z.array(z.string()),
  corpus: corpusStampSchema,
  engine: engineSchema,
  usage: usageSchema.optional(),
});
export type Answer = z.infer<typeof answerSchema>;

/** An answer as it goes over the wire, with the ids of its conversation and message. */
export const chatReplySchema = z.strictObject({
  conversationId: z.string(),
  messageId: z.string(),
  ...answerSchema.shape,
});
export type ChatReply = z.infer<typeof chatReplySchema>;

/** What the flow tells while it answers: `answer-start` once, then deltas, and `answer-end` with the whole answer. */
export type AnswerEvent =
  | { readonly type: 'answer-start'; readonly kind: AnswerKind; readonly engine: Answer['engine'] }
  | { readonly type: 'text-delta'; readonly text: string }
  | {
      readonly type: 'answer-end';
      readonly answer: Answer;
      /** Set when the documents do not say, or not all, of what was asked. For the operator: callers are not told. */
      readonly unanswered?: Unanswered;
    };
