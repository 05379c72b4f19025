import { z } from 'zod';
import type { Embedding } from '../domain/embedding.ts';
import {
  buildFeatureSpace,
  countFeatures,
  createVectorizer,
  type FeatureSpace,
  type SparseVector,
  toRecord,
} from './feature-space.ts';
import {
  packedTableSchema,
  packFloats,
  packShorts,
  packTable,
  unpackFloats,
  unpackShorts,
  unpackTable,
} from './packed-numbers.ts';
import type { RankedLabel } from './text-classifier.ts';
import { type TermGroup, type TextTerms, termGroups } from './text-terms.ts';
import { dimensionsOf, labelsOf, type PreparedExample, shareOut } from './train-classifier.ts';

/** The examples themselves, so that those most like a text can be found: their terms, what they mean and their labels. */
export const serializedNearestSchema = z.strictObject({
  format: z.literal('nearest-examples-1'),
  labels: z.array(z.string()).min(1),
  /** One term a line, with their rarities. */
  groups: z.array(z.strictObject({ group: z.enum(termGroups), terms: z.string(), rarities: z.string() })),
  /** How many terms each example has; then all their places among the terms and their values x 65,535, example after example. */
  lengths: z.string(),
  places: z.string(),
  values: z.string(),
  embeddings: packedTableSchema,
  shares: packedTableSchema,
});
export type SerializedNearest = z.infer<typeof serializedNearestSchema>;

/** What the examples most like a text say of it: a share for each label, adding up to 1. */
export type VoteOfNearest = (terms: TextTerms, embedding: Embedding | null) => readonly RankedLabel[];

/**
 * Chosen by the writer who fares worst when left out (ten writers; 1,589 ideas): 93.7 % accepted with 8 neighbours by words, letters and
 * one and a half times by meaning, where the linear model alone has 88.6. With 12 or 16 neighbours 93.1; by words alone 91.1.
 */
const NEAREST = 8;
const LIKENESS_SPREAD = 0.03;
const COMPARED: readonly TermGroup[] = ['stems', 'characters'];
const EMBEDDING_WEIGHT = 1.5;
/** Only those that share most words are compared in meaning as well: the same are found as among all 4,709, in less time. */
const COMPARED_IN_MEANING = 1000;
const MOST_SHORT = 65_535;

/** Gathers the examples. `minimumDocuments`: a term of fewer examples is not compared.
 * @throws {RangeError} when they have more than 65,536 terms. */
export function gatherNearest(
  examples: readonly PreparedExample[],
  { minimumDocuments }: { readonly minimumDocuments: number },
): SerializedNearest {
  const labels = labelsOf(examples);
  const space = buildFeatureSpace(
    examples.map(({ terms }) => terms),
    0,
    { weights: WEIGHTS, embeddingWeight: 0, minimumDocuments },
  );
  if (countFeatures(space) > MOST_SHORT + 1)
    throw new RangeError(`${countFeatures(space)} terms are too many`);
  const vectorize = createVectorizer(space);
  const vectors = examples.map(({ terms }) => vectorize(terms, null));
  return {
    format: 'nearest-examples-1',
    labels,
    groups: COMPARED.map((group) => ({
      group,
      terms: space.terms[group].join('\n'),
      rarities: packFloats(space.rarities[group]),
    })),
    lengths: packShorts(Uint16Array.from(vectors, ({ features }) => features.length)),
    places: packShorts(Uint16Array.from(vectors.flatMap(({ features }) => [...features]))),
    values: packShorts(
      Uint16Array.from(vectors.flatMap(({ values }) => [...values].map((value) => value * MOST_SHORT))),
    ),
    embeddings: packTable(
      tableOf(examples.map(({ embedding }) => embedding ?? [])),
      examples.length,
      dimensionsOf(examples),
    ),
    shares: packTable(
      tableOf(examples.map((one) => shareOut(one.labels, labels))),
      examples.length,
      labels.length,
    ),
  };
}

