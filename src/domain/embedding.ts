/** A text's place in an embedding space: `space.dimensions` finite numbers, unit length. */
export type Embedding = Float32Array;

/** Two embeddings compare only when their spaces are equal in every field. */
export type EmbeddingSpace = {
  readonly provider: 'embedded' | 'openai' | 'transformers';
  readonly model: string;
  readonly dimensions: number;
};

export function isSameSpace(a: EmbeddingSpace, b: EmbeddingSpace): boolean {
  return a.provider === b.provider && a.model === b.model && a.dimensions === b.dimensions;
}

/** Cosine of two unit-length embeddings, -1 to 1, higher is nearer. */
export function cosineSimilarity(a: Embedding, b: Embedding): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** What makes an embedding unusable in its space, or null when nothing does: wrong length, a number that is not finite. */
export function embeddingDefect(embedding: ArrayLike<number>, space: EmbeddingSpace): string | null {
  if (embedding.length !== space.dimensions) {
    return `${embedding.length} numbers instead of ${space.dimensions}`;
  }
  for (let i = 0; i < embedding.length; i++) {
    if (!Number.isFinite(embedding[i])) return `number ${i} is ${String(embedding[i])}`;
  }
  return null;
}

/** The same direction at length one; null when all numbers are zero, since zero has no direction. */
export function toUnitLength(numbers: ArrayLike<number>): Embedding | null {
  let squares = 0;
  for (let i = 0; i < numbers.length; i++) squares += (numbers[i] ?? 0) ** 2;
  const length = Math.sqrt(squares);
  if (!(length > 0)) return null;
  return Float32Array.from(numbers, (value) => value / length);
}
