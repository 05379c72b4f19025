import type { AssistantClient, ReplyEvent } from './assistant-client.ts';
import { RequestFailure } from './assistant-client.ts';
import {
  type Conversation,
  emptyConversation,
  isReplying,
  type Reply,
  withFailure,
  withoutLastExchange,
  withQuestion,
  withRating,
  withReplyEvent,
  withStop,
} from './conversation-state.ts';
import type { Messages } from './messages.ts';
import { parseMarkdown } from './parse-markdown.ts';

export type TalkSurroundings = {
  readonly words: () => Messages;
  /** Asks for the reply to a question; throws RequestFailure, also after events have arrived. */
  readonly reply: (
    question: { readonly message: string; readonly conversationId?: string },
    signal: AbortSignal,
  ) => AsyncIterable<ReplyEvent>;
  readonly sendFeedback: AssistantClient['sendFeedback'];
  /** The one place where a change becomes visible. */
  readonly show: (conversation: Conversation) => void;
  /** Tells a screen reader. */
  readonly announce: (text: string) => void;
  readonly onQuestion?: (question: string) => void;
  /** A reply has ended: complete, stopped or failed. */
  readonly onReply?: (reply: Reply, failure: RequestFailure | null) => void;
};

export type Talk = ReturnType<typeof createTalk>;

/** A conversation under way: asks, receives, stops, tries again, rates. What is seen of it is the surroundings' affair. */
export function createTalk(surroundings: TalkSurroundings) {
  const { words, announce } = surroundings;
  let conversation = emptyConversation;
  let running: AbortController | null = null;

  function show(next: Conversation): void {
    conversation = next;
    surroundings.show(conversation);
  }

  async function ask(question: string): Promise<void> {
    if (isReplying(conversation)) return;
    show(withQuestion(conversation, question));
    surroundings.onQuestion?.(question);
    announce(words().searching);
    const abort = new AbortController();
    running = abort;
    const failure = await receiveReply(question, abort);
    // Whoever began anew meanwhile has another conversation before them.
    if (running !== abort) return;
    running = null;
    const reply = conversation.exchanges.at(-1)?.reply;
    if (reply === undefined) return;
    announce(spokenReply(reply, words()));
    surroundings.onReply?.(reply, failure);
  }

  async function receiveReply(question: string, abort: AbortController): Promise<RequestFailure | null> {
    const { conversationId } = conversation;
    const known = { ...(conversationId !== null && { conversationId }) };
    try {
      for await (const event of surroundings.reply({ message: question, ...known }, abort.signal)) {
        if (abort.signal.aborted) return null;
        show(withReplyEvent(conversation, event));
      }
      return null;
    } catch (error) {
      if (abort.signal.aborted) return null;
      const failure = error instanceof RequestFailure ? error : unknownFailure;
      show(
        withFailure(conversation, { detail: failure.detail, retryAfterSeconds: failure.retryAfterSeconds }),
      );
      return failure;
    }
  }

  return {
    ask,
    current: (): Conversation => conversation,
    stop(): void {
      show(withStop(conversation));
      running?.abort();
    },
    retry(): void {
      const question = conversation.exchanges.at(-1)?.question;
      if (question === undefined) return;
      show(withoutLastExchange(conversation));
      void ask(question);
    },
    async rate(messageId: string, rating: 'up' | 'down'): Promise<void> {
      show(withRating(conversation, { messageId, rating }));
      try {
        await surroundings.sendFeedback({ messageId, rating });
        announce(words().thanksForRating);
      } catch {
        show(withRating(conversation, { messageId, rating: null }));
        announce(words().ratingFailed);
      }
    },
    /** Goes on with a conversation that was kept, or begins anew with an empty one. */
    begin(next: Conversation): void {
      running?.abort();
      running = null;
      show(next);
    },
  };
}

const unknownFailure = new RequestFailure({ detail: null, status: 0, retryAfterSeconds: null });

/** Told once, when it has ended: a screen reader would otherwise begin anew with every piece. */
function spokenReply(reply: Reply, words: Messages): string {
  if (reply.phase === 'failed') {
    return reply.failure?.detail ?? (reply.text === '' ? words.answerFailed : words.answerCut);
  }
  if (reply.phase === 'stopped') return words.answerStopped;
  return reply.text === '' && reply.match !== null
    ? words.match.verdicts[reply.match.verdict]
    : readableText(reply.text);
}

/** The words without their markup, for the ear. */
function readableText(markdown: string): string {
  return parseMarkdown(markdown)
    .flatMap((block) => (block.type === 'list' ? block.items : [block.content]))
    .map((line) => line.map((part) => (part.type === 'marker' ? '' : part.text)).join(''))
    .join('\n');
}
