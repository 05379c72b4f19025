import { z } from 'zod';
import type { Embedding } from '../domain/embedding.ts';
import type { TextSpan } from '../domain/text-span.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { createVectorizer, type FeatureSpace, termLookups, toRecord, weighGroup } from './feature-space.ts';
import { packedTableSchema, unpackFloats, unpackTable } from './packed-numbers.ts';
import { readTerms, type TermOccurrence, type TextTerms, termGroups } from './text-terms.ts';

export const serializedTextClassifierSchema = z.strictObject({
  format: z.literal('text-classifier-1'),
  analyzer: z.string(),
  labels: z.array(z.string()).min(1),
  embeddingDimensions: z.int().min(0),
  embeddingWeight: z.number(),
  groups: z.array(
    z.strictObject({
      group: z.enum(termGroups),
      weight: z.number(),
      /** One term a line. */
      terms: z.string(),
      rarities: z.string(),
    }),
  ),
  weights: packedTableSchema,
  biases: z.array(z.number()),
});
export type SerializedTextClassifier = z.infer<typeof serializedTextClassifierSchema>;

/** A label with its probability; the probabilities of one text add up to 1. */
export type RankedLabel = { readonly label: string; readonly probability: number };

/** How much a word of the text speaks for a label (above 0) or against it, compared with the label's rivals. */
export type WordEvidence = TextSpan & { readonly weight: number };

export type TextClassifier = {
  readonly labels: readonly string[];
  /** Every label, most probable first; ties in the order of `labels`. */
  classify(text: string, embedding: Embedding | null): readonly RankedLabel[];
  classifyTerms(terms: TextTerms, embedding: Embedding | null): readonly RankedLabel[];
  /** Every word of the text, in its order. `rivals`: the labels to compare with; all others when left out. */
  explain(text: string, label: string, rivals?: readonly string[]): readonly WordEvidence[];
};

/** @throws {RangeError} when the serialized numbers are damaged or another analyzer was used in training. */
export function createTextClassifier(
  serialized: SerializedTextClassifier,
  analyzer: TextAnalyzer,
): TextClassifier {
  if (serialized.analyzer !== analyzer.id) {
    throw new RangeError(
      `Classifier was trained with analyzer "${serialized.analyzer}" but "${analyzer.id}" is in use; ingest again`,
    );
  }
  const { labels, biases } = serialized;
  const space = readFeatureSpace(serialized);
  const vectorize = createVectorizer(space);
  const lookups = termLookups(space);
  const weights = unpackTable(serialized.weights);

  function classifyTerms(terms: TextTerms, embedding: Embedding | null): readonly RankedLabel[] {
    const scores = Float64Array.from(biases);
    const { features, values } = vectorize(terms, embedding);
    features.forEach((feature, i) => {
      const row = feature * labels.length;
      for (let k = 0; k < labels.length; k++) {
        scores[k] = (scores[k] ?? 0) + (values[i] ?? 0) * (weights[row + k] ?? 0);
      }
    });
    return rankLabels(labels, softmax(scores));
  }

  function explain(text: string, label: string, rivals?: readonly string[]): readonly WordEvidence[] {
    const terms = readTerms(text, analyzer);
    const own = labels.indexOf(label);
    const others = (rivals ?? labels)
      .filter((rival) => rival !== label)
      .map((rival) => labels.indexOf(rival));
    const preference = (feature: number) => {
      const row = feature * labels.length;
      const rival = others.reduce((sum, k) => sum + (weights[row + k] ?? 0), 0) / Math.max(1, others.length);
      return (weights[row + own] ?? 0) - rival;
    };
    const evidence = new Float64Array(terms.words.length);
    for (const lookup of lookups) {
      const occurrences = terms.groups[lookup.group];
      const values = weighGroup(occurrences, lookup);
      const counts = countTerms(occurrences);
      for (const { term, word } of occurrences) {
        const feature = lookup.features.get(term)?.feature;
        if (feature === undefined) continue;
        const share = (values.get(feature) ?? 0) / (counts.get(term) ?? 1);
        evidence[word] = (evidence[word] ?? 0) + share * preference(feature);
      }
    }
    return terms.words.map((span, word) => ({ ...span, weight: evidence[word] ?? 0 }));
  }

  return {
    labels,
    classify: (text, embedding) => classifyTerms(readTerms(text, analyzer), embedding),
    classifyTerms,
    explain,
  };
}

function readFeatureSpace(serialized: SerializedTextClassifier): FeatureSpace {
  const groups = serialized.groups;
  return {
    options: {
      weights: toRecord(groups.map(({ group, weight }) => [group, weight])),
      embeddingWeight: serialized.embeddingWeight,
      minimumDocuments: 1,
    },
    terms: toRecord(groups.map(({ group, terms }) => [group, terms === '' ? [] : terms.split('\n')])),
    rarities: toRecord(groups.map(({ group, rarities }) => [group, unpackFloats(rarities)])),
    embeddingDimensions: serialized.embeddingDimensions,
  };
}

function softmax(scores: Float64Array): Float64Array {
  const highest = scores.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
  const raised = scores.map((score) => Math.exp(score - highest));
  const total = raised.reduce((sum, value) => sum + value, 0);
  return raised.map((value) => value / total);
}

function rankLabels(labels: readonly string[], probabilities: Float64Array): readonly RankedLabel[] {
  return labels
    .map((label, index) => ({ label, probability: probabilities[index] ?? 0 }))
    .sort((a, b) => b.probability - a.probability);
}

function countTerms(occurrences: readonly TermOccurrence[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { term } of occurrences) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}
