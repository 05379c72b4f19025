import { join } from 'node:path';
import { createFolderCorpus } from './adapters/corpus/folder-corpus.ts';
import { createProcessDocumentReader } from './adapters/corpus/process-document-reader.ts';
import { createExactIndexFiles } from './adapters/exact-search/exact-vector-index.ts';
import { createHnswlibIndexFiles } from './adapters/hnswlib/hnswlib-index-files.ts';
import { createIndexFolder } from './adapters/index-folder/index-folder.ts';
import { INDEX_FORMAT_VERSION } from './adapters/index-folder/manifest.ts';
import { createSpanishAnalyzer } from './adapters/keyword/spanish-analyzer.ts';
import { createTextSplitter } from './adapters/langchain/text-splitter.ts';
import {
  type LabelledMessage,
  readLabelledMessages,
} from './adapters/message-kinds/read-labelled-messages.ts';
import { createPinoLogger } from './adapters/pino/pino-logger.ts';
import { loadStaticEmbeddingModel } from './adapters/static-embeddings/static-embedding-model.ts';
import { trainMessageKinds } from './chat/train-message-kinds.ts';
import { fingerprint } from './compose-models.ts';
import type { Config } from './config.ts';
import { isSameSpace } from './domain/embedding.ts';
import { AssistantError } from './domain/errors.ts';
import {
  createIngestCollection,
  type IngestCollection,
  type IngestionReport,
  type IngestOptions,
} from './ingestion/ingest-collection.ts';
import { trainMatcher } from './matching/train-matcher.ts';
import type { ChatModel } from './ports/chat-model.ts';
import type { Clock } from './ports/clock.ts';
import type { Corpus } from './ports/corpus.ts';
import type { EmbeddingModel } from './ports/embedding-model.ts';
import type { IndexStore, LoadedIndex } from './ports/index-store.ts';
import type { Logger } from './ports/logger.ts';
import type { Metrics } from './ports/metrics.ts';
import type { TextAnalyzer } from './ports/text-analyzer.ts';
import type { Tracer } from './ports/tracer.ts';

/** Raise it when parsing, splitting or training changes: indexes built before are then built again. */
const RECIPE_VERSION = 6;

/** The parts that ingestion and the assistant share. A test hands its own in `overrides`. */
export type Foundation = {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly corpus: Corpus;
  readonly analyzer: TextAnalyzer;
  readonly embeddingModel: EmbeddingModel;
  readonly indexStore: IndexStore;
  readonly labelledMessages: readonly LabelledMessage[];
  readonly recipe: string;
  readonly metrics?: Metrics | undefined;
  readonly tracer?: Tracer | undefined;
  /** In the place of the configured one; tests. */
  readonly chatModel?: ChatModel | undefined;
};

export async function composeFoundation(
  config: Config,
  overrides: Partial<Foundation> = {},
): Promise<Foundation> {
  const logger = overrides.logger ?? createPinoLogger(config.logLevel);
  const exact = createExactIndexFiles();
  const labelledMessages =
    overrides.labelledMessages ??
    (await readLabelledMessages(join(config.folders.models, 'message-kinds', 'examples.jsonl')));
  return {
    config,
    logger,
    clock: overrides.clock ?? { now: () => new Date() },
    corpus: overrides.corpus ?? createFolderCorpus({ folder: config.folders.corpus }),
    analyzer: overrides.analyzer ?? createSpanishAnalyzer(),
    embeddingModel: overrides.embeddingModel ?? (await composeEmbeddingModel(config)),
    indexStore:
      overrides.indexStore ??
      createIndexFolder({
        folder: config.folders.index,
        vectorIndexFiles: (await createHnswlibIndexFiles()) ?? exact,
        fallbackIndexFiles: exact,
        logger,
      }),
    labelledMessages,
    recipe: overrides.recipe ?? fingerprint(JSON.stringify([RECIPE_VERSION, labelledMessages])),
    ...{ metrics: overrides.metrics, tracer: overrides.tracer },
    chatModel: overrides.chatModel,
  };
}

/** Providers other than the embedded one are loaded only when they are chosen: their libraries cost half a second. */
async function composeEmbeddingModel({ embedding, openai, folders }: Config): Promise<EmbeddingModel> {
  const { model, dimensions, batchSize, timeoutMs } = embedding;
  if (embedding.provider === 'openai') {
    const { createOpenAIEmbeddingModel } = await import('./adapters/langchain/openai-embedding-model.ts');
    const { apiKey, baseUrl } = openai;
    return createOpenAIEmbeddingModel({
      apiKey: apiKey ?? 'none',
      baseUrl,
      model,
      dimensions,
      timeoutMs,
      batchSize,
    });
  }
  if (embedding.provider === 'transformers') {
    const { createTransformerEmbeddingModel } = await import(
      './adapters/transformers/transformer-embedding-model.ts'
    );
    return createTransformerEmbeddingModel({ model, modelsFolder: folders.models, dimensions, batchSize });
  }
  return loadStaticEmbeddingModel({ file: join(folders.models, `${model}.sem`) });
}

export function composeIngestion(foundation: Foundation): IngestCollection {
  const { config, corpus, analyzer, embeddingModel, indexStore } = foundation;
  return createIngestCollection({
    corpus,
    reader: createProcessDocumentReader(config.reading),
    splitter: createTextSplitter(),
    embeddingModel,
    indexStore,
    trainers: {
      matcher: (collection) => trainMatcher({ collection, analyzer, embeddingModel }),
      messageKinds: async (collection) =>
        trainMessageKinds({ messages: foundation.labelledMessages, collection, analyzer, embeddingModel }),
    },
    recipe: foundation.recipe,
    fingerprint,
    batchSize: config.embedding.batchSize,
  });
}

/** Loads a collection's index, or builds it when it is missing, stale or damaged. */
export async function prepareIndex(
  foundation: Foundation,
  collection: string,
  options: IngestOptions & { readonly onReport?: (report: IngestionReport) => void } = {},
): Promise<LoadedIndex> {
  const { corpus, indexStore, embeddingModel, logger } = foundation;
  const expected = {
    corpusDigest: await corpus.digest(collection),
    recipe: foundation.recipe,
    space: embeddingModel.space,
  };
  const stamp = await indexStore.readStamp(collection);
  const isCurrent =
    stamp !== null &&
    stamp.formatVersion === INDEX_FORMAT_VERSION &&
    stamp.corpusDigest === expected.corpusDigest &&
    stamp.recipe === expected.recipe &&
    isSameSpace(stamp.space, expected.space);
  if (isCurrent) {
    try {
      return await indexStore.load(collection, expected);
    } catch (error) {
      if (!(error instanceof AssistantError)) throw error;
      logger.warn('index-unusable', { collection, reason: error.message });
    }
  }
  const { report, index } = await composeIngestion(foundation)(collection, options);
  options.onReport?.(report);
  return index;
}
