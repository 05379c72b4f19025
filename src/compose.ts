import { openSqliteJobStore } from './adapters/sqlite/sqlite-job-store.ts';
import { openSqliteJournal } from './adapters/sqlite/sqlite-journal.ts';
import {
  describeChallengeNumber,
  describeChallenges,
  describeCollection,
  describeDocument,
  describePassage,
} from './catalogue/describe-collection.ts';
import { createMaskedJournal } from './chat/masked-journal.ts';
import { type BatchCollection, type Batches, composeBatches } from './compose-batches.ts';
import { type CollectionAssistant, composeCollection } from './compose-collection.ts';
import { type Foundation, prepareIndex } from './compose-foundation.ts';
import { composeLanguageModels, type LanguageModels } from './compose-models.ts';
import { composeUnanswered } from './compose-unanswered.ts';
import { AssistantError } from './domain/errors.ts';
import type { AppDependencies } from './http/app-dependencies.ts';
import type { BatchDependencies } from './http/batch-dependencies.ts';
import type { UnansweredDependencies } from './http/unanswered-dependencies.ts';
import type { IngestionReport, IngestOptions } from './ingestion/ingest-collection.ts';
import type { JobStore } from './ports/job-store.ts';
import type { Journal } from './ports/journal.ts';

// For the evaluations and the bench, which take every part from here.

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

function batchCollections(
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
