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
