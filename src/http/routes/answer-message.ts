import { z } from 'zod';
import { type Answer, type ChatReply, chatReplySchema } from '../../domain/answer.ts';
import { localeSchema } from '../../domain/collection.ts';
import { turnSchema } from '../../domain/conversation.ts';
import type { AppDependencies, StartedAnswer } from '../app-dependencies.ts';
import { defineOperation, type Exchange, type Operation } from '../operation.ts';
import { RequestProblem } from '../problem.ts';
import { type AnswerStreaming, streamAnswer } from '../stream-answer.ts';
import { visitorText } from '../visitor-text.ts';
import { collectionIdSchema, opaqueIdSchema } from './ids.ts';

const requestSchema = z.strictObject({
  message: visitorText({ minimum: 1, maximum: 4000 }),
  conversationId: opaqueIdSchema.optional(),
  history: z
    .array(
      z.strictObject({ role: turnSchema.shape.role, content: visitorText({ minimum: 1, maximum: 8000 }) }),
    )
    .max(20)
    .optional(),
  collection: collectionIdSchema.optional(),
  locale: localeSchema.optional(),
});

export type SendAnswer = (
  startWork: (signal: AbortSignal) => Promise<StartedAnswer>,
  exchange: Exchange,
) => Promise<void>;

/** Replies with the whole answer as JSON, or as server-sent events when the caller prefers them; counts open streams. */
export function createSendAnswer(
  streaming: AnswerStreaming & { readonly maximumStreams: number },
): SendAnswer {
  let openStreams = 0;

  async function stream(startWork: (signal: AbortSignal) => Promise<StartedAnswer>, exchange: Exchange) {
    if (openStreams >= streaming.maximumStreams) throw new RequestProblem('overloaded');
    openStreams += 1;
    const work = new AbortController();
    exchange.signal.addEventListener('abort', () => work.abort(), { once: true });
    try {
      const started = await startWork(work.signal);
      await streamAnswer(started, { response: exchange.response, work }, streaming);
    } finally {
      openStreams -= 1;
    }
  }

  return async (startWork, exchange) => {
    exchange.response.vary('accept');
    if (prefersEvents(exchange)) return await stream(startWork, exchange);
    exchange.response.json(await collectReply(await startWork(exchange.signal)));
  };
}

/** `POST /api/chat` */
export function answerMessageRoute(
  dependencies: Pick<AppDependencies, 'startAnswer'>,
  sendAnswer: SendAnswer,
): Operation {
  return defineOperation({
    id: 'answerMessage',
    method: 'post',
    path: '/api/chat',
    summary: 'Answers a message with citations of the documents, as JSON or as server-sent events.',
    cost: 'answer',
    request: { body: requestSchema },
    reply: { status: 200, schema: chatReplySchema, streams: true },
    problems: [400, 403, 404, 413, 415, 422, 503],
    handle: ({ body }, exchange) => sendAnswer((signal) => dependencies.startAnswer(body, signal), exchange),
  });
}

function prefersEvents({ request }: Exchange): boolean {
  return request.accepts('application/json', 'text/event-stream') === 'text/event-stream';
}

/** The ids stand first and nothing else changes from one run to the next: the rest of the bytes can be compared. */
async function collectReply({ conversationId, messageId, events }: StartedAnswer): Promise<ChatReply> {
  let answer: Answer | null = null;
  for await (const event of events) {
    if (event.type === 'answer-end') answer = event.answer;
  }
  if (answer === null) throw new Error('The answer ended before its answer-end event');
  return { conversationId, messageId, ...answer };
}
