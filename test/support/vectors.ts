import type { Embedding, EmbeddingSpace } from '../../src/domain/embedding.ts';
import type { VectorEntry } from '../../src/ports/vector-index.ts';

export function aSpace(changes: Partial<EmbeddingSpace> = {}): EmbeddingSpace {
  return { provider: 'embedded', model: 'test-model', dimensions: 16, ...changes };
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A unit vector that is the same for the same seed. */
export function unitVector(seed: number, dimensions: number): Embedding {
  const random = createRandom(seed + 1);
  const numbers = Array.from({ length: dimensions }, () => random() * 2 - 1);
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (value) => value / length);
}

export function someVectorEntries(count: number, space: EmbeddingSpace): VectorEntry[] {
  return Array.from({ length: count }, (_, seed) => ({
    id: `entry-${String(seed).padStart(4, '0')}`,
    embedding: unitVector(seed, space.dimensions),
  }));
}
