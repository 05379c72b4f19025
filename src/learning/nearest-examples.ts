import { z } from 'zod';
import type { Embedding } from '../domain/embedding.ts';
import { buildFeatureSpace, createVectorizer, toRecord } from './feature-space.ts';
import { packedTableSchema, packFloats, packTable, unpackFloats, unpackTable } from './packed-numbers.ts';
import type { RankedLabel } from './text-classifier.ts';
import { type TextTerms, termGroups } from './text-terms.ts';
import type { PreparedExample } from './train-classifier.ts';
import { shareOut } from './train-classifier.ts';

/** The examples themselves, so that those most like a text can be found: their stems, what they mean and their labels. */
export const serializedNearestSchema = z.strictObject({
  format: z.literal('nearest-examples-1'),
  labels: z.array(z.string()).min(1),
  /** One stem a line, with their rarities. */
  stems: z.string(),
  rarities: z.string(),
  /** How many stems each example has; then all their places among the stems and their values, example after example. */
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
 * Chosen by leaving one writer out at a time (six writers, 1,800 ideas): with 8 of them 3 ideas in 100 more are judged right than by the
 * linear model alone; 16 and 32 are level, wider shares of likeness lose half a point, meaning alone two.
 */
const NEAREST = 8;
const LIKENESS_HALVED = 0.03;
const EMBEDDING_WEIGHT = 0.5;
/** Only those that share most words are compared in meaning as well: with all 4,709 the same are found, in twice the time. */
const COMPARED_IN_MEANING = 400;

/** Gathers the examples. `minimumDocuments`: a stem of fewer examples is not compared. */
export function gatherNearest(
  examples: readonly PreparedExample[],
  { minimumDocuments }: { readonly minimumDocuments: number },
): SerializedNearest {
  const labels = [...new Set(examples.flatMap((example) => example.labels.map(({ label }) => label)))].sort();
  const space = buildFeatureSpace(
    examples.map(({ terms }) => terms),
    0,
    { weights: ONLY_STEMS, embeddingWeight: 0, minimumDocuments },
  );
  const vectorize = createVectorizer(space);
  const vectors = examples.map(({ terms }) => vectorize(terms, null));
  const dimensions = examples.find(({ embedding }) => embedding !== null)?.embedding?.length ?? 0;
  return {
    format: 'nearest-examples-1',
    labels,
    stems: space.terms.stems.join('\n'),
    rarities: packFloats(space.rarities.stems),
    lengths: packFloats(Float32Array.from(vectors, ({ features }) => features.length)),
    places: packFloats(Float32Array.from(vectors.flatMap(({ features }) => [...features]))),
    values: packFloats(Float32Array.from(vectors.flatMap(({ values }) => [...values]))),
    embeddings: packTable(
      tableOf(examples.map(({ embedding }) => embedding ?? [])),
      examples.length,
      dimensions,
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
  const stems = serialized.stems === '' ? [] : serialized.stems.split('\n');
  const vectorize = createVectorizer({
    options: { weights: ONLY_STEMS, embeddingWeight: 0, minimumDocuments: 1 },
    terms: { ...NO_TERMS, stems },
    rarities: { ...NO_RARITIES, stems: unpackFloats(serialized.rarities) },
    embeddingDimensions: 0,
  });
  const postings = readPostings(serialized, stems.length);
  const embeddings = unpackTable(serialized.embeddings);
  const shares = unpackTable(serialized.shares);

  function likenesses(terms: TextTerms, embedding: Embedding | null): Float64Array {
    const { rows, columns } = serialized.embeddings;
    const alike = new Float64Array(rows);
    const { features, values } = vectorize(terms, null);
    features.forEach((stem, i) => {
      for (const { example, value } of postings[stem] ?? [])
        alike[example] = (alike[example] ?? 0) + (values[i] ?? 0) * value;
    });
    if (embedding === null || embedding.length !== columns) return alike;
    const floor = alike.toSorted()[Math.max(0, rows - COMPARED_IN_MEANING)] ?? 0;
    for (let row = 0; row < rows; row++) {
      let dot = 0;
      const isCompared = (alike[row] ?? 0) >= floor;
      for (let d = 0; isCompared && d < columns; d++)
        dot += (embedding[d] ?? 0) * (embeddings[row * columns + d] ?? 0);
      alike[row] = ((alike[row] ?? 0) + EMBEDDING_WEIGHT * dot) / (1 + EMBEDDING_WEIGHT);
    }
    return alike;
  }

  return (terms, embedding) => {
    const nearest = findGreatest(likenesses(terms, embedding), NEAREST);
    const best = nearest[0]?.likeness ?? 0;
    const votes = new Float64Array(labels.length);
    let all = 0;
    for (const { example, likeness } of nearest) {
      const weight = Math.exp((likeness - best) / LIKENESS_HALVED);
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

const ONLY_STEMS = toRecord(termGroups.map((group) => [group, group === 'stems' ? 1 : 0]));
const NO_TERMS = toRecord<readonly string[]>(termGroups.map((group) => [group, []]));
const NO_RARITIES = toRecord(termGroups.map((group) => [group, new Float32Array()]));

type Posting = { readonly example: number; readonly value: number };

/** For each stem the examples that hold it. */
function readPostings({ lengths, places, values }: SerializedNearest, stems: number): readonly Posting[][] {
  const postings: Posting[][] = Array.from({ length: stems }, () => []);
  const [held, weighed] = [unpackFloats(places), unpackFloats(values)];
  let at = 0;
  unpackFloats(lengths).forEach((length, example) => {
    for (const end = at + length; at < end; at++)
      postings[held[at] ?? -1]?.push({ example, value: weighed[at] ?? 0 });
  });
  return postings;
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
