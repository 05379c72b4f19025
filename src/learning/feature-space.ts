import type { Embedding } from '../domain/embedding.ts';
import { type TermGroup, type TermOccurrence, type TextTerms, termGroups } from './text-terms.ts';

/**
 * How a text becomes numbers. A weight is the length of that group's part of the vector, 0 leaves the group out.
 * `minimumDocuments`: a term that fewer training texts use is not a feature.
 */
export type FeatureOptions = {
  readonly weights: Readonly<Record<TermGroup, number>>;
  readonly embeddingWeight: number;
  readonly minimumDocuments: number;
};

/** The features a classifier knows: each group's terms in order with their rarity, then the embedding's numbers. */
export type FeatureSpace = {
  readonly options: FeatureOptions;
  readonly terms: Readonly<Record<TermGroup, readonly string[]>>;
  readonly rarities: Readonly<Record<TermGroup, Float32Array>>;
  readonly embeddingDimensions: number;
};

/** Features that are not zero: `values[i]` belongs to feature `features[i]`. */
export type SparseVector = { readonly features: Int32Array; readonly values: Float32Array };

/** Turns the terms of a text into its features. */
export type Vectorize = (terms: TextTerms, embedding: Embedding | null) => SparseVector;

export function buildFeatureSpace(
  texts: readonly TextTerms[],
  embeddingDimensions: number,
  options: FeatureOptions,
): FeatureSpace {
  const groups = termGroups.map((group) => ({ group, ...describeGroup(texts, group, options) }));
  return {
    options,
    terms: toRecord(groups.map(({ group, terms }) => [group, terms])),
    rarities: toRecord(groups.map(({ group, rarities }) => [group, rarities])),
    embeddingDimensions: options.embeddingWeight > 0 ? embeddingDimensions : 0,
  };
}

export function countFeatures(space: FeatureSpace): number {
  const terms = termGroups.reduce((count, group) => count + space.terms[group].length, 0);
  return terms + space.embeddingDimensions;
}

export function createVectorizer(space: FeatureSpace): Vectorize {
  const lookups = termLookups(space);
  const embeddingOffset = countFeatures(space) - space.embeddingDimensions;
  return (terms, embedding) => {
    const features: number[] = [];
    const values: number[] = [];
    for (const lookup of lookups) {
      for (const [feature, value] of weighGroup(terms.groups[lookup.group], lookup)) {
        features.push(feature);
        values.push(value);
      }
    }
    for (let i = 0; embedding !== null && i < space.embeddingDimensions; i++) {
      features.push(embeddingOffset + i);
      values.push((embedding[i] ?? 0) * space.options.embeddingWeight);
    }
    return { features: Int32Array.from(features), values: Float32Array.from(values) };
  };
}

/** Where a term stands among the features, or undefined when the space does not know it. */
export type TermLookup = {
  readonly group: TermGroup;
  readonly weight: number;
  readonly features: ReadonlyMap<string, { readonly feature: number; readonly rarity: number }>;
};

export function termLookups(space: FeatureSpace): readonly TermLookup[] {
  let offset = 0;
  return termGroups.map((group) => {
    const base = offset;
    offset += space.terms[group].length;
    const features = new Map(
      space.terms[group].map((term, index) => [
        term,
        { feature: base + index, rarity: space.rarities[group][index] ?? 0 },
      ]),
    );
    return { group, weight: space.options.weights[group], features };
  });
}

/** tf-idf of a group's terms, scaled so that the group's part has the length `weight`. */
export function weighGroup(occurrences: readonly TermOccurrence[], lookup: TermLookup): Map<number, number> {
  const counts = new Map<string, number>();
  for (const { term } of occurrences) counts.set(term, (counts.get(term) ?? 0) + 1);
  const weighed = new Map<number, number>();
  let squares = 0;
  for (const [term, count] of counts) {
    const known = lookup.features.get(term);
    if (known === undefined) continue;
    const value = (1 + Math.log(count)) * known.rarity;
    weighed.set(known.feature, value);
    squares += value * value;
  }
  const scale = squares === 0 ? 0 : lookup.weight / Math.sqrt(squares);
  for (const [feature, value] of weighed) weighed.set(feature, value * scale);
  return weighed;
}

function describeGroup(texts: readonly TextTerms[], group: TermGroup, options: FeatureOptions) {
  const documents = new Map<string, number>();
  if (options.weights[group] > 0) {
    for (const text of texts) {
      for (const term of new Set(text.groups[group].map((occurrence) => occurrence.term))) {
        documents.set(term, (documents.get(term) ?? 0) + 1);
      }
    }
  }
  const kept = [...documents].filter(([, count]) => count >= options.minimumDocuments);
  // A fixed order, so that the same examples give the same bytes whatever order they came in.
  kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const rarities = kept.map(([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1);
  return { terms: kept.map(([term]) => term), rarities: Float32Array.from(rarities) };
}

export function toRecord<Value>(entries: readonly (readonly [TermGroup, Value])[]): Record<TermGroup, Value> {
  return Object.fromEntries(entries) as Record<TermGroup, Value>;
}
