import type { Embedding } from '../domain/embedding.ts';
import { foldText } from '../domain/fold-text.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { Passage } from '../domain/passage.ts';
import type { RetrievalMode } from '../domain/provenance.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { BuildKeywordIndex, KeywordIndex } from '../ports/keyword-index.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import type { VectorIndex } from '../ports/vector-index.ts';
import { createExpandQuery, type ExpandQuery, expansionTexts } from './expand-query.ts';
import { fuseRankings, type Scores } from './fuse-rankings.ts';

/** A passage worth reading. `score` is 0..1 within one query: it orders, it does not say how sure we are. */
export type RetrievedPassage = { readonly passage: Passage; readonly score: number };

export type RetrievalQuery = {
  readonly text: string;
  /** Earlier words of the talk, which count less than the message's own. */
  readonly context?: string;
  /** Passages that may be found; all when left out. */
  readonly isInScope?: (passage: Passage) => boolean;
  readonly count: number;
};

export type Retrieval = {
  readonly mode: RetrievalMode;
  readonly expandQuery: ExpandQuery;
  /** How rare a word is among all that is indexed; 0 when it is nowhere. */
  rarity(word: string): number;
  /** The indexed words that a word stands for, also when it is misspelt; empty when nothing indexed is near it. */
  stemsFor(word: string): readonly string[];
  /** The same among the documents' own words alone. */
  documentStemsFor(word: string): readonly string[];
  /** Best first; ties in document order. Empty when no word and no vector comes near. */
  retrieve(query: RetrievalQuery, signal?: AbortSignal): Promise<readonly RetrievedPassage[]>;
};

export type RetrievalDependencies = {
  readonly collection: IndexedCollection;
  readonly vectors: VectorIndex;
  readonly buildKeywordIndex: BuildKeywordIndex;
  readonly analyzer: TextAnalyzer;
  readonly embeddingModel: EmbeddingModel;
};

/**
 * Chosen on expected questions of two writers left out whole (2,460 questions, right passage first / within 3). This mix: 88.7 / 96.7 and
 * 76.1 / 91.6 %; equal weights lose 1 and 1 point; expansions at 0.3, right when passages had few expected questions, lose 2 and 1.
 */
const KEYWORD_WEIGHT = 0.7;
const VECTOR_WEIGHT = 0.3;
const EXPANSION_WEIGHT = 0.15;
const CONTEXT_WEIGHT = 0.4;
/** Neighbours asked of the vector index; several of them belong to one passage. */
const NEIGHBOURS = 60;
/** Weight of a word that nothing indexed holds: that of a rare one. */
export const UNKNOWN_RARITY = 6;

/** Finds passages by their words, by the questions they are expected to answer, and by meaning. */
export function createRetrieval(dependencies: RetrievalDependencies): Retrieval {
  const { collection, vectors, analyzer, embeddingModel } = dependencies;
  const keywords = buildIndex(collection, dependencies.buildKeywordIndex);
  const documentWords = dependencies.buildKeywordIndex(
    collection.passages.map(({ id, text }) => ({ id, text })),
  );
  const expandQuery = createExpandQuery(collection.glossary, analyzer);
  const positions = new Map(collection.passages.map((passage, index) => [passage.id, index]));
  const hasVectors = vectors.size > 0;

  async function retrieve(query: RetrievalQuery, signal?: AbortSignal): Promise<readonly RetrievedPassage[]> {
    const expansions = expandQuery(query.text);
    const words = [
      { text: query.text, weight: 1 },
      ...expansionTexts(expansions, EXPANSION_WEIGHT),
      ...(query.context ? [{ text: query.context, weight: CONTEXT_WEIGHT }] : []),
    ];
    const byKeyword = new Map(keywords.search(words, keywords.size).map(({ id, score }) => [id, score]));
    const embedded = hasVectors
      ? await embeddingModel.embed([meaningOf(query, expansions)], 'query', signal)
      : [];
    const bySimilarity = embedded[0] ? similarityByPassage(vectors, embedded[0]) : new Map<string, number>();
    const fused = fuseRankings([
      { scores: inScope(byKeyword, query), weight: KEYWORD_WEIGHT },
      { scores: inScope(bySimilarity, query), weight: VECTOR_WEIGHT },
    ]);
    return [...fused]
      .sort(([a, x], [b, y]) => y - x || (positions.get(a) ?? 0) - (positions.get(b) ?? 0))
      .slice(0, query.count)
      .flatMap(([id, score]) => {
        const passage = passageAt(id);
        return passage ? [{ passage, score }] : [];
      });
  }

  function passageAt(id: string): Passage | undefined {
    return collection.passages[positions.get(id) ?? -1];
  }

  function inScope(scores: Scores, { isInScope }: RetrievalQuery): Scores {
    if (!isInScope) return scores;
    return new Map(
      [...scores].filter(([id]) => {
        const passage = passageAt(id);
        return passage !== undefined && isInScope(passage);
      }),
    );
  }

  return {
    mode: hasVectors ? 'hybrid' : 'keyword',
    expandQuery,
    rarity: (word) => keywords.rarity(word),
    stemsFor: (word) => keywords.stemsFor(word),
    documentStemsFor: (word) => documentWords.stemsFor(word),
    retrieve,
  };
}

function buildIndex(collection: IndexedCollection, build: BuildKeywordIndex): KeywordIndex {
  const questions = new Map<string, string[]>();
  for (const { passageId, question } of collection.expectedQuestions) {
    const known = questions.get(passageId);
    if (known) known.push(question);
    else questions.set(passageId, [question]);
  }
  return build(
    collection.passages.map(({ id, text, headingPath }) => ({
      id,
      text: [...headingPath, text, ...(questions.get(id) ?? [])].join('\n'),
    })),
  );
}

// What local words mean is added, so that a word the model never saw still points somewhere. Without accents and capitals, so that the
// same question finds the same however it is typed.
function meaningOf(
  query: RetrievalQuery,
  expansions: readonly { entry: { documentWords: readonly string[] } }[],
): string {
  return foldText([query.text, ...expansions.flatMap(({ entry }) => entry.documentWords)].join(' '));
}

/** Rarity of a word, or of the documents' word that it is a slip for: "mujers" is as rare as "mujeres". 0 where it is neither. */
export function rarityAsMeant(
  retrieval: Pick<Retrieval, 'rarity' | 'documentStemsFor'>,
  surface: string,
): number {
  const stems = retrieval.documentStemsFor(surface);
  return retrieval.rarity(surface) || Math.max(0, ...stems.map((stem) => retrieval.rarity(stem)));
}

/** A passage is as near as its best vectors: itself or the questions it is expected to answer, the first three counting 1, ½, ¼. */
function similarityByPassage(vectors: VectorIndex, embedding: Embedding): Map<string, number> {
  const shares = [1, 0.5, 0.25];
  const counts = new Map<string, number>();
  const scores = new Map<string, number>();
  for (const { id, similarity } of vectors.search(embedding, NEIGHBOURS)) {
    const passageId = id.split('#')[0] ?? id;
    const count = counts.get(passageId) ?? 0;
    counts.set(passageId, count + 1);
    scores.set(passageId, (scores.get(passageId) ?? 0) + Math.max(0, similarity) * (shares[count] ?? 0));
  }
  return scores;
}
