import type { Turn } from '../domain/conversation.ts';
import type { Unanswered, UnansweredQuestion } from '../domain/unanswered.ts';

export type FeedbackRating = 'up' | 'down';

/** What must not be forgotten: conversations and feedback. A promise that has resolved is on disk. */
export type Journal = {
  /** The turns of a conversation, oldest first; null when it is unknown or has expired. */
  readConversation(conversationId: string): Promise<readonly Turn[] | null>;
  appendTurns(
    conversationId: string,
    messageId: string,
    collection: string,
    turns: readonly Turn[],
    /** Days that they are kept; left out, as long as every other. */
    retentionDays?: number,
  ): Promise<void>;
  /** False when no such message is known. A second rating of a message replaces the first. */
  recordFeedback(feedback: {
    readonly messageId: string;
    readonly rating: FeedbackRating;
    readonly comment: string | null;
  }): Promise<boolean>;
  /** Marks the question of a message as not answered; kept, and forgotten, with it. False when no such message is known. */
  recordUnanswered(unanswered: Unanswered & { readonly messageId: string }): Promise<boolean>;
  /** The questions asked since then that were not answered, the newest first. */
  listUnanswered(wanted: {
    readonly since: Date;
    readonly limit: number;
  }): Promise<readonly UnansweredQuestion[]>;
  /** Deletes a conversation with the ratings of its messages. False when it was not known. */
  forgetConversation(conversationId: string): Promise<boolean>;
  /** Forgets what is older than the retention; returns how many conversations went. */
  forgetExpired(): Promise<number>;
  /** Throws when the store cannot answer. */
  check(): Promise<void>;
  close(): Promise<void>;
};
