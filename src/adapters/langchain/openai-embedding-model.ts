import { setTimeout } from 'node:timers/promises';
import type { Embedding, EmbeddingSpace } from '../../domain/embedding.ts';
import { embeddingDefect, toUnitLength } from '../../domain/embedding.ts';
import { AssistantError } from '../../domain/errors.ts';
import type { EmbeddingModel } from '../../ports/embedding-model.ts';
import { describeFailure, isWorthRetrying } from './embedding-failure.ts';
import { createOrderedFetch } from './ordered-fetch.ts';

export type OpenAIEmbeddingOptions = {
  /** Any text for a server that needs none; never taken from the environment, lest one server's key goes to another. */
  readonly apiKey: string;
  readonly baseUrl: string | null;
  readonly model: string;
  /** Null: what the model is known for, else what it answers to one short text. */
  readonly dimensions: number | null;
  readonly timeoutMs: number;
  /** Texts a request; a failure costs one batch. */
  readonly batchSize: number;
  /** Waits before each new attempt; their number is the number of retries. */
  readonly retryDelaysMs?: readonly number[];
};

type Request = (texts: readonly string[], signal: AbortSignal | undefined) => Promise<readonly number[][]>;

const KNOWN_DIMENSIONS: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
};
const DEFAULT_RETRY_DELAYS_MS = [500, 2000, 8000];
/** Servers refuse an empty text; a space stands for it. */
const BLANK = ' ';

/**
 * Embeddings of OpenAI or of any server that speaks its protocol, through LangChain (loaded here, not at start).
 * @throws {AssistantError} `embedding-failed` when the dimensions must be asked for and the server does not answer.
 */
export async function createOpenAIEmbeddingModel(options: OpenAIEmbeddingOptions): Promise<EmbeddingModel> {
  const request = await createRequest(options);
  const known = options.dimensions ?? KNOWN_DIMENSIONS[options.model] ?? null;
  const dimensions = known ?? (await askDimensions(request, options));
  const space: EmbeddingSpace = { provider: 'openai', model: options.model, dimensions };

  async function embed(texts: readonly string[], _purpose: unknown, signal?: AbortSignal) {
    const embeddings: Embedding[] = [];
    for (let start = 0; start < texts.length; start += options.batchSize) {
      const batch = texts.slice(start, start + options.batchSize).map((text) => text || BLANK);
      const answer = await requestWithRetries(request, batch, options, signal);
      embeddings.push(...checkAnswer(answer, batch.length, space));
    }
    return embeddings;
  }

  return { space, embed };
}

async function createRequest(options: OpenAIEmbeddingOptions): Promise<Request> {
  const { OpenAIEmbeddings } = await import('@langchain/openai');
  // Models other than these refuse to be told their dimensions.
  const takesDimensions = options.dimensions !== null && options.model.startsWith('text-embedding-3');
  return async function requestEmbeddings(texts, signal) {
    const client = new OpenAIEmbeddings({
      apiKey: options.apiKey || 'none',
      model: options.model,
      // LangChain asks for base64 by default and reads a server's floats as zeros of a quarter of the length.
      encodingFormat: 'float',
      stripNewLines: false,
      batchSize: options.batchSize,
      timeout: options.timeoutMs,
      maxRetries: 0,
      ...(takesDimensions && options.dimensions !== null ? { dimensions: options.dimensions } : {}),
      configuration: {
        fetch: createOrderedFetch(signal),
        ...(options.baseUrl === null ? {} : { baseURL: options.baseUrl }),
      },
    });
    return await client.embedDocuments([...texts]);
  };
}

async function requestWithRetries(
  request: Request,
  batch: readonly string[],
  options: OpenAIEmbeddingOptions,
  signal: AbortSignal | undefined,
): Promise<readonly number[][]> {
  const delaysMs = options.retryDelaysMs ?? DEFAULT_RETRY_DELAYS_MS;
  for (let attempt = 0; ; attempt++) {
    throwIfCancelled(signal);
    try {
      return await request(batch, signal);
    } catch (error) {
      throwIfCancelled(signal);
      const delayMs = delaysMs[attempt];
      if (delayMs === undefined || !isWorthRetrying(error)) throw failed(options, describeFailure(error));
      await wait(delayMs, signal);
    }
  }
}

/** A server may answer fewer vectors, other lengths or nothing but zeros, with status 200. */
function checkAnswer(answer: readonly unknown[], count: number, space: EmbeddingSpace): readonly Embedding[] {
  if (answer.length !== count) throw unusableAnswer(space, `${answer.length} vectors for ${count} texts`);
  return answer.map((numbers) => {
    if (!Array.isArray(numbers)) throw unusableAnswer(space, 'a vector is missing');
    const defect = embeddingDefect(numbers, space);
    if (defect !== null) throw unusableAnswer(space, defect);
    const embedding = toUnitLength(numbers);
    if (embedding === null) throw unusableAnswer(space, 'a vector of zeros');
    return embedding;
  });
}

async function askDimensions(request: Request, options: OpenAIEmbeddingOptions): Promise<number> {
  const [numbers] = await requestWithRetries(request, ['dimensiones'], options, undefined);
  if (Array.isArray(numbers) && numbers.length > 0) return numbers.length;
  throw failed(options, 'the answer holds no vector');
}

async function wait(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await setTimeout(delayMs, undefined, signal === undefined ? {} : { signal });
  } catch {
    throwIfCancelled(signal);
  }
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AssistantError('cancelled', 'Embedding was cancelled');
}

function unusableAnswer(space: EmbeddingSpace, reason: string): AssistantError {
  const message = `The answer of embedding model "${space.model}" (${space.dimensions} numbers) cannot be used: ${reason}`;
  return new AssistantError('embedding-failed', `${message}; check EMBEDDING_MODEL and EMBEDDING_DIMENSIONS`);
}

/** Without the vendor's error as cause: its text may repeat the key or the visitor's words. */
function failed({ model }: OpenAIEmbeddingOptions, reason: string): AssistantError {
  const message = `Embedding with model "${model}" failed: ${reason}`;
  return new AssistantError('embedding-failed', `${message}; check OPENAI_BASE_URL and OPENAI_API_KEY`);
}
