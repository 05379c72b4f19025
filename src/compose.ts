import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createFolderCorpus } from './adapters/corpus/folder-corpus.ts';
import { createProcessDocumentReader } from './adapters/corpus/process-document-reader.ts';
import { createExactIndexFiles } from './adapters/exact-search/exact-vector-index.ts';
import { createHnswlibIndexFiles } from './adapters/hnswlib/hnswlib-index-files.ts';
import { createIndexFolder } from './adapters/index-folder/index-folder.ts';
import { INDEX_FORMAT_VERSION } from './adapters/index-folder/manifest.ts';
import { createKeywordIndexBuilder } from './adapters/keyword/bm25-index.ts';
import { createSpanishAnalyzer } from './adapters/keyword/spanish-analyzer.ts';
import { createTextSplitter } from './adapters/langchain/text-splitter.ts';
import {
  type LabelledMessage,
  readLabelledMessages,
} from './adapters/message-kinds/read-labelled-messages.ts';
import { createPinoLogger } from './adapters/pino/pino-logger.ts';
import { openSqliteJobStore } from './adapters/sqlite/sqlite-job-store.ts';
import { openSqliteJournal } from './adapters/sqlite/sqlite-journal.ts';
import { loadStaticEmbeddingModel } from './adapters/static-embeddings/static-embedding-model.ts';
import { createCatalogue } from './catalogue/create-catalogue.ts';
import {
  describeChallengeNumber,
  describeChallenges,
  describeCollection,
  describeDocument,
  describePassage,
} from './catalogue/describe-collection.ts';
import { type AnswerDependencies, createAnswerMessage } from './chat/answer-message.ts';
import { createDecideSupport } from './chat/decide-support.ts';
import { createFindDescribed } from './chat/described-challenges.ts';
import { createFindMentions } from './chat/find-mentions.ts';
import { createHoldConversation, type HoldConversation } from './chat/hold-conversation.ts';
import { createMaskedJournal } from './chat/masked-journal.ts';
import { createReadKind } from './chat/read-kind.ts';
import { trainMessageKinds } from './chat/train-message-kinds.ts';
import { createUnderstandMessage } from './chat/understand-message.ts';
import { type BatchCollection, type Batches, composeBatches } from './compose-batches.ts';
import { measureStage, measureStageAtOnce } from './compose-metrics.ts';
import {
  composeAskModel,
  composeAssessIdea,
  composeLanguageModels,
  fingerprint,
  type LanguageModels,
} from './compose-models.ts';
import { composeUnanswered } from './compose-unanswered.ts';
import type { Config } from './config.ts';
import { isSameSpace } from './domain/embedding.ts';
import { AssistantError } from './domain/errors.ts';
import type { Engine } from './domain/provenance.ts';
import type { AppDependencies } from './http/app-dependencies.ts';
import type { BatchDependencies } from './http/batch-dependencies.ts';
import type { UnansweredDependencies } from './http/unanswered-dependencies.ts';
import {
  createIngestCollection,
  type IngestCollection,
  type IngestionReport,
  type IngestOptions,
} from './ingestion/ingest-collection.ts';
import { createTextClassifier, serializedTextClassifierSchema } from './learning/text-classifier.ts';
import { createMatchIdea } from './matching/match-idea.ts';
import { trainMatcher } from './matching/train-matcher.ts';
import type { ChatModel } from './ports/chat-model.ts';
import type { Clock } from './ports/clock.ts';
import type { Corpus } from './ports/corpus.ts';
import type { EmbeddingModel } from './ports/embedding-model.ts';
import type { IndexStore, LoadedIndex } from './ports/index-store.ts';
import type { JobStore } from './ports/job-store.ts';
import type { Journal } from './ports/journal.ts';
import type { Logger } from './ports/logger.ts';
import type { Metrics } from './ports/metrics.ts';
import type { TextAnalyzer } from './ports/text-analyzer.ts';
import { documentStems, indexedWords, passageStems } from './retrieval/indexed-words.ts';
import { createRetrieval } from './retrieval/retrieve-passages.ts';

/** Written into every result: raise it when the same input may give other bytes. */
export const ENGINE_VERSION = 'extractive-1';

/** Raise it when parsing, splitting or training changes: indexes built before are then built again. */
const RECIPE_VERSION = 2;

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
    metrics: overrides.metrics,
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

