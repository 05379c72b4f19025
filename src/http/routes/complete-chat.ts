import { randomUUID } from 'node:crypto';
import type { Answer } from '../../domain/answer.ts';
import type { AppDependencies, StartedAnswer } from '../app-dependencies.ts';
import { localeOf, requestIdOf } from '../caller.ts';
import { logProblem } from '../error-handler.ts';
import { type EventStream, openEventStream } from '../event-stream.ts';
import { createJsonReader } from '../middleware/json-body.ts';
import {
  annotate,
  chatCompletionSchema,
  listSources,
  type ReplyHead,
  toChatCompletion,
  toChunk,
  toUsageChunk,
} from '../openai/chat-completion-reply.ts';
import {
  type ChatCompletionRequest,
  chatCompletionRequestSchema,
  toMessageRequest,
} from '../openai/chat-completion-request.ts';
import { toOpenAIError } from '../openai/openai-errors.ts';
import { defineOperation, type Exchange, type Operation } from '../operation.ts';
import { problemOf, RequestProblem } from '../problem.ts';
import type { AnswerStreaming } from '../stream-answer.ts';
import { anySignal, untilStopped } from '../until-stopped.ts';

/** Front ends send the whole talk with every message. */
const LIMIT_BYTES = 512 * 1024;

/** `POST /v1/chat/completions`, as OpenAI's clients expect it: answers with citations as annotations and as a list. */
export function completeChatRoute(
  dependencies: Pick<AppDependencies, 'startAnswer'>,
  streaming: AnswerStreaming & { readonly maximumStreams: number; readonly publicUrl: string },
): Operation {
  let openStreams = 0;

  async function stream(body: ChatCompletionRequest, head: ReplyHead, exchange: Exchange): Promise<void> {
    if (openStreams >= streaming.maximumStreams) throw new RequestProblem('overloaded');
    openStreams += 1;
    const work = new AbortController();
    exchange.signal.addEventListener('abort', () => work.abort(), { once: true });
    try {
      const started = await dependencies.startAnswer(toMessageRequest(body), work.signal);
      await streamCompletion(started, { body, head, exchange, work }, streaming);
    } finally {
      openStreams -= 1;
      work.abort();
    }
  }

  return defineOperation({
    id: 'completeChat',
    method: 'post',
    path: '/v1/chat/completions',
    summary:
      "Answers the last message of a talk, as OpenAI's chat completions do; model `elqui` or `elqui/<collection>`.",
    cost: 'answer',
    key: 'client',
    request: { body: chatCompletionRequestSchema },
    bodyReaders: createJsonReader(LIMIT_BYTES),
    reply: { status: 200, schema: chatCompletionSchema, streams: true },
    problems: [400, 401, 404, 413, 415, 503],
    async handle({ body }, exchange) {
      const created = Math.floor(Date.now() / 1000);
      const head = { id: `chatcmpl-${randomUUID()}`, created, model: body.model };
      if (body.stream) return await stream(body, head, exchange);
      const started = await dependencies.startAnswer(toMessageRequest(body), exchange.signal);
      exchange.response.json(toChatCompletion(head, await collect(started), streaming.publicUrl));
    },
  });
}

async function collect({ events }: StartedAnswer): Promise<Answer> {
  for await (const event of events) {
    if (event.type === 'answer-end') return event.answer;
  }
  throw new Error('The answer ended before its answer-end event');
}

type Completion = {
  readonly body: ChatCompletionRequest;
  readonly head: ReplyHead;
  readonly exchange: Exchange;
  readonly work: AbortController;
};

async function streamCompletion(
  started: StartedAnswer,
  { body, head, exchange, work }: Completion,
  streaming: AnswerStreaming & { readonly publicUrl: string },
): Promise<void> {
  const { response } = exchange;
  const events = openEventStream(response, streaming.times);
  const send = (value: unknown) => events.sendLine(JSON.stringify(value));
  try {
    await send(toChunk(head, { role: 'assistant', content: '' }));
    const answer = await sendText(started, head, send, anySignal(work.signal, streaming.shutdownSignal));
    const sources = listSources(answer.citations, streaming.publicUrl);
    if (sources !== '') await send(toChunk(head, { content: sources }));
    await send(toChunk(head, { annotations: annotate(answer, streaming.publicUrl) }, 'stop'));
    if (body.stream_options?.include_usage) await send(toUsageChunk(head, answer));
    await events.sendLine('[DONE]');
  } catch (caught) {
    await sendError(events, caught, exchange, streaming);
  } finally {
    events.end();
  }
}

async function sendText(
  started: StartedAnswer,
  head: ReplyHead,
  send: (value: unknown) => Promise<void>,
  stop: Parameters<typeof untilStopped>[1],
): Promise<Answer> {
  let sent = '';
  for await (const event of untilStopped(started.events, stop)) {
    if (event.type === 'text-delta') {
      sent += event.text;
      await send(toChunk(head, { content: event.text }));
    }
    if (event.type === 'answer-end') {
      const rest = event.answer.answer.slice(sent.length);
      if (rest !== '') await send(toChunk(head, { content: rest }));
      return event.answer;
    }
  }
  throw new Error('The answer ended before its answer-end event');
}

async function sendError(
  events: EventStream,
  caught: unknown,
  { request, response }: Exchange,
  { shutdownSignal, logger }: AnswerStreaming,
): Promise<void> {
  if (response.destroyed) return;
  const error = shutdownSignal.aborted ? new RequestProblem('shutting_down') : caught;
  const problem = problemOf(error, { locale: localeOf(request), requestId: requestIdOf(response) });
  logProblem(logger, error, problem);
  await events.sendLine(JSON.stringify(toOpenAIError(problem)));
}
