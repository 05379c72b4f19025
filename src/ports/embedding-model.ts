import type { Embedding, EmbeddingSpace } from '../domain/embedding.ts';

/** `query` for what people write, `passage` for what documents say; some models embed them differently. */
export type EmbeddingPurpose = 'query' | 'passage';

export type EmbeddingModel = {
  readonly space: EmbeddingSpace;
  /**
   * Embeds texts in one space. Result i belongs to text i; each has `space.dimensions` finite numbers and unit length
   * (all zeros when the text holds nothing that the model can read).
   * @throws {AssistantError} `embedding-failed` when the provider fails after its retries; nothing of the batch is kept.
   */
  embed(
    texts: readonly string[],
    purpose: EmbeddingPurpose,
    signal?: AbortSignal,
  ): Promise<readonly Embedding[]>;
};
