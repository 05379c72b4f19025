import type { AIMessageChunk } from '@langchain/core/messages';
import { z } from 'zod';
import type { ChatModelEvent } from '../../ports/chat-model.ts';
import { ChatFailure } from './chat-failure.ts';

export type StreamLimits = {
  /** Longest silence between two pieces of text; comments that only keep the line open do not count. */
  readonly idleMs: number;
  readonly maximumCharacters: number;
};

/** Some servers say that they have finished and leave the line open. */
const AFTER_FINISH_MS = 1000;

const metadataSchema = z.looseObject({ finish_reason: z.string().optional() });
const usageSchema = z.looseObject({ input_tokens: z.int().min(0), output_tokens: z.int().min(0) });

/**
 * One attempt: the pieces of text as they come, then `end`. Leaving the loop early closes the connection.
 * @throws {ChatFailure} on silence, excess, an early end or a reply that was not finished on purpose; `signal`'s reason when it aborts.
 */
export async function* readChatStream(
  open: (signal: AbortSignal) => Promise<AsyncIterable<AIMessageChunk>>,
  context: { readonly model: string; readonly limits: StreamLimits; readonly signal: AbortSignal },
): AsyncGenerator<ChatModelEvent> {
  const { limits, model, signal } = context;
  const watchdog = createWatchdog(signal);
  let characters = 0;
  let finishReason: string | null = null;
  let usage: { inputTokens: number; outputTokens: number } | null = null;
  try {
    watchdog.expectWithin(limits.idleMs);
    const chunks = await watchdog.race(open(watchdog.signal));
    const iterator = chunks[Symbol.asyncIterator]();
    while (true) {
      const next = await watchdog.race(iterator.next()).catch((error: unknown) => {
        // Nothing more is owed after the model said that it had finished.
        if (finishReason !== null && !signal.aborted) return { done: true as const, value: undefined };
        throw error;
      });
      if (next.done) break;
      const text = typeof next.value.content === 'string' ? next.value.content : '';
      characters += text.length;
      if (characters > limits.maximumCharacters) throw new ChatFailure('unusable', 'the reply has no end');
      finishReason =
        metadataSchema.safeParse(next.value.response_metadata).data?.finish_reason ?? finishReason;
      const told = usageSchema.safeParse(next.value.usage_metadata).data;
      if (told) usage = { inputTokens: told.input_tokens, outputTokens: told.output_tokens };
      if (finishReason !== null) watchdog.expectWithin(AFTER_FINISH_MS);
      else if (text !== '') watchdog.expectWithin(limits.idleMs);
      if (text !== '') yield { type: 'text', text };
    }
    requireFinished(finishReason, characters);
    yield { type: 'end', model, usage, isTruncated: finishReason === 'length' };
  } finally {
    watchdog.stop();
  }
}

function requireFinished(finishReason: string | null, characters: number): void {
  if (finishReason === null) throw new ChatFailure('passing', 'the reply ended before it was finished');
  if (finishReason !== 'stop' && finishReason !== 'length') {
    throw new ChatFailure('unusable', 'the model stopped for a reason of its own');
  }
  if (characters === 0) throw new ChatFailure('unusable', 'the reply is empty');
}

/** Aborts its signal when what is expected does not come in time, when the outer signal does, and when it is stopped. */
function createWatchdog(outer: AbortSignal) {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const follow = () => controller.abort(outer.reason);
  if (outer.aborted) follow();
  else outer.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    expectWithin(milliseconds: number) {
      clearTimeout(timer);
      const silent = new ChatFailure('silent', `the server was silent for ${milliseconds} ms`);
      timer = setTimeout(() => controller.abort(silent), milliseconds);
    },
    /** Waits no longer than the signal allows, whatever the vendor does with it. */
    async race<T>(work: Promise<T>): Promise<T> {
      work.catch(() => undefined);
      let onAbort = () => {};
      const aborted = new Promise<never>((_, reject) => {
        onAbort = () => reject(controller.signal.reason);
        if (controller.signal.aborted) onAbort();
        else controller.signal.addEventListener('abort', onAbort, { once: true });
      });
      try {
        return await Promise.race([work, aborted]).catch((error: unknown) => {
          // The vendor's own word for an abort says less than our reason.
          throw controller.signal.aborted ? controller.signal.reason : error;
        });
      } finally {
        controller.signal.removeEventListener('abort', onAbort);
      }
    },
    stop() {
      clearTimeout(timer);
      outer.removeEventListener('abort', follow);
      controller.abort(new ChatFailure('unusable', 'nobody reads on'));
    },
  };
}
