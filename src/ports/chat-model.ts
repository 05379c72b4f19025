import type { Usage } from '../domain/answer.ts';

export type ChatModelMessage = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };
export type ChatModelDelta = { readonly text: string; readonly usage?: Usage };

/** A language model that writes text. Optional: without one, answers are composed from the documents alone. */
export type ChatModel = {
  readonly model: string;
  /** @throws {AssistantError} `model-failed`, also when the stream ends before the model said that it had finished. */
  stream(messages: readonly ChatModelMessage[], signal: AbortSignal): AsyncIterable<ChatModelDelta>;
};
