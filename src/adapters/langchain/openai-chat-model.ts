import { setTimeout as sleep } from 'node:timers/promises';
import type { AIMessageChunk } from '@langchain/core/messages';
import { AssistantError } from '../../domain/errors.ts';
import type { ChatModel, ChatModelEvent, ChatModelRequest } from '../../ports/chat-model.ts';
import type { Logger } from '../../ports/logger.ts';
import { type ChatBreaker, createChatBreaker } from './chat-breaker.ts';
import { ChatFailure, toChatFailure } from './chat-failure.ts';
import { readChatStream } from './chat-stream.ts';

export type OpenAIChatOptions = {
  /** null for a server that needs none; never taken from the environment, lest one server's key goes to another. */
  readonly apiKey: string | null;
  readonly baseUrl: string | null;
  readonly model: string;
  /** Asked where the first gives nothing; on the same server. */
  readonly fallbackModel: string | null;
  /** For everything together: both attempts and the waiting between them. */
  readonly deadlineMs: number;
  readonly idleMs: number;
  readonly maximumCharacters: number;
  readonly logger: Logger;
  readonly breaker?: { readonly failures?: number; readonly tryAgainAfterMs?: number };
  /** 0..1; spreads the second attempts of many visitors. */
  readonly random?: () => number;
};

type Candidate = { readonly model: string; readonly breaker: ChatBreaker };
type Open = (
  model: string,
  request: ChatModelRequest,
  signal: AbortSignal,
) => Promise<AsyncIterable<AIMessageChunk>>;

const SECOND_ATTEMPT_AFTER_MS = 300;
/** A second attempt with less time than this would only fail later. */
const WORTH_TRYING_MS = 500;
const FAULT_TIMEOUT_MS = 4000;

/** Chat models of OpenAI or of any server that speaks its protocol, through LangChain (loaded at the first question). */
export function createOpenAIChatModel(options: OpenAIChatOptions): ChatModel {
  const open = createOpen(options);
  const first = { model: options.model, breaker: createChatBreaker(options.breaker) };
  const second =
    options.fallbackModel === null
      ? first
      : { model: options.fallbackModel, breaker: createChatBreaker(options.breaker) };

  async function* stream(request: ChatModelRequest, signal: AbortSignal): AsyncGenerator<ChatModelEvent> {
    const startedAt = performance.now();
    const late = new ChatFailure('silent', `no whole reply within ${options.deadlineMs} ms`);
    const deadline = createDeadline(options.deadlineMs, late, signal);
    let hasTold = false;
    try {
      for (const [attempt, candidate] of [first, second].entries()) {
        try {
          for await (const event of attemptOf(candidate, request, deadline.signal)) {
            hasTold = true;
            yield event;
          }
          return;
        } catch (error) {
          if (signal.aborted) throw new AssistantError('cancelled', 'The question was taken back');
          const failure = toChatFailure(error);
          options.logger.warn('chat-attempt-failed', {
            model: candidate.model,
            attempt,
            reason: failure.message,
          });
          const remainingMs = options.deadlineMs - (performance.now() - startedAt);
          const waitMs = hasTold || attempt > 0 ? null : waitBefore(second, failure, options, remainingMs);
          if (waitMs === null) throw failed(options, failure);
          await sleep(waitMs, undefined, { signal: deadline.signal }).catch(() => undefined);
          if (signal.aborted) throw new AssistantError('cancelled', 'The question was taken back');
        }
      }
    } finally {
      deadline.stop();
    }
  }

  async function* attemptOf({ model, breaker }: Candidate, request: ChatModelRequest, signal: AbortSignal) {
    const leave = await breaker.enter();
    let failure: ChatFailure | null = null;
    try {
      yield* readChatStream((inner) => open(model, request, inner), { model, limits: options, signal });
    } catch (error) {
      failure = toChatFailure(error);
      throw failure;
    } finally {
      // A visitor who left says nothing of the server; nor does a caller who has read enough.
      leave({ failure: signal.aborted && !(signal.reason instanceof ChatFailure) ? null : failure });
    }
  }

  return { model: options.model, stream, findFault: (signal) => findFault(options, signal) };
}

