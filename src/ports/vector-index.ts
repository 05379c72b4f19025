import type { Embedding, EmbeddingSpace } from '../domain/embedding.ts';

export type VectorEntry = { readonly id: string; readonly embedding: Embedding };
export type VectorHit = { readonly id: string; readonly similarity: number };

/** Nearest neighbours among entries of one space. */
export type VectorIndex = {
  readonly engine: string;
  readonly space: EmbeddingSpace;
  readonly size: number;
  /**
   * At most `count` hits, most similar first (cosine, -1 to 1); ties by id. Fewer when the index is smaller.
   * @throws {AssistantError} `invalid-input` when the embedding has the wrong length or a number that is not finite.
   */
  search(embedding: Embedding, count: number): readonly VectorHit[];
};

/** Builds vector indexes and keeps them in files. Entry order decides the bytes: same entries, same order, same file. */
export type VectorIndexFiles = {
  readonly engine: string;
  /** Writes the index to `path` and proves that it can be read back. @throws {AssistantError} `index-unusable` */
  write(path: string, space: EmbeddingSpace, entries: readonly VectorEntry[]): Promise<void>;
  /** Opens what `write` wrote; the caller has checked size and checksum. @throws {AssistantError} `index-unusable` */
  open(path: string, space: EmbeddingSpace, ids: readonly string[]): Promise<VectorIndex>;
};

/** Builds an index in memory alone: what serves when the file of one is unusable but its vectors are at hand. */
export type BuildVectorIndex = (space: EmbeddingSpace, entries: readonly VectorEntry[]) => VectorIndex;
