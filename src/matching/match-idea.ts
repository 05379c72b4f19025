import type { Locale } from '../domain/collection.ts';
import { AssistantError } from '../domain/errors.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { MatchReport } from '../domain/match-report.ts';
import type { TextSpan } from '../domain/text-span.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { BuildKeywordIndex } from '../ports/keyword-index.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { alignStrategies, readStrategyLines } from './align-strategies.ts';
import { type ChallengeProfile, profileChallenges } from './challenge-profiles.ts';
import { contrastChallenges } from './contrast.ts';
import { quotableSpans } from './idea-text.ts';
import { createJudgeCriteria } from './judge-criteria.ts';
import { createLearnedJudge, type FindTellingWords, type JudgeFit } from './judge-fit.ts';
import { createShareQuestions, type JudgedPart, judgeQuestions } from './judge-questions.ts';
import { MATCH_MESSAGES, type MatchMessages } from './match-messages.ts';
import { type SerializedMatcher, serializedMatcherSchema } from './matcher-model.ts';
import { type ChallengeScore, rankChallenges } from './rank-challenges.ts';
import { createReadIdea, type IdeaReading } from './read-idea.ts';
import { type JudgedChallenge, writeMatchReport } from './write-match-report.ts';
import { createJudgeZeroShot } from './zero-shot.ts';

/** `idea` as received: every quote's offsets point into it. `top`: how many challenges the ranking holds. */
export type MatchIdeaRequest = { readonly idea: string; readonly locale: Locale; readonly top: number };

/** Judges an idea against every challenge of a collection; the same idea gives the same bytes. */
export type MatchIdea = (request: MatchIdeaRequest, signal?: AbortSignal) => Promise<MatchReport>;

export type MatchDependencies = {
  readonly collection: IndexedCollection;
  /** What `trainMatcher` gave; null judges by the documents alone. */
  readonly learned: unknown;
  readonly analyzer: TextAnalyzer;
  readonly embeddingModel: EmbeddingModel;
  readonly buildKeywordIndex: BuildKeywordIndex;
  readonly engineVersion: string;
};

/** More of an idea than this is judged as a whole only: a pasted book must not hold up the others. */
const MOST_PARTS = 40;
const SHORTEST_PART = 12;
const SENTENCES_IN_STRETCH = 3;

/** @throws {AssistantError} `index-unusable` when what was learnt cannot be read. */
export async function createMatchIdea(dependencies: MatchDependencies): Promise<MatchIdea> {
  const { collection, analyzer, embeddingModel } = dependencies;
  const profiles = profileChallenges(collection);
  const learned = readLearned(dependencies.learned, analyzer);
  const { judgeFit, findTellingWords } = await createJudge(dependencies, profiles, learned);
  const shareQuestions = await createShareQuestions({
    profiles,
    learned: learned?.questions ?? null,
    analyzer,
    embeddingModel,
  });
  const strategyLines = await readStrategyLines(collection, profiles, embeddingModel);
  const judgeCriteria = createJudgeCriteria(analyzer);
  const readIdea = createReadIdea({
    manifest: collection.manifest,
    documentTexts: collection.passages.map(({ text }) => text),
    analyzer,
  });
  const stamp: Pick<MatchReport, 'corpus' | 'engine'> = {
    corpus: { collection: collection.manifest.id, digest: collection.digest },
    engine: {
      answerer: `elqui-matcher ${dependencies.engineVersion}`,
      embeddings: embeddingModel.space.model,
      retrieval: 'hybrid',
    },
  };

  async function judgeSpans(
    reading: IdeaReading,
    spans: readonly TextSpan[],
    signal: AbortSignal | undefined,
  ) {
    const texts = spans.map(({ start, end }) => reading.judged.slice(start, end));
    const embeddings = await embeddingModel.embed(texts, 'query', signal);
    return spans.flatMap((span, index): JudgedPart[] => {
      const embedding = embeddings[index];
      const text = texts[index] ?? '';
      if (embedding === undefined) return [];
      return [{ span, embedding, fit: judgeFit(text, embedding), shares: shareQuestions(text, embedding) }];
    });
  }

  return async ({ idea, locale, top }, signal) => {
    const messages = MATCH_MESSAGES[locale];
    const reading = readIdea(idea);
    const [whole] = await judgeSpans(reading, [{ start: 0, end: reading.judged.length }], signal);
    const parts = await judgeSpans(reading, partSpans(reading), signal);
    const stretches = await judgeSpans(reading, stretchSpans(reading), signal);
    if (whole === undefined)
      throw new AssistantError('embedding-failed', 'The embedding model gave no embedding');
    const ranking = rankChallenges(whole.fit, reading, { isCalibrated: learned !== null });
    const contrast = { findTellingWords, messages };
    const challenges = ranking.scores.slice(0, top).flatMap((score, rank): JudgedChallenge[] => {
      const profile = profiles.find(({ number }) => number === score.number);
      if (profile === undefined) return [];
      return [
        {
          profile,
          score,
          questions: judgeQuestions(profile, { reading, whole, parts, stretches }),
          contrast:
            rank === 0 && ranking.verdict !== 'none'
              ? contrastWithNext(ranking.scores, { reading, ...contrast })
              : null,
          lines: alignStrategies(strategyLines.get(score.number) ?? [], whole.embedding),
        },
      ];
    });
    return writeMatchReport({
      reading,
      verdict: ranking.verdict,
      challenges,
      criteria: judgeCriteria(reading),
      isCalibrated: learned !== null,
      messages,
      stamp,
    });
  };
}

