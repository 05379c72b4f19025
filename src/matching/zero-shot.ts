import { cosineSimilarity, type Embedding } from '../domain/embedding.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { BuildKeywordIndex } from '../ports/keyword-index.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { createExpandQuery, expansionTexts } from '../retrieval/expand-query.ts';
import type { ChallengeProfile } from './challenge-profiles.ts';
import type { FitJudgement, JudgeFit } from './judge-fit.ts';

/** How much each sign counts, and how soon a better sign settles the matter; measured on labelled ideas kept out of it. */
const VOTE_WEIGHT = 2.5;
const SIMILARITY_WEIGHT = 6;
const KEYWORD_WEIGHT = 1;
const NONE_SCORE = 1.6;
const EXPANSION_WEIGHT = 0.5;

/** Judges by the documents and the glossary alone, without labelled examples. */
export async function createJudgeZeroShot(input: {
  readonly collection: IndexedCollection;
  readonly profiles: readonly ChallengeProfile[];
  readonly analyzer: TextAnalyzer;
  readonly embeddingModel: EmbeddingModel;
  readonly buildKeywordIndex: BuildKeywordIndex;
}): Promise<JudgeFit> {
  const { collection, profiles, analyzer, embeddingModel } = input;
  const texts = profiles.map(({ title, questions }) =>
    [title, ...questions].map(({ text }) => text).join('\n'),
  );
  const embeddings = await embeddingModel.embed(texts, 'passage');
  const usual = await usualSimilarities(collection, embeddings, embeddingModel);
  const keywordIndex = input.buildKeywordIndex(
    profiles.map(({ number }, index) => ({ id: String(number), text: texts[index] ?? '' })),
  );
  const expandQuery = createExpandQuery(collection.glossary, analyzer);

  return (text, embedding) => {
    const expansions = expandQuery(text);
    const votes = scaleByBest(countVotes(expansions.map(({ entry }) => entry.challenges)));
    const hits = keywordIndex.search(
      [{ text, weight: 1 }, ...expansionTexts(expansions, EXPANSION_WEIGHT)],
      profiles.length,
    );
    const words = scaleByBest(new Map(hits.map(({ id, score }) => [Number(id), score])));
    const scores = profiles.map(({ number }, index) => {
      const passageEmbedding = embeddings[index];
      const similarity = passageEmbedding
        ? cosineSimilarity(embedding, passageEmbedding) - (usual[index] ?? 0)
        : 0;
      const score =
        VOTE_WEIGHT * (votes.get(number) ?? 0) +
        SIMILARITY_WEIGHT * similarity +
        KEYWORD_WEIGHT * (words.get(number) ?? 0);
      return { number, score };
    });
    return toJudgement(scores);
  };
}

/** A challenge near to everything is near to nothing in particular: its usual nearness is taken off. */
async function usualSimilarities(
  collection: IndexedCollection,
  challenges: readonly Embedding[],
  embeddingModel: EmbeddingModel,
): Promise<readonly number[]> {
  const background = [
    ...collection.glossary.map(({ meaning }) => meaning).filter((meaning) => meaning !== ''),
    ...collection.passages.map(({ text }) => text),
  ];
  const embeddings = await embeddingModel.embed(background, 'query');
  return challenges.map((challenge) => {
    const sum = embeddings.reduce((total, embedding) => total + cosineSimilarity(challenge, embedding), 0);
    return sum / Math.max(1, embeddings.length);
  });
}

function countVotes(pointers: readonly (readonly number[])[]): Map<number, number> {
  const votes = new Map<number, number>();
  for (const challenges of pointers) {
    challenges.forEach((number, rank) => {
      votes.set(number, (votes.get(number) ?? 0) + 1 / 2 ** rank);
    });
  }
  return votes;
}

function scaleByBest(values: ReadonlyMap<number, number>): Map<number, number> {
  const best = Math.max(0, ...values.values());
  return new Map([...values].map(([key, value]) => [key, best > 0 ? value / best : 0]));
}

function toJudgement(scores: readonly { readonly number: number; readonly score: number }[]): FitJudgement {
  const raised = scores.map(({ number, score }) => ({ number, share: Math.exp(score) }));
  const none = Math.exp(NONE_SCORE);
  const total = raised.reduce((sum, { share }) => sum + share, none);
  const isNone = raised.every(({ share }) => share <= none);
  return { fits: new Map(raised.map(({ number, share }) => [number, share / total])), isNone };
}
