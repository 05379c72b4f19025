import type { ExpectedQuestion } from '../domain/collection.ts';

/** The expected questions of a collection as kept in its corpus; they are indexed at the next ingestion. */
export type QuestionBook = {
  /** Adds questions, whole or not at all. @throws {AssistantError} `not-found`, or `index-busy` while another process adds. */
  append(collection: string, questions: readonly ExpectedQuestion[]): Promise<void>;
};
