import type { Turn } from '../../src/domain/conversation.ts';
import type { Journal } from '../../src/ports/journal.ts';

/** A journal that lasts as long as the process; held to the same contract as the one on disk. */
export function createInMemoryJournal(): Journal {
  const conversations = new Map<string, Turn[]>();
  const messages = new Map<string, string>();
  return {
    readConversation: async (id) => conversations.get(id) ?? null,
    appendTurns: async (conversationId, messageId, _collection, turns) => {
      conversations.set(conversationId, [...(conversations.get(conversationId) ?? []), ...turns]);
      messages.set(messageId, conversationId);
    },
    recordFeedback: async ({ messageId }) => messages.has(messageId),
    forgetConversation: async (id) => {
      for (const [messageId, conversationId] of messages)
        if (conversationId === id) messages.delete(messageId);
      return conversations.delete(id);
    },
    forgetExpired: async () => 0,
    check: async () => {},
    close: async () => {},
  };
}
