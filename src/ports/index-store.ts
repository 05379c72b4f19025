import type { Embedding, EmbeddingSpace } from '../domain/embedding.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { VectorEntry, VectorIndex } from './vector-index.ts';

/** What says whether a stored index may be used: any difference means that it must be built again. */
export type IndexStamp = {
  readonly formatVersion: number;
  readonly collection: string;
  readonly corpusDigest: string;
  /** Fingerprint of how it was made: the code's recipe and what trained its models besides the corpus. */
  readonly recipe: string;
  readonly space: EmbeddingSpace;
};

/** What one ingestion produced. `vectors` hold passages (`id`) and expected questions (`id#n`). `learned` holds trained models by name. */
export type IndexContents = {
  readonly collection: IndexedCollection;
  readonly recipe: string;
  readonly space: EmbeddingSpace;
  readonly vectors: readonly VectorEntry[];
  readonly learned: Readonly<Record<string, unknown>>;
};

export type LoadedIndex = {
  readonly generation: string;
  readonly stamp: IndexStamp;
  readonly collection: IndexedCollection;
  readonly vectors: VectorIndex;
  readonly learned: Readonly<Record<string, unknown>>;
};

/** Where built indexes are kept, one whole generation at a time: a reader sees the old one or the new one, never a mixture. */
export type IndexStore = {
  /** The stamp of the current generation, or null when there is none or it cannot be read. */
  readStamp(collection: string): Promise<IndexStamp | null>;
  /** Embeddings of the current generation by SHA-256 of the embedded text, for reuse; empty when the space differs or it is damaged. */
  readEmbeddings(collection: string, space: EmbeddingSpace): Promise<ReadonlyMap<string, Embedding>>;
  /**
   * Writes a new generation, syncs it, reads it back, queries it, and only then makes it current.
   * @throws {AssistantError} `index-unusable` (full disk …) or `index-busy` (another process is publishing); the old generation stays.
   */
  publish(contents: IndexContents, embeddedTexts: ReadonlyMap<string, string>): Promise<LoadedIndex>;
  /** @throws {AssistantError} `index-unusable` naming what does not match and the remedy. */
  load(
    collection: string,
    expected: Pick<IndexStamp, 'corpusDigest' | 'recipe' | 'space'>,
  ): Promise<LoadedIndex>;
};