/** One collection, ready to be asked. */
export type CollectionAssistant = {
  readonly index: LoadedIndex;
  readonly holdConversation: HoldConversation;
  readonly answerMessage: ReturnType<typeof createAnswerMessage>;
  readonly matchIdea: Awaited<ReturnType<typeof createMatchIdea>>;
  /** `matchIdea` with a language model's second opinion, where there is one: for one idea at a time, not for batches. */
  readonly assessIdea: Awaited<ReturnType<typeof createMatchIdea>>;
  readonly catalogue: ReturnType<typeof createCatalogue>;
  readonly retrieval: ReturnType<typeof createRetrieval>;
  readonly understandMessage: ReturnType<typeof createUnderstandMessage>;
  readonly decideSupport: ReturnType<typeof createDecideSupport>;
};

export async function composeCollection(
  foundation: Foundation,
  index: LoadedIndex,
  journal: Journal,
  models: LanguageModels | null = null,
): Promise<CollectionAssistant> {
  const { analyzer, embeddingModel } = foundation;
  const { collection, learned } = index;
  const buildKeywordIndex = createKeywordIndexBuilder({ analyzer });
  const catalogue = createCatalogue(collection);
  const retrieval = createRetrieval({
    collection,
    vectors: index.vectors,
    buildKeywordIndex,
    analyzer,
    embeddingModel,
  });
  const kinds = createTextClassifier(serializedTextClassifierSchema.parse(learned.messageKinds), analyzer);
  const matchIdea = await createMatchIdea({
    collection,
    learned: learned.matcher ?? null,
    analyzer,
    embeddingModel,
    buildKeywordIndex,
    engineVersion: ENGINE_VERSION,
  });
  const assessIdea = models ? composeAssessIdea(models, collection, { ...foundation, matchIdea }) : matchIdea;
  const findDescribed = createFindDescribed({ catalogue, analyzer, retrieval });
  const understandMessage = createUnderstandMessage({
    findDescribed,
    retrieval,
    catalogue,
    analyzer,
    readKind: createReadKind(kinds, embeddingModel),
  });
  const decideSupport = createDecideSupport({
    absentMatters: collection.absentMatters,
    analyzer,
    retrieval,
    wordsOf: indexedWords(collection, analyzer),
    documentStems: documentStems(collection, analyzer),
  });
  const stemsOf = passageStems(collection, analyzer);
  const answerMessage = createAnswerMessage({
    catalogue,
    analyzer,
    ...measured({ retrieval, understandMessage, decideSupport, matchIdea: assessIdea }, foundation.metrics),
    findDescribed,
    findMentions: createFindMentions({ stemsOf, analyzer, retrieval, catalogue }),
    stemsOf,
    askModel: models ? await composeAskModel(models, collection, foundation) : undefined,
    corpus: { collection: collection.manifest.id, digest: collection.digest },
    engine: engineOf(foundation, retrieval.mode),
  });
  return {
    index,
    answerMessage,
    understandMessage,
    decideSupport,
    matchIdea,
    assessIdea,
    catalogue,
    retrieval,
    holdConversation: createHoldConversation({
      answerMessage,
      journal,
      collection: collection.manifest.id,
      newId: randomUUID,
    }),
  };
}

/** The stages of an answer with their time measured, where somebody measures. */
function measured<
  Stages extends Pick<AnswerDependencies, 'retrieval' | 'understandMessage' | 'decideSupport' | 'matchIdea'>,
>(stages: Stages, metrics: Metrics | undefined) {
  if (!metrics) return stages;
  const { retrieval, understandMessage, decideSupport, matchIdea } = stages;
  return {
    retrieval: { ...retrieval, retrieve: measureStage('retrieve', retrieval.retrieve, metrics) },
    understandMessage: measureStage('understand', understandMessage, metrics),
    decideSupport: Object.assign(measureStageAtOnce('decide', decideSupport, metrics), {
      coverage: decideSupport.coverage,
    }),
    matchIdea: measureStage('match', matchIdea, metrics),
  };
}

function engineOf({ embeddingModel }: Foundation, retrieval: Engine['retrieval']): Engine {
  const { provider, model } = embeddingModel.space;
  return { answerer: ENGINE_VERSION, embeddings: `${provider}/${model}`, retrieval };
}

/** The assistant over every collection of the corpus, as the functions that the HTTP wall and the command line call. */
export type Assistant = AppDependencies & {
  readonly collections: ReadonlyMap<string, CollectionAssistant>;
  readonly batches: Batches;
  /** The stores that keep things for a time only. */
  readonly expiring: readonly { forgetExpired(): Promise<number> }[];
  close(): Promise<void>;
};

