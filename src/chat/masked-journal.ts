import type { Turn } from '../domain/conversation.ts';
import { maskPersonalData, maskReply } from '../domain/mask-personal-data.ts';
import type { Journal } from '../ports/journal.ts';

const MAXIMUM_KEPT_CHARACTERS = 8000;

/** A journal that is told no personal data: whoever writes into it, what identifies a person is masked before it is kept. */
export function createMaskedJournal(journal: Journal): Journal {
  return {
    ...journal,
    appendTurns: (conversationId, messageId, collection, turns, retentionDays) =>
      journal.appendTurns(conversationId, messageId, collection, maskTurns(turns), retentionDays),
    recordFeedback: ({ messageId, rating, comment }) =>
      journal.recordFeedback({
        messageId,
        rating,
        comment: comment === null ? null : maskPersonalData(comment),
      }),
  };
}

/** Masked first and cut then: half a number would not be recognised. An answer may repeat a part of what it answers. */
function maskTurns(turns: readonly Turn[]): readonly Turn[] {
  const message = turns.flatMap(({ role, content }) => (role === 'user' ? [content] : [])).join('\n');
  return turns.map(({ role, content }) => {
    const masked = role === 'user' ? maskPersonalData(content) : maskReply(content, message);
    return { role, content: masked.slice(0, MAXIMUM_KEPT_CHARACTERS) };
  });
}
