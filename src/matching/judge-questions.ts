import type { Embedding } from '../domain/embedding.ts';
import { cosineSimilarity } from '../domain/embedding.ts';
import type { IdeaQuote, QuestionJudgement, QuestionVerdict } from '../domain/match-report.ts';
import type { TextSpan } from '../domain/text-span.ts';
import { createTextClassifier, type SerializedTextClassifier } from '../learning/text-classifier.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import type { ChallengeProfile } from './challenge-profiles.ts';
import { quoteIdea } from './idea-text.ts';
import type { FitJudgement } from './judge-fit.ts';
import type { IdeaReading } from './read-idea.ts';

/** A stretch of the idea, or the whole of it, with what the judges say of it. */
export type JudgedPart = {
  readonly span: TextSpan;
  readonly embedding: Embedding;
  readonly fit: FitJudgement;
  readonly shares: QuestionShares;
};

/** How much a text speaks of each guiding question; the shares of one challenge's questions add up to 1. */
export type QuestionShares = ReadonlyMap<string, number>;
export type ShareQuestions = (text: string, embedding: Embedding) => QuestionShares;

/** `parts` can be quoted; `stretches` are a few sentences in a row. */
export type JudgedIdea = {
  readonly reading: IdeaReading;
  readonly whole: JudgedPart;
  readonly parts: readonly JudgedPart[];
  readonly stretches: readonly JudgedPart[];
};

const COVERS = 0.6;
const PARTIAL = 0.3;
const UNKNOWN = 0.15;
/** A sentence out of its context may mean something else, so alone it can at most make a question partly covered. */
const PART_TRUST = 0.55;
/** A few sentences together say nearly what they mean: what one part of an idea answers, no other part may take away. */
const STRETCH_TRUST = 0.58;
/** How soon a nearer question takes the text from its sisters. */
const SIMILARITY_SHARPNESS = 8;

/** Judges each guiding question of a challenge on what the idea says of it. */
export function judgeQuestions(challenge: ChallengeProfile, idea: JudgedIdea): readonly QuestionJudgement[] {
  const { reading, whole, parts, stretches } = idea;
  const strengthOf = ({ fit: judged, shares }: JudgedPart) => {
    const fit = judged.fits.get(challenge.number) ?? 0;
    const largest = Math.max(...challenge.questions.map(({ id }) => shares.get(id) ?? 0));
    // The question that the text speaks of most counts in full, its sisters by how near they come to it.
    return new Map(
      challenge.questions.map(({ id }) => [id, largest > 0 ? (fit * (shares.get(id) ?? 0)) / largest : 0]),
    );
  };
  const wholeStrength = strengthOf(whole);
  const stretchStrengths = stretches.map(strengthOf);
  const partStrengths = parts.map((part) => ({ span: part.span, strengths: strengthOf(part) }));
  return challenge.questions.map((question) => {
    const best = findBest(partStrengths, question.id);
    const strength = Math.max(
      wholeStrength.get(question.id) ?? 0,
      PART_TRUST * (best?.strength ?? 0),
      ...stretchStrengths.map((strengths) => STRETCH_TRUST * (strengths.get(question.id) ?? 0)),
    );
    const quote = best === null ? null : quoteIdea(reading.received, best.span);
    const verdict = reading.hasOwnProposal ? toVerdict(strength, quote) : 'unknown';
    const isQuoted = verdict === 'covers' || verdict === 'partial';
    return { passageId: question.id, text: question.text, verdict, ideaQuote: isQuoted ? quote : null };
  });
}

/** Shares learnt from the ways people ask for each question; where there are none, by nearness of meaning. */
export async function createShareQuestions(input: {
  readonly profiles: readonly ChallengeProfile[];
  readonly learned: SerializedTextClassifier | null;
  readonly analyzer: TextAnalyzer;
  readonly embeddingModel: EmbeddingModel;
}): Promise<ShareQuestions> {
  const { profiles, learned, analyzer } = input;
  if (learned !== null) {
    const classifier = createTextClassifier(learned, analyzer);
    return (text, embedding) => {
      const ranked = classifier.classify(text, embedding);
      return shareWithin(profiles, new Map(ranked.map(({ label, probability }) => [label, probability])));
    };
  }
  const questions = profiles.flatMap((profile) => profile.questions);
  const embeddings = await input.embeddingModel.embed(
    questions.map(({ text }) => text),
    'passage',
  );
  return (_, embedding) => {
    const nearness = questions.map(({ id }, index) => {
      const similarity = cosineSimilarity(embedding, embeddings[index] ?? embedding);
      return [id, Math.exp(SIMILARITY_SHARPNESS * similarity)] as const;
    });
    return shareWithin(profiles, new Map(nearness));
  };
}

function shareWithin(
  profiles: readonly ChallengeProfile[],
  values: ReadonlyMap<string, number>,
): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { questions } of profiles) {
    const total = questions.reduce((sum, { id }) => sum + (values.get(id) ?? 0), 0);
    for (const { id } of questions) shares.set(id, total > 0 ? (values.get(id) ?? 0) / total : 0);
  }
  return shares;
}

function findBest(
  parts: readonly { readonly span: TextSpan; readonly strengths: ReadonlyMap<string, number> }[],
  questionId: string,
): { readonly span: TextSpan; readonly strength: number } | null {
  let best: { readonly span: TextSpan; readonly strength: number } | null = null;
  for (const { span, strengths } of parts) {
    const strength = strengths.get(questionId) ?? 0;
    if (best === null || strength > best.strength) best = { span, strength };
  }
  return best;
}

function toVerdict(strength: number, quote: IdeaQuote | null): QuestionVerdict {
  if (quote === null || strength < UNKNOWN) return 'not_addressed';
  if (strength >= COVERS) return 'covers';
  return strength >= PARTIAL ? 'partial' : 'unknown';
}
