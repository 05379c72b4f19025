import { describe, expect, it } from 'vitest';
import type { ReplyEvent } from '../../src/web/assistant-client.ts';
import {
  type Conversation,
  emptyConversation,
  isReplying,
  withFailure,
  withoutLastExchange,
  withQuestion,
  withRating,
  withReplyEvent,
  withStop,
} from '../../src/web/conversation-state.ts';
import { anAnswer, sampleEngine } from '../support/fake-app-dependencies.ts';
import { aCitation } from '../support/sample-collection.ts';

const meta: ReplyEvent = {
  ...{ type: 'meta', conversationId: 'c1', messageId: 'm1', kind: 'answer', engine: sampleEngine },
};
const { completeness, corpus, engine } = anAnswer();
const done: ReplyEvent = { type: 'done', completeness, notices: ['aviso'], corpus, engine };

function conversationAfter(...events: readonly ReplyEvent[]): Conversation {
  return events.reduce(withReplyEvent, withQuestion(emptyConversation, '¿agua?'));
}

describe('a conversation on the page', () => {
  it('grows a reply out of its events and remembers the conversation', () => {
    const conversation = conversationAfter(
      meta,
      { type: 'delta', text: 'El desafío ' },
      { type: 'delta', text: '1 [1]' },
      { type: 'citation', citation: aCitation('d1.q1') },
      { type: 'suggestions', suggestions: ['¿y el 2?'] },
      done,
    );
    expect(conversation.conversationId).toBe('c1');
    expect(isReplying(conversation)).toBe(false);
    expect(conversation.exchanges[0]?.reply).toMatchObject({
      ...{ phase: 'complete', text: 'El desafío 1 [1]', notices: ['aviso'], suggestions: ['¿y el 2?'] },
      citations: [{ marker: 1 }],
    });
  });

  it('keeps what had arrived when it is stopped, and takes nothing more', () => {
    const stopped = withStop(conversationAfter(meta, { type: 'delta', text: 'El' }));
    expect(withReplyEvent(stopped, { type: 'delta', text: ' desafío' })).toBe(stopped);
    expect(stopped.exchanges[0]?.reply).toMatchObject({ phase: 'stopped', text: 'El' });
    expect(withStop(stopped)).toBe(stopped);
  });

  it('tells why a reply failed, and lets the question be asked again', () => {
    const failed = withFailure(conversationAfter(meta), {
      detail: 'Espere un momento.',
      retryAfterSeconds: 5,
    });
    expect(failed.exchanges[0]?.reply).toMatchObject({ phase: 'failed', failure: { retryAfterSeconds: 5 } });
    const again = withQuestion(withoutLastExchange(failed), '¿agua?');
    expect(again.exchanges).toHaveLength(1);
    expect(isReplying(again)).toBe(true);
  });

  it('rates the message that was rated and no other', () => {
    const two = withReplyEvent(withQuestion(conversationAfter(meta, done), '¿y el 2?'), {
      ...meta,
      messageId: 'm2',
    });
    const rated = withRating(two, { messageId: 'm1', rating: 'up' });
    expect(rated.exchanges.map((exchange) => exchange.reply.rating)).toEqual(['up', null]);
    expect(rated.exchanges[1]).toBe(two.exchanges[1]);
  });
});
