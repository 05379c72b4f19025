import { z } from 'zod';

export const turnSchema = z.strictObject({
  role: z.enum(['user', 'assistant']),
  content: z.string().min(1).max(8000),
});

/** One message of a conversation, oldest first in every list. */
export type Turn = z.infer<typeof turnSchema>;

/** A message to answer. `history` is the caller's own record; `conversationId` continues one that the server keeps. */
export type MessageRequest = {
  readonly message: string;
  readonly conversationId?: string | undefined;
  readonly history?: readonly Turn[] | undefined;
  readonly collection?: string | undefined;
  readonly locale?: 'es' | 'en' | undefined;
  /** Days that this conversation is kept; left out, as long as every other. */
  readonly retentionDays?: number | undefined;
  /** The partner's site that it comes from; it has its own share of a language model's budget. */
  readonly site?: string | undefined;
};
