import type { AnswerEvent } from '../domain/answer.ts';
import type { MessageRequest, Turn } from '../domain/conversation.ts';
import type { Journal } from '../ports/journal.ts';
import type { AnswerMessage } from './answer-message.ts';

export type StartedAnswer = {
  readonly conversationId: string;
  readonly messageId: string;
  readonly events: AsyncIterable<AnswerEvent>;
};

export type HoldConversation = (request: MessageRequest, signal?: AbortSignal) => Promise<StartedAnswer>;

/**
 * Answers a message within its conversation. The talk before it is the caller's own `history`, or what the journal keeps; both
 * turns are on disk before the answer's last event is told. A conversation that is unknown or has expired begins anew.
 */
export function createHoldConversation(dependencies: {
  readonly answerMessage: AnswerMessage;
  readonly journal: Journal;
  readonly collection: string;
  readonly newId: () => string;
}): HoldConversation {
  const { answerMessage, journal, collection, newId } = dependencies;
  return async (request, signal) => {
    const kept = request.conversationId ? await journal.readConversation(request.conversationId) : null;
    const conversationId = kept && request.conversationId ? request.conversationId : newId();
    const messageId = newId();
    const { locale, site } = request;
    const message = { text: request.message, turns: request.history ?? kept ?? [], locale, site };

    async function* events(): AsyncIterable<AnswerEvent> {
      for await (const event of answerMessage(message, signal)) {
        if (event.type === 'answer-end') {
          const turns: Turn[] = [turn('user', request.message), turn('assistant', event.answer.answer)];
          await journal.appendTurns(conversationId, messageId, collection, turns, request.retentionDays);
          const { unanswered } = event;
          if (unanswered) await journal.recordUnanswered({ ...unanswered, messageId });
        }
        yield event;
      }
    }
    return { conversationId, messageId, events: events() };
  };
}

function turn(role: Turn['role'], content: string): Turn {
  return { role, content: content || '…' };
}
