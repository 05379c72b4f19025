import type { Response } from 'express';
import type { Answer } from '../domain/answer.ts';
import type { Logger } from '../ports/logger.ts';
import type { StartedAnswer } from './app-dependencies.ts';
import { localeOf, requestIdOf } from './caller.ts';
import { logProblem } from './error-handler.ts';
import { type EventStream, type EventStreamTimes, openEventStream } from './event-stream.ts';
import { problemOf, RequestProblem } from './problem.ts';
import { anySignal, type StopSignal, untilStopped } from './until-stopped.ts';

export type AnswerStreaming = {
  readonly times: EventStreamTimes;
  /** Aborts when the service is stopping: open streams then end with an `error` event. */
  readonly shutdownSignal: AbortSignal;
  readonly logger: Logger;
};

/** Sends an answer as server-sent events. Always ends with exactly one `done` or `error`, unless the reader left before. */
export async function streamAnswer(
  started: StartedAnswer,
  exchange: { readonly response: Response; readonly work: AbortController },
  streaming: AnswerStreaming,
): Promise<void> {
  const { response, work } = exchange;
  const stream = openEventStream(response, streaming.times);
  try {
    await sendAnswer(stream, started, anySignal(work.signal, streaming.shutdownSignal));
  } catch (caught) {
    if (response.destroyed) return;
    const error = streaming.shutdownSignal.aborted ? new RequestProblem('shutting_down') : caught;
    const problem = problemOf(error, { locale: localeOf(response.req), requestId: requestIdOf(response) });
    logProblem(streaming.logger, error, problem);
    await stream.send('error', problem);
  } finally {
    work.abort();
    stream.end();
  }
}

async function sendAnswer(stream: EventStream, started: StartedAnswer, stop: StopSignal): Promise<void> {
  const { conversationId, messageId } = started;
  let sentText = '';
  let isDone = false;
  for await (const event of untilStopped(started.events, stop)) {
    if (event.type === 'answer-start') {
      await stream.send('meta', { conversationId, messageId, kind: event.kind, engine: event.engine });
    } else if (event.type === 'text-delta') {
      sentText += event.text;
      await stream.send('delta', { text: event.text });
    } else {
      await sendUnsentText(stream, { sentText, answer: event.answer.answer });
      await sendEnding(stream, event.answer);
      isDone = true;
    }
  }
  if (!isDone) throw new Error('The answer ended before its answer-end event');
}

/** The deltas together are the answer, byte for byte; what the flow did not tell piece by piece goes as one more. */
async function sendUnsentText(
  stream: EventStream,
  text: { sentText: string; answer: string },
): Promise<void> {
  if (!text.answer.startsWith(text.sentText))
    throw new Error('The deltas sent are not how the answer begins');
  const rest = text.answer.slice(text.sentText.length);
  if (rest !== '') await stream.send('delta', { text: rest });
}

async function sendEnding(stream: EventStream, answer: Answer): Promise<void> {
  for (const citation of answer.citations) await stream.send('citation', citation);
  if (answer.match !== undefined) await stream.send('match', answer.match);
  await stream.send('suggestions', answer.suggestions);
  const { usage, completeness, notices, corpus, engine } = answer;
  await stream.send('done', { ...(usage && { usage }), completeness, notices, corpus, engine });
}
