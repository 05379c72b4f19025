import type { AnswerKind, Completeness } from '../domain/answer.ts';
import type { MatchReport } from '../domain/match-report.ts';
import type { Citation } from '../domain/provenance.ts';
import type { ReplyEvent } from './assistant-client.ts';

export type ReplyPhase = 'waiting' | 'arriving' | 'complete' | 'stopped' | 'failed';

export type Reply = {
  readonly phase: ReplyPhase;
  readonly messageId: string | null;
  readonly kind: AnswerKind | null;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly match: MatchReport | null;
  readonly suggestions: readonly string[];
  readonly completeness: Completeness | null;
  readonly notices: readonly string[];
  /** Why it failed, in the visitor's language; null while nothing did or when nobody said. */
  readonly failure: { readonly detail: string | null; readonly retryAfterSeconds: number | null } | null;
  readonly rating: 'up' | 'down' | null;
};

/** A question and its reply. */
export type Exchange = { readonly id: number; readonly question: string; readonly reply: Reply };

export type Conversation = {
  readonly conversationId: string | null;
  readonly exchanges: readonly Exchange[];
};

export const emptyConversation: Conversation = { conversationId: null, exchanges: [] };

const waitingReply: Reply = {
  phase: 'waiting',
  messageId: null,
  kind: null,
  text: '',
  citations: [],
  match: null,
  suggestions: [],
  completeness: null,
  notices: [],
  failure: null,
  rating: null,
};

export function withQuestion(conversation: Conversation, question: string): Conversation {
  const id = (conversation.exchanges.at(-1)?.id ?? 0) + 1;
  return { ...conversation, exchanges: [...conversation.exchanges, { id, question, reply: waitingReply }] };
}

/** The conversation after something of the last reply arrived; nothing changes once that reply has ended. */
export function withReplyEvent(conversation: Conversation, event: ReplyEvent): Conversation {
  if (!isReplying(conversation)) return conversation;
  const conversationId = event.type === 'meta' ? event.conversationId : conversation.conversationId;
  return { ...changeLastReply(conversation, (reply) => replyAfter(reply, event)), conversationId };
}

export function withStop(conversation: Conversation): Conversation {
  if (!isReplying(conversation)) return conversation;
  return changeLastReply(conversation, (reply) => ({ ...reply, phase: 'stopped' }));
}

export function withFailure(
  conversation: Conversation,
  failure: NonNullable<Reply['failure']>,
): Conversation {
  if (!isReplying(conversation)) return conversation;
  return changeLastReply(conversation, (reply) => ({ ...reply, phase: 'failed', failure }));
}

/** Takes the last question back, to ask it again. */
export function withoutLastExchange(conversation: Conversation): Conversation {
  return { ...conversation, exchanges: conversation.exchanges.slice(0, -1) };
}

export function withRating(
  conversation: Conversation,
  rated: { readonly messageId: string; readonly rating: 'up' | 'down' | null },
): Conversation {
  const exchanges = conversation.exchanges.map((exchange) =>
    exchange.reply.messageId === rated.messageId
      ? { ...exchange, reply: { ...exchange.reply, rating: rated.rating } }
      : exchange,
  );
  return { ...conversation, exchanges };
}

export function isReplying({ exchanges }: Conversation): boolean {
  const phase = exchanges.at(-1)?.reply.phase;
  return phase === 'waiting' || phase === 'arriving';
}

function changeLastReply(conversation: Conversation, change: (reply: Reply) => Reply): Conversation {
  const last = conversation.exchanges.at(-1);
  if (last === undefined) return conversation;
  const changed = { ...last, reply: change(last.reply) };
  return { ...conversation, exchanges: [...conversation.exchanges.slice(0, -1), changed] };
}

function replyAfter(reply: Reply, event: ReplyEvent): Reply {
  switch (event.type) {
    case 'meta':
      return { ...reply, phase: 'arriving', messageId: event.messageId, kind: event.kind };
    case 'delta':
      return { ...reply, phase: 'arriving', text: reply.text + event.text };
    case 'citation':
      return { ...reply, citations: [...reply.citations, event.citation] };
    case 'match':
      return { ...reply, match: event.match };
    case 'suggestions':
      return { ...reply, suggestions: event.suggestions };
    case 'done':
      return {
        ...reply,
        ...{ phase: 'complete', completeness: event.completeness, notices: event.notices },
      };
  }
}
