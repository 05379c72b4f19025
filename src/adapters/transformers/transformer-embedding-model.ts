import { z } from 'zod';
import type { Embedding, EmbeddingSpace } from '../../domain/embedding.ts';
import { toUnitLength } from '../../domain/embedding.ts';
import { AssistantError } from '../../domain/errors.ts';
import type { EmbeddingModel, EmbeddingPurpose } from '../../ports/embedding-model.ts';

/** A block of numbers as the library gives it: row by row, token ids and masks as big integers. */
export type Tensor = {
  readonly data: ArrayLike<number | bigint>;
  readonly dims: readonly number[];
};

/** The part of the library that is used. */
export type TransformersLibrary = {
  readonly env: { localModelPath?: string; allowRemoteModels?: boolean };
  readonly AutoTokenizer: { from_pretrained(model: string): Promise<Tokenizer> };
  readonly AutoModel: { from_pretrained(model: string): Promise<TokenModel> };
};

type Tokenizer = (
  texts: readonly string[],
  options: { readonly padding: true; readonly truncation: true },
) => { readonly attention_mask: Tensor };
type TokenModel = (inputs: {
  readonly attention_mask: Tensor;
}) => Promise<{ readonly last_hidden_state: Tensor }>;

export type TransformerEmbeddingOptions = {
  readonly model: string;
  /** Where models lie on this machine; null loads from the hub, which needs a network the first time. */
  readonly modelsFolder: string | null;
  /** What the configuration asks for; null accepts what the model gives. */
  readonly dimensions: number | null;
  readonly batchSize: number;
  readonly importLibrary?: () => Promise<unknown>;
};

const PACKAGE: string = '@huggingface/transformers';

const librarySchema = z.custom<TransformersLibrary>(
  (value) => typeof value === 'object' && value !== null && 'AutoTokenizer' in value && 'AutoModel' in value,
);

/**
 * A transformer that runs on this machine, such as multilingual-e5-small. Its library is an optional peer, loaded here.
 * @throws {AssistantError} `embedding-failed` naming the package or the model that is missing.
 */
export async function createTransformerEmbeddingModel(
  options: TransformerEmbeddingOptions,
): Promise<EmbeddingModel> {
  const { tokenizer, model } = await loadModel(options);

  async function embedBatch(texts: readonly string[]): Promise<readonly Embedding[]> {
    const inputs = tokenizer(texts, { padding: true, truncation: true });
    const { last_hidden_state } = await model(inputs);
    return averageTokens(last_hidden_state, inputs.attention_mask).map(requireDirection);
  }

  async function embed(texts: readonly string[], purpose: EmbeddingPurpose, signal?: AbortSignal) {
    const embeddings: Embedding[] = [];
    for (let start = 0; start < texts.length; start += options.batchSize) {
      if (signal?.aborted) throw new AssistantError('cancelled', 'Embedding was cancelled');
      const batch = texts.slice(start, start + options.batchSize);
      embeddings.push(...(await embedBatch(withPrefixes(batch, purpose, options.model))));
    }
    return embeddings;
  }

  const [probe] = await embed(['dimensiones'], 'query');
  return { space: createSpace(options, probe?.length ?? 0), embed };
}

/** The e5 family was trained with a word that says what the text is for; without it the similarities suffer. */
export function withPrefixes(
  texts: readonly string[],
  purpose: EmbeddingPurpose,
  model: string,
): readonly string[] {
  return /(^|[^a-z0-9])e5([^a-z0-9]|$)/i.test(model) ? texts.map((text) => `${purpose}: ${text}`) : texts;
}

/** Averages the vectors of each text's own tokens; padding, where the mask is 0, must not count. */
export function averageTokens(hidden: Tensor, mask: Tensor): readonly Float32Array[] {
  const [texts = 0, tokens = 0, dimensions = 0] = hidden.dims;
  if (hidden.data.length !== texts * tokens * dimensions || mask.data.length !== texts * tokens) {
    throw new AssistantError('embedding-failed', `The model answered a shape of [${hidden.dims.join(', ')}]`);
  }
  return Array.from({ length: texts }, (_, text) => {
    const sum = new Float32Array(dimensions);
    for (let token = text * tokens; token < (text + 1) * tokens; token++) {
      if (Number(mask.data[token]) === 0) continue;
      for (let i = 0; i < dimensions; i++)
        sum[i] = (sum[i] ?? 0) + Number(hidden.data[token * dimensions + i]);
    }
    return sum;
  });
}

function requireDirection(sum: Float32Array): Embedding {
  const embedding = sum.every(Number.isFinite) ? toUnitLength(sum) : null;
  if (embedding === null)
    throw new AssistantError('embedding-failed', 'The model answered a vector without direction');
  return embedding;
}

async function loadModel(options: TransformerEmbeddingOptions) {
  const library = await importTransformers(options.importLibrary ?? (() => import(PACKAGE)));
  if (options.modelsFolder !== null) {
    library.env.localModelPath = options.modelsFolder;
    library.env.allowRemoteModels = false;
  }
  try {
    const tokenizer = await library.AutoTokenizer.from_pretrained(options.model);
    return { tokenizer, model: await library.AutoModel.from_pretrained(options.model) };
  } catch (cause) {
    const message = `The transformer "${options.model}" cannot be loaded; check EMBEDDING_MODEL and that its files are there`;
    throw new AssistantError('embedding-failed', message, { cause });
  }
}

async function importTransformers(importLibrary: () => Promise<unknown>): Promise<TransformersLibrary> {
  try {
    return librarySchema.parse(await importLibrary());
  } catch (cause) {
    const message = `EMBEDDING_PROVIDER=transformers needs the package ${PACKAGE}; run npm install ${PACKAGE}`;
    throw new AssistantError('embedding-failed', message, { cause });
  }
}

function createSpace({ model, dimensions }: TransformerEmbeddingOptions, actual: number): EmbeddingSpace {
  if (dimensions === null || dimensions === actual)
    return { provider: 'transformers', model, dimensions: actual };
  const message = `The transformer "${model}" gives ${actual} numbers but EMBEDDING_DIMENSIONS is ${dimensions}`;
  throw new AssistantError('embedding-failed', `${message}; leave it unset`);
}