/** @throws {RangeError} when the stored numbers are damaged. */
export function createVoteOfNearest(serialized: SerializedNearest): VoteOfNearest {
  const { labels } = serialized;
  const space = readSpace(serialized);
  const vectorize = createVectorizer(space);
  const postings = readPostings(serialized, countFeatures(space));
  const embeddings = unpackTable(serialized.embeddings);
  const shares = unpackTable(serialized.shares);
  const { rows, columns } = serialized.embeddings;

  function likenesses(terms: TextTerms, embedding: Embedding | null): Float64Array {
    const alike = addUpShared(vectorize(terms, null), postings, rows);
    if (embedding === null || embedding.length !== columns) return alike;
    const floor = alike.toSorted()[Math.max(0, rows - COMPARED_IN_MEANING)] ?? 0;
    for (let row = 0; row < rows; row++) {
      const isCompared = (alike[row] ?? 0) >= floor;
      let dot = 0;
      for (let d = 0; isCompared && d < columns; d++)
        dot += (embedding[d] ?? 0) * (embeddings[row * columns + d] ?? 0);
      alike[row] = ((alike[row] ?? 0) + EMBEDDING_WEIGHT * dot) / (COMPARED.length + EMBEDDING_WEIGHT);
    }
    return alike;
  }

  return (terms, embedding) => {
    const nearest = findGreatest(likenesses(terms, embedding), NEAREST);
    const best = nearest[0]?.likeness ?? 0;
    const votes = new Float64Array(labels.length);
    let all = 0;
    for (const { example, likeness } of nearest) {
      const weight = Math.exp((likeness - best) / LIKENESS_SPREAD);
      all += weight;
      labels.forEach((_, k) => {
        votes[k] = (votes[k] ?? 0) + weight * (shares[example * labels.length + k] ?? 0);
      });
    }
    return labels.map((label, k) => ({
      label,
      probability: all === 0 ? 1 / labels.length : (votes[k] ?? 0) / all,
    }));
  };
}

const WEIGHTS = toRecord(termGroups.map((group) => [group, COMPARED.includes(group) ? 1 : 0]));

function readSpace({ groups }: SerializedNearest): FeatureSpace {
  const of = (group: TermGroup) => groups.find((one) => one.group === group);
  const termsOf = (group: TermGroup) =>
    of(group)
      ?.terms.split('\n')
      .filter((term) => term !== '') ?? [];
  return {
    options: { weights: WEIGHTS, embeddingWeight: 0, minimumDocuments: 1 },
    terms: toRecord<readonly string[]>(termGroups.map((group) => [group, termsOf(group)])),
    rarities: toRecord(termGroups.map((group) => [group, unpackFloats(of(group)?.rarities ?? '')])),
    embeddingDimensions: 0,
  };
}

/** For each term the examples that hold it: those of term t stand from `starts[t]` up to `starts[t + 1]`. */
type Postings = {
  readonly starts: Uint32Array;
  readonly examples: Uint32Array;
  readonly values: Float32Array;
};

function readPostings(serialized: SerializedNearest, terms: number): Postings {
  const places = unpackShorts(serialized.places);
  const weighed = unpackShorts(serialized.values);
  const starts = new Uint32Array(terms + 1);
  for (const place of places) starts[place + 1] = (starts[place + 1] ?? 0) + 1;
  for (let term = 0; term < terms; term++) starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);
  const next = starts.slice();
  const examples = new Uint32Array(places.length);
  const values = new Float32Array(places.length);
  let from = 0;
  unpackShorts(serialized.lengths).forEach((length, example) => {
    for (let i = from; i < from + length; i++) {
      const at = next[places[i] ?? 0] ?? 0;
      next[places[i] ?? 0] = at + 1;
      examples[at] = example;
      values[at] = (weighed[i] ?? 0) / MOST_SHORT;
    }
    from += length;
  });
  return { starts, examples, values };
}

/** For each example the products of the values that it shares with a text, added up. */
function addUpShared({ features, values }: SparseVector, postings: Postings, examples: number): Float64Array {
  const shared = new Float64Array(examples);
  features.forEach((term, i) => {
    const end = postings.starts[term + 1] ?? 0;
    for (let at = postings.starts[term] ?? 0; at < end; at++) {
      const example = postings.examples[at] ?? 0;
      shared[example] = (shared[example] ?? 0) + (values[i] ?? 0) * (postings.values[at] ?? 0);
    }
  });
  return shared;
}

/** The greatest numbers with their places, greatest first; of equals the earlier. */
function findGreatest(numbers: Float64Array, count: number): { example: number; likeness: number }[] {
  const kept: { example: number; likeness: number }[] = [];
  numbers.forEach((likeness, example) => {
    const last = kept.at(-1);
    if (kept.length === count && last && likeness <= last.likeness) return;
    const at = kept.findIndex((one) => one.likeness < likeness);
    kept.splice(at < 0 ? kept.length : at, 0, { example, likeness });
    if (kept.length > count) kept.pop();
  });
  return kept;
}

function tableOf(rows: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(rows.flatMap((row) => Array.from(row)));
}
