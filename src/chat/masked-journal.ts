import type { Turn } from '../domain/conversation.ts';
import { maskPersonalData } from '../domain/mask-personal-data.ts';
import type { Journal } from '../ports/journal.ts';

const MAXIMUM_KEPT_CHARACTERS = 8000;

/** A journal that is told no personal data: whoever writes into it, what identifies a person is masked before it is kept. */
export function createMaskedJournal(journal: Journal): Journal {
  return {
    ...journal,
    appendTurns: (conversationId, messageId, collection, turns, retentionDays) =>
      journal.appendTurns(conversationId, messageId, collection, turns.map(maskTurn), retentionDays),
    recordFeedback: ({ messageId, rating, comment }) =>
      journal.recordFeedback({
        messageId,
        rating,
        comment: comment === null ? null : maskPersonalData(comment),
      }),
  };
}

/** Masked first and cut then: half a number would not be recognised. */
function maskTurn({ role, content }: Turn): Turn {
  return { role, content: maskPersonalData(content).slice(0, MAXIMUM_KEPT_CHARACTERS) };
}
