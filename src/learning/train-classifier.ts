import type { Embedding } from '../domain/embedding.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import {
  buildFeatureSpace,
  countFeatures,
  createVectorizer,
  type FeatureOptions,
  type FeatureSpace,
} from './feature-space.ts';
import { fitLogistic, type LogisticModel, type LogisticOptions } from './fit-logistic.ts';
import { packFloats, packTable } from './packed-numbers.ts';
import type { SerializedTextClassifier } from './text-classifier.ts';
import { readTerms, type TextTerms, termGroups } from './text-terms.ts';

/** A label a text may carry; the weights of a text's labels count relative to each other. */
export type WeightedLabel = { readonly label: string; readonly weight: number };

/** `embedding` null: the text is judged by its words alone. */
export type ClassifierExample = {
  readonly text: string;
  readonly embedding: Embedding | null;
  readonly labels: readonly WeightedLabel[];
};

/** An example whose words have been read once, so that several trainings can share them. */
export type PreparedExample = {
  readonly terms: TextTerms;
  readonly embedding: Embedding | null;
  readonly labels: readonly WeightedLabel[];
};

export type TrainingOptions = FeatureOptions & LogisticOptions;

/**
 * Chosen by leaving one writer out at a time over the labelled ideas, writers unlike the others above all: embedding weights
 * from 0.35 to 0.8 are level there, less and more lose 1 to 2 points; so are fit strengths from 8 to 30.
 */
const defaultTrainingOptions: TrainingOptions = {
  weights: { stems: 1, words: 0.7, pairs: 0.5, characters: 1 },
  embeddingWeight: 0.5,
  minimumDocuments: 2,
  fitStrength: 30,
  maximumIterations: 24,
};

/** Teaches a classifier; the same examples in the same order give the same bytes. */
export function trainTextClassifier(input: {
  readonly examples: readonly ClassifierExample[];
  readonly analyzer: TextAnalyzer;
  readonly options?: Partial<TrainingOptions>;
}): SerializedTextClassifier {
  return trainOnPrepared(prepareExamples(input.examples, input.analyzer), input.analyzer.id, input.options);
}

export function prepareExamples(
  examples: readonly ClassifierExample[],
  analyzer: TextAnalyzer,
): readonly PreparedExample[] {
  return examples.map(({ text, embedding, labels }) => ({
    terms: readTerms(text, analyzer),
    embedding,
    labels,
  }));
}

export function trainOnPrepared(
  examples: readonly PreparedExample[],
  analyzerId: string,
  chosen: Partial<TrainingOptions> = {},
): SerializedTextClassifier {
  const options = { ...defaultTrainingOptions, ...chosen };
  const labels = labelsOf(examples);
  const dimensions = dimensionsOf(examples);
  const space = buildFeatureSpace(
    examples.map(({ terms }) => terms),
    dimensions,
    options,
  );
  const vectorize = createVectorizer(space);
  const model = fitLogistic(
    examples.map((example) => ({
      vector: vectorize(example.terms, example.embedding),
      targets: shareOut(example.labels, labels),
    })),
    { features: countFeatures(space), labels: labels.length },
    options,
  );
  return serialize({ analyzerId, labels, space, model });
}

/** Every label of the examples once, in alphabetical order. */
export function labelsOf(examples: readonly PreparedExample[]): string[] {
  return [...new Set(examples.flatMap((example) => example.labels.map(({ label }) => label)))].sort();
}

/** How many numbers their embeddings have; 0 where none has one. */
export function dimensionsOf(examples: readonly PreparedExample[]): number {
  return examples.find(({ embedding }) => embedding !== null)?.embedding?.length ?? 0;
}

/** A text's labels as shares of 1, in the order of `labels`. */
export function shareOut(weighted: readonly WeightedLabel[], labels: readonly string[]): Float32Array {
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const shares = new Float32Array(labels.length);
  for (const { label, weight } of weighted) {
    const at = labels.indexOf(label);
    shares[at] = (shares[at] ?? 0) + weight / total;
  }
  return shares;
}

function serialize(trained: {
  readonly analyzerId: string;
  readonly labels: readonly string[];
  readonly space: FeatureSpace;
  readonly model: LogisticModel;
}): SerializedTextClassifier {
  const { space, model, labels } = trained;
  return {
    format: 'text-classifier-1',
    analyzer: trained.analyzerId,
    labels: [...labels],
    embeddingDimensions: space.embeddingDimensions,
    embeddingWeight: space.options.embeddingWeight,
    groups: termGroups.map((group) => ({
      group,
      weight: space.options.weights[group],
      terms: space.terms[group].join('\n'),
      rarities: packFloats(space.rarities[group]),
    })),
    weights: packTable(model.weights, countFeatures(space), labels.length),
    biases: Array.from(model.biases, (bias) => Number(bias.toPrecision(7))),
  };
}