export async function composeAssistant(
  foundation: Foundation,
  options: IngestOptions & {
    readonly onReport?: (report: IngestionReport) => void;
    readonly journal?: Journal;
    readonly jobStore?: JobStore;
  } = {},
): Promise<Assistant> {
  const { config, clock, corpus, logger } = foundation;
  const ids = await corpus.listCollections();
  const journal = createMaskedJournal(
    options.journal ??
      (await openSqliteJournal({
        folder: config.folders.data,
        retentionDays: config.conversations.retentionDays,
        clock,
      })),
  );
  await journal.forgetExpired();
  const jobStore = options.jobStore ?? (await openJobStore(foundation, 'jobs.db'));
  await jobStore.forgetExpired();
  const models = await composeLanguageModels(foundation);
  const collections = new Map<string, CollectionAssistant>();
  for (const id of ids) {
    try {
      collections.set(
        id,
        await composeCollection(foundation, await prepareIndex(foundation, id, options), journal, models),
      );
    } catch (error) {
      // One unusable collection must not take the others with it; with none left there is nothing to serve.
      if (!(error instanceof AssistantError) || ids.length === 1) throw error;
      logger.error('collection-unusable', { collection: id, reason: error.message });
    }
  }
  const batches = composeBatches({ ...foundation, jobStore, collections: batchCollections(collections) });
  return {
    ...batches,
    ...serve(collections, journal, jobStore, models),
    ...composeUnanswered({
      ...foundation,
      journal,
      mattersOf: async (id) => collections.get(id)?.index.collection.absentMatters ?? [],
    }),
    collections,
    batches,
    expiring: [journal, jobStore, ...(models ? [models] : [])],
    close: async () => {
      await batches.close();
      await jobStore.close();
      await journal.close();
      await models?.close();
    },
  };
}

export async function openJobStore({ config, clock }: Foundation, file: string): Promise<JobStore> {
  const { retentionDays } = config.conversations;
  return await openSqliteJobStore({ folder: config.folders.data, file, retentionDays, clock });
}

export function batchCollections(
  collections: ReadonlyMap<string, CollectionAssistant>,
): ReadonlyMap<string, BatchCollection> {
  return new Map(
    [...collections].map(([id, { index, matchIdea }]) => [id, { collection: index.collection, matchIdea }]),
  );
}

function serve(
  collections: ReadonlyMap<string, CollectionAssistant>,
  journal: Journal,
  jobStore: JobStore,
  models: LanguageModels | null,
): Omit<AppDependencies, keyof BatchDependencies | keyof UnansweredDependencies> {
  function pick(id: string | undefined): CollectionAssistant {
    const found = id === undefined ? [...collections.values()][0] : collections.get(id);
    if (!found) throw new AssistantError('not-found', `There is no collection "${id ?? ''}"`);
    return found;
  }
  return {
    startAnswer: (request, signal) => pick(request.collection).holdConversation(request, signal),
    matchIdea: ({ idea, collection, locale, top }, signal) =>
      pick(collection).assessIdea({ idea, locale: locale ?? 'es', top }, signal),
    listCollections: async () =>
      [...collections.values()].map(({ catalogue }) => describeCollection(catalogue)),
    listChallenges: async (collection) => describeChallenges(pick(collection).catalogue),
    getChallenge: async (number, collection) => describeChallengeNumber(pick(collection).catalogue, number),
    getPassage: async (id) => {
      const { catalogue } = pick(id.split('.')[0]);
      const passage = catalogue.passages.get(id);
      if (!passage) throw new AssistantError('not-found', `There is no passage "${id}"`);
      return describePassage(catalogue, passage);
    },
    getDocument: async (collection, document) => describeDocument(pick(collection).catalogue, document),
    searchPassages: async ({ query, count, collection }) => {
      const { retrieval } = pick(collection);
      const found = await retrieval.retrieve({ text: query, count });
      const results = found.map(({ passage, score }) => ({
        passage,
        score: Math.round(score * 10_000) / 10_000,
      }));
      return { results, retrieval: retrieval.mode };
    },
    forgetConversation: (conversationId) => journal.forgetConversation(conversationId),
    recordFeedback: async (feedback) => {
      if (!(await journal.recordFeedback(feedback))) {
        throw new AssistantError('not-found', 'There is no such message');
      }
    },
    readiness: async () => {
      if (collections.size === 0) return { ready: false, reason: 'no collection is loaded' };
      try {
        await Promise.all([journal.check(), jobStore.check()]);
        const fault = models?.fault() ?? null;
        return { ready: true, ...(fault === null ? {} : { reason: `answers are extractive: ${fault}` }) };
      } catch {
        return { ready: false, reason: 'the store does not answer' };
      }
    },
  };
}
