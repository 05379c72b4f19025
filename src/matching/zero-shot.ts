import { cosineSimilarity, type Embedding } from '../domain/embedding.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { BuildKeywordIndex } from '../ports/keyword-index.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { createExpandQuery } from '../retrieval/expand-query.ts';
import type { ChallengeProfile } from './challenge-profiles.ts';
import type { FitJudgement, JudgeFit } from './judge-fit.ts';

/**
 * How much each sign counts. Chosen on one region's labelled ideas: what people call things (glossary) and what they ask
 * for (expected questions) lie far nearer to ideas than the document's own prose, 60 % first against 46 %.
 */
const SIMILARITY_WEIGHTS = { document: 1, glossary: 12, questions: 4 } as const;
/** A collection without glossary or expected questions leans on its prose instead, though less. */
const STAND_IN_SHARE = 0.5;
const KEYWORD_WEIGHT = 3;
const VOTE_WEIGHT = 1;
/** What a challenge must beat for the idea to fit anything. */
const NONE_SCORE = 3.6;
/** Scores are divided by this before they become shares, so that a share means about what it says. */
const TEMPERATURE = 1.4;

type Circle = { readonly texts: readonly string[]; readonly weight: number };
type Prototype = { readonly embedding: Embedding; readonly usual: number; readonly weight: number };

/** Judges by the documents, the glossary and the expected questions, without labelled examples. */
export async function createJudgeZeroShot(input: {
  readonly collection: IndexedCollection;
  readonly profiles: readonly ChallengeProfile[];
  readonly analyzer: TextAnalyzer;
  readonly embeddingModel: EmbeddingModel;
  readonly buildKeywordIndex: BuildKeywordIndex;
}): Promise<JudgeFit> {
  const { collection, profiles, embeddingModel } = input;
  const background = await embeddingModel.embed(backgroundTexts(collection), 'query');
  const circles = profiles.map((profile) => circlesOf(profile, collection));
  const prototypes = await Promise.all(
    circles.map((circle) => buildPrototypes(circle, background, embeddingModel)),
  );
  const keywordIndex = input.buildKeywordIndex(
    profiles.map(({ number }, index) => ({
      id: String(number),
      text: (circles[index] ?? []).flatMap(({ texts }) => texts).join('\n'),
    })),
  );
  const expandQuery = createExpandQuery(collection.glossary, input.analyzer);

  return (text, embedding) => {
    const votes = scaleByBest(countVotes(expandQuery(text).map(({ entry }) => entry.challenges)));
    const hits = keywordIndex.search([{ text, weight: 1 }], profiles.length);
    const words = scaleByBest(new Map(hits.map(({ id, score }) => [Number(id), score])));
    const scores = profiles.map(({ number }, index) => ({
      number,
      score:
        nearness(prototypes[index] ?? [], embedding) +
        VOTE_WEIGHT * (votes.get(number) ?? 0) +
        KEYWORD_WEIGHT * (words.get(number) ?? 0),
    }));
    return toJudgement(scores);
  };
}

/** The three ways a challenge is spoken of: by its document, by the glossary, by people who ask. */
function circlesOf(profile: ChallengeProfile, collection: IndexedCollection): readonly Circle[] {
  const passages = [profile.title, ...profile.questions];
  const ids = new Set([...passages, ...profile.references].map(({ id }) => id));
  const glossary = collection.glossary
    .filter(({ challenges }) => challenges[0] === profile.number)
    .map(({ terms, meaning }) => `${terms.join(', ')}: ${meaning}`);
  const questions = collection.expectedQuestions
    .filter(({ passageId }) => ids.has(passageId))
    .map(({ question }) => question);
  const missing =
    (glossary.length === 0 ? SIMILARITY_WEIGHTS.glossary : 0) +
    (questions.length === 0 ? SIMILARITY_WEIGHTS.questions : 0);
  return [
    {
      texts: [passages.map(({ text }) => text).join('\n')],
      weight: SIMILARITY_WEIGHTS.document + STAND_IN_SHARE * missing,
    },
    { texts: glossary, weight: SIMILARITY_WEIGHTS.glossary },
    { texts: questions, weight: SIMILARITY_WEIGHTS.questions },
  ];
}

function backgroundTexts(collection: IndexedCollection): readonly string[] {
  const meanings = collection.glossary.map(({ meaning }) => meaning).filter((meaning) => meaning !== '');
  return [...meanings, ...collection.passages.map(({ text }) => text)];
}

async function buildPrototypes(
  circles: readonly Circle[],
  background: readonly Embedding[],
  embeddingModel: EmbeddingModel,
): Promise<readonly Prototype[]> {
  const filled = circles.filter(({ texts }) => texts.length > 0);
  return await Promise.all(
    filled.map(async ({ texts, weight }) => {
      const embedding = meanEmbedding(await embeddingModel.embed(texts, 'query'));
      const total = background.reduce((sum, other) => sum + cosineSimilarity(embedding, other), 0);
      return { embedding, usual: total / Math.max(1, background.length), weight };
    }),
  );
}

/** A challenge near to everything is near to nothing in particular: its usual nearness is taken off. */
function nearness(prototypes: readonly Prototype[], embedding: Embedding): number {
  return prototypes.reduce(
    (sum, prototype) =>
      sum + prototype.weight * (cosineSimilarity(embedding, prototype.embedding) - prototype.usual),
    0,
  );
}

function meanEmbedding(embeddings: readonly Embedding[]): Embedding {
  const mean = new Float32Array(embeddings[0]?.length ?? 0);
  for (const embedding of embeddings) {
    for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (embedding[i] ?? 0);
  }
  const length = Math.sqrt(cosineSimilarity(mean, mean)) || 1;
  return mean.map((value) => value / length);
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
  const raised = scores.map(({ number, score }) => ({ number, share: Math.exp(score / TEMPERATURE) }));
  const none = Math.exp(NONE_SCORE / TEMPERATURE);
  const total = raised.reduce((sum, { share }) => sum + share, none);
  const isNone = raised.every(({ share }) => share <= none);
  return { fits: new Map(raised.map(({ number, share }) => [number, share / total])), isNone };
}
