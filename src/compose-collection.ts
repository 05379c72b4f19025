import { randomUUID } from 'node:crypto';
import { createKeywordIndexBuilder } from './adapters/keyword/bm25-index.ts';
import { createCatalogue } from './catalogue/create-catalogue.ts';
import { type AnswerDependencies, createAnswerMessage } from './chat/answer-message.ts';
import { createDecideSupport } from './chat/decide-support.ts';
import { createFindDescribed } from './chat/described-challenges.ts';
import { createFindMentions } from './chat/find-mentions.ts';
import { createHoldConversation, type HoldConversation } from './chat/hold-conversation.ts';
import { createRankByOwnWords } from './chat/rank-by-own-words.ts';
import { createReadKind } from './chat/read-kind.ts';
import { createUnderstandMessage } from './chat/understand-message.ts';
import type { Foundation } from './compose-foundation.ts';
import { type StageWatchers, watchStage } from './compose-metrics.ts';
import { composeAskModel, composeAssessIdea, type LanguageModels } from './compose-models.ts';
import type { Engine } from './domain/provenance.ts';
import { createTextClassifier, serializedTextClassifierSchema } from './learning/text-classifier.ts';
import { createMatchIdea } from './matching/match-idea.ts';
import type { LoadedIndex } from './ports/index-store.ts';
import type { Journal } from './ports/journal.ts';
import { documentStems, indexedWords, passageStems } from './retrieval/indexed-words.ts';
import { createRetrieval } from './retrieval/retrieve-passages.ts';

/** Written into every result: raise it when the same input may give other bytes. */
const ENGINE_VERSION = 'extractive-1';

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
  const wordsOf = indexedWords(collection, analyzer);
  const decideSupport = createDecideSupport({
    absentMatters: collection.absentMatters,
    analyzer,
    retrieval,
    wordsOf,
    documentStems: documentStems(collection, analyzer),
  });
  const stemsOf = passageStems(collection, analyzer);
  const answerMessage = createAnswerMessage({
    catalogue,
    analyzer,
    ...watched({ retrieval, understandMessage, decideSupport, matchIdea: assessIdea }, foundation),
    findDescribed,
    findMentions: createFindMentions({ stemsOf, analyzer, retrieval, catalogue }),
    rankByOwnWords: createRankByOwnWords({ stemsOf, analyzer, retrieval }),
    stemsOf,
    wordsOf,
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

/** The stages of an answer with their time told, where somebody watches. */
function watched<
  Stages extends Pick<AnswerDependencies, 'retrieval' | 'understandMessage' | 'decideSupport' | 'matchIdea'>,
>(stages: Stages, watchers: StageWatchers) {
  if (!watchers.metrics && !watchers.tracer) return stages;
  const { retrieval, understandMessage, decideSupport, matchIdea } = stages;
  return {
    retrieval: { ...retrieval, retrieve: watchStage('retrieve', retrieval.retrieve, watchers) },
    understandMessage: watchStage('understand', understandMessage, watchers),
    decideSupport: Object.assign(watchStage('decide', decideSupport, watchers), {
      coverage: decideSupport.coverage,
      asksForAbsent: decideSupport.asksForAbsent,
    }),
    matchIdea: watchStage('match', matchIdea, watchers),
  };
}

function engineOf({ embeddingModel }: Foundation, retrieval: Engine['retrieval']): Engine {
  const { provider, model } = embeddingModel.space;
  return { answerer: ENGINE_VERSION, embeddings: `${provider}/${model}`, retrieval };
}
