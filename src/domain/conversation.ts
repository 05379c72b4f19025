import { z } from 'zod';

export const turnSchema = z.strictObject({
  role: z.enum(['user', 'assistant']),
  content: z.string().min(1).max(8000),
});

/** One message of a conversation, oldest first in every list. */
export type Turn = z.infer<typeof turnSchema>;
