import type { Turn } from '../../src/domain/conversation.ts';
import type { Unanswered } from '../../src/domain/unanswered.ts';
import type { Clock } from '../../src/ports/clock.ts';
import type { Journal } from '../../src/ports/journal.ts';

/** A journal that lasts as long as the process; held to the same contract as the one on disk. */
export function createInMemoryJournal(clock: Clock = { now: () => new Date() }): Journal {
  const conversations = new Map<string, Turn[]>();
  const messages = new Map<string, string>();
  const questions = new Map<string, { question: string; collection: string; askedAt: Date }>();
  const unanswered = new Map<string, Unanswered>();
  return {
    readConversation: async (id) => conversations.get(id) ?? null,
    appendTurns: async (conversationId, messageId, collection, turns) => {
      conversations.set(conversationId, [...(conversations.get(conversationId) ?? []), ...turns]);
      messages.set(messageId, conversationId);
      const question = turns.find(({ role }) => role === 'user')?.content ?? '';
      questions.set(messageId, { question, collection, askedAt: clock.now() });
    },
    recordFeedback: async ({ messageId }) => messages.has(messageId),
    recordUnanswered: async ({ messageId, ...why }) => {
      if (!messages.has(messageId)) return false;
      unanswered.set(messageId, why);
      return true;
    },
    listUnanswered: async ({ since, limit }) =>
      [...questions]
        .flatMap(([messageId, asked]) => {
          const why = unanswered.get(messageId);
          return why && asked.askedAt >= since ? [{ ...why, ...asked }] : [];
        })
        .reverse()
        .slice(0, limit),
    forgetConversation: async (id) => {
      for (const [messageId, conversationId] of messages) {
        if (conversationId !== id) continue;
        for (const kept of [messages, questions, unanswered]) kept.delete(messageId);
      }
      return conversations.delete(id);
    },
    forgetExpired: async () => 0,
    check: async () => {},
    close: async () => {},
  };
}