function readLearned(learned: unknown, analyzer: TextAnalyzer): SerializedMatcher | null {
  if (learned === null || learned === undefined) return null;
  const parsed = serializedMatcherSchema.safeParse(learned);
  if (parsed.success && parsed.data.classifier.analyzer === analyzer.id) return parsed.data;
  throw new AssistantError('index-unusable', 'The stored matcher cannot be read; run npm run ingest', {
    cause: parsed.error,
  });
}

async function createJudge(
  dependencies: MatchDependencies,
  profiles: readonly ChallengeProfile[],
  learned: SerializedMatcher | null,
): Promise<{ readonly judgeFit: JudgeFit; readonly findTellingWords: FindTellingWords }> {
  if (learned === null) {
    // Without examples no word is known to decide between two challenges.
    return { judgeFit: await createJudgeZeroShot({ ...dependencies, profiles }), findTellingWords: () => [] };
  }
  const numbers = profiles.map(({ number }) => number);
  return createLearnedJudge(learned, numbers, dependencies.analyzer);
}

function partSpans(reading: IdeaReading): readonly TextSpan[] {
  const spans = reading.sentences.flatMap((sentence) => quotableSpans(reading.judged, sentence));
  const long = spans.filter(({ start, end }) => end - start >= SHORTEST_PART);
  return (long.length > 0 ? long : spans).slice(0, MOST_PARTS);
}

/** Every few sentences in a row; none when that would be the whole idea again. */
function stretchSpans({ sentences }: IdeaReading): readonly TextSpan[] {
  if (sentences.length <= SENTENCES_IN_STRETCH) return [];
  const starts = sentences.slice(0, sentences.length - SENTENCES_IN_STRETCH + 1).slice(0, MOST_PARTS);
  return starts.map(({ start }, at) => ({
    start,
    end: sentences[at + SENTENCES_IN_STRETCH - 1]?.end ?? start,
  }));
}

/** Further down the ranking the same words would be told again, the other way round. */
function contrastWithNext(
  scores: readonly ChallengeScore[],
  tools: {
    readonly reading: IdeaReading;
    readonly findTellingWords: FindTellingWords;
    readonly messages: MatchMessages;
  },
): string | null {
  const [own, rival] = scores;
  if (own === undefined || rival === undefined || !tools.reading.hasOwnProposal) return null;
  return contrastChallenges(tools.reading, { own: own.number, rival: rival.number }, tools);
}
