import type { LabelledIdea } from '../domain/collection.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import { createBlendedClassifier, trainBlend } from '../learning/blended-classifier.ts';
import {
  type Calibration,
  calibrate,
  expectedCalibrationError,
  fitCalibration,
  type HeldOutJudgement,
} from '../learning/calibrate.ts';
import { classifyHeldOut, gatherFolds } from '../learning/cross-validate.ts';
import type { RankedLabel, SerializedTextClassifier } from '../learning/text-classifier.ts';
import { type PreparedExample, prepareExamples, trainTextClassifier } from '../learning/train-classifier.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { profileChallenges } from './challenge-profiles.ts';
import { NO_CHALLENGE, type SerializedMatcher } from './matcher-model.ts';

/** Fewer examples than this teach less than the documents themselves say. */
const FEWEST_EXAMPLES = 20;
const FOLDS = 3;
/** Half of a full search: calibration and the guiding questions lose nothing measurable by it, and ingestion a third of its time. */
const QUICK_ITERATIONS = 12;
/** Also-accepted challenges pull a little: half as much or nothing at all were both worse on writers left out. */
const ALSO_WEIGHT = 0.25;
/** A term of two ideas alone is a writer's own: with it, 1 in 100 ideas of writers left out is judged worse; from 6 on too much is lost. */
const LEARNING = { minimumDocuments: 3 };
const QUICK_LEARNING = { ...LEARNING, maximumIterations: QUICK_ITERATIONS };

type TrainingInput = {
  readonly collection: IndexedCollection;
  readonly analyzer: TextAnalyzer;
  readonly embeddingModel: EmbeddingModel;
};

/** Learns from the collection's labelled ideas; null when there are too few to learn from. */
export async function trainMatcher(input: TrainingInput): Promise<SerializedMatcher | null> {
  const { collection, analyzer, embeddingModel } = input;
  const numbers = new Set(profileChallenges(collection).map(({ number }) => number));
  const ideas = collection.examples.filter(({ primary }) => primary === null || numbers.has(primary));
  const labels = new Set(ideas.map(({ primary }) => primary));
  if (ideas.length < FEWEST_EXAMPLES || labels.size < 2) return null;
  const embeddings = await embeddingModel.embed(
    ideas.map(({ text }) => text),
    'query',
  );
  const examples = prepareExamples(
    ideas.map((idea, index) => ({
      text: idea.text,
      embedding: embeddings[index] ?? null,
      labels: labelsOf(idea, numbers),
    })),
    analyzer,
  );
  const { calibration, heldOut } = judgeHeldOut(ideas, examples, [...numbers], analyzer);
  return {
    format: 'matcher-2',
    examples: ideas.length,
    ...trainBlend(examples, analyzer.id, LEARNING),
    calibration,
    questions: await trainQuestionClassifier(input),
    heldOut,
  };
}

function labelsOf(idea: LabelledIdea, numbers: ReadonlySet<number>) {
  const also = idea.also.filter((number) => numbers.has(number) && number !== idea.primary);
  return [
    { label: idea.primary === null ? NO_CHALLENGE : String(idea.primary), weight: 1 },
    ...also.map((number) => ({ label: String(number), weight: ALSO_WEIGHT })),
  ];
}

/** Calibrates on ideas of writers that the judging classifier has not read; by position when writers are not told apart. */
function judgeHeldOut(
  ideas: readonly LabelledIdea[],
  examples: readonly PreparedExample[],
  numbers: readonly number[],
  analyzer: TextAnalyzer,
) {
  const hands = ideas.map(({ hand }) => hand);
  const areHandsKnown = new Set(hands).size >= FOLDS;
  const folds = areHandsKnown ? gatherFolds(hands, FOLDS) : ideas.map((_, index) => String(index % FOLDS));
  const ranked = classifyHeldOut({
    examples,
    folds,
    train: (seen) => createBlendedClassifier(trainBlend(seen, analyzer.id, QUICK_LEARNING), analyzer),
  });
  const pairs = ideas.flatMap((idea, index) => judgePairs(idea, ranked[index] ?? [], numbers));
  const calibration = fitCalibration(pairs);
  return { calibration, heldOut: summarize(ideas, ranked, pairs, calibration) };
}

function judgePairs(
  idea: LabelledIdea,
  ranked: readonly RankedLabel[],
  numbers: readonly number[],
): HeldOutJudgement[] {
  return numbers.map((number) => ({
    score: ranked.find(({ label }) => label === String(number))?.probability ?? 0,
    isRight: idea.primary === number || idea.also.includes(number),
  }));
}

function summarize(
  ideas: readonly LabelledIdea[],
  ranked: readonly (readonly RankedLabel[])[],
  pairs: readonly HeldOutJudgement[],
  calibration: Calibration,
): SerializedMatcher['heldOut'] {
  const acceptedWithin = (count: number) => {
    const accepted = ideas.filter((idea, index) => {
      const labels = [idea.primary, ...idea.also].map((label) =>
        label === null ? NO_CHALLENGE : String(label),
      );
      return ranked[index]?.slice(0, count).some(({ label }) => labels.includes(label));
    });
    return roundShare(accepted.length / ideas.length);
  };
  const calibrated = pairs.map(({ score, isRight }) => ({ score: calibrate(score, calibration), isRight }));
  return {
    acceptedAtOne: acceptedWithin(1),
    acceptedInTwo: acceptedWithin(2),
    calibrationError: roundShare(expectedCalibrationError(calibrated)),
  };
}

/** Taught by the guiding questions and by the ways people ask for them, so that it can tell which one an idea speaks of. */
async function trainQuestionClassifier(input: TrainingInput): Promise<SerializedTextClassifier | null> {
  const guiding = profileChallenges(input.collection).flatMap(({ questions }) => questions);
  const ids = new Set(guiding.map(({ id }) => id));
  const asked = input.collection.expectedQuestions.filter(({ passageId }) => ids.has(passageId));
  if (asked.length < guiding.length) return null;
  const texts = [
    ...guiding.map(({ id, text }) => ({ id, text })),
    ...asked.map(({ passageId, question }) => ({ id: passageId, text: question })),
  ];
  const embeddings = await input.embeddingModel.embed(
    texts.map(({ text }) => text),
    'query',
  );
  return trainTextClassifier({
    examples: texts.map(({ id, text }, index) => ({
      text,
      embedding: embeddings[index] ?? null,
      labels: [{ label: id, weight: 1 }],
    })),
    analyzer: input.analyzer,
    // Questions are short and few: meaning must count for more than it does among ideas.
    options: {
      embeddingWeight: 1.5,
      minimumDocuments: 1,
      fitStrength: 4,
      maximumIterations: QUICK_ITERATIONS,
    },
  });
}

function roundShare(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