/** How long to wait before the second attempt; null when it would be of no use. */
function waitBefore(
  second: Candidate,
  failure: ChatFailure,
  options: OpenAIChatOptions,
  remainingMs: number,
): number | null {
  if (failure.kind === 'refused') return null;
  const isOtherModel = second.model !== options.model;
  if (!isOtherModel && failure.kind !== 'passing') return null;
  const jitter = 0.5 + (options.random ?? Math.random)();
  const waitMs = isOtherModel ? 0 : (failure.retryAfterMs ?? SECOND_ATTEMPT_AFTER_MS * jitter);
  return remainingMs - waitMs > WORTH_TRYING_MS ? waitMs : null;
}

function createOpen({ apiKey, baseUrl }: OpenAIChatOptions): Open {
  /** Models that do not take what only some servers understand: set temperature, seed, reply schema. */
  const plainModels = new Set<string>();

  async function openWith(model: string, request: ChatModelRequest, signal: AbortSignal, isPlain: boolean) {
    const { ChatOpenAICompletions } = await import('@langchain/openai');
    const { replySchema } = request;
    const client = new ChatOpenAICompletions({
      apiKey: apiKey ?? 'none',
      model,
      maxTokens: request.maximumOutputTokens,
      maxRetries: 0,
      streamUsage: true,
      ...(isPlain ? {} : { temperature: 0 }),
      configuration: {
        // The client writes replies that it cannot read to the console.
        logLevel: 'off',
        ...(baseUrl === null ? {} : { baseURL: baseUrl }),
      },
    });
    return await client.stream(
      request.messages.map(({ role, content }) => ({ role, content })),
      {
        signal,
        ...(isPlain ? {} : { seed: 7 }),
        ...(isPlain || replySchema === undefined
          ? {}
          : {
              response_format: {
                type: 'json_schema',
                json_schema: { name: replySchema.name, schema: replySchema.schema, strict: true },
              },
            }),
      },
    );
  }

  return async function open(model, request, signal) {
    if (plainModels.has(model)) return await openWith(model, request, signal, true);
    try {
      return await openWith(model, request, signal, false);
    } catch (error) {
      if (toChatFailure(error).kind !== 'rejected') throw error;
      const chunks = await openWith(model, request, signal, true);
      plainModels.add(model);
      return chunks;
    }
  };
}

function createDeadline(milliseconds: number, reason: ChatFailure, outer: AbortSignal) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(reason), milliseconds);
  const follow = () => controller.abort(outer.reason);
  if (outer.aborted) follow();
  else outer.addEventListener('abort', follow, { once: true });
  return {
    signal: controller.signal,
    stop() {
      clearTimeout(timer);
      outer.removeEventListener('abort', follow);
    },
  };
}

/** Lists the server's models: cheap, and it tells a wrong key or address before a visitor meets it. */
async function findFault(
  { apiKey, baseUrl, model }: OpenAIChatOptions,
  signal: AbortSignal,
): Promise<string | null> {
  const address = `${(baseUrl ?? 'https://api.openai.com/v1').replace(/\/+$/, '')}/models`;
  try {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${apiKey ?? 'none'}` },
      signal: AbortSignal.any([signal, AbortSignal.timeout(FAULT_TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    if (response.status === 401 || response.status === 403) {
      return `the server of chat model "${model}" refuses the key: check OPENAI_API_KEY`;
    }
    // Servers that list no models may answer well all the same.
    return response.status >= 500 ? `the server of chat model "${model}" answers ${response.status}` : null;
  } catch {
    return `the server of chat model "${model}" cannot be reached: check OPENAI_BASE_URL`;
  }
}

/** Without the vendor's error as cause: its text may repeat the key or the visitor's words. */
function failed({ model }: OpenAIChatOptions, { message, kind }: ChatFailure): AssistantError {
  const remedy = kind === 'refused' ? '; check OPENAI_API_KEY' : '';
  return new AssistantError('model-failed', `Chat model "${model}" failed: ${message}${remedy}`);
}
