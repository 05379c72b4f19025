import type { LabelledIdea } from '../domain/collection.ts';

/** The labelled ideas of a collection as kept in its corpus; the matcher learns them at the next ingestion. */
export type ExampleBook = {
  /**
   * Adds examples; those whose text is there already are left out. Whole or not at all, even when the process is killed.
   * Returns how many were added.
   * @throws {AssistantError} `not-found` for an unknown collection, `index-busy` while another process adds.
   */
  append(collection: string, examples: readonly LabelledIdea[]): Promise<number>;
};
