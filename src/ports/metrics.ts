import type { AnswerKind, Usage } from '../domain/answer.ts';

/**
 * Stages of an answer. `draft` is all before its first word, the three before it and the choice of what to quote included;
 * `tell` is all after: citations verified, and a model's words where there is one.
 */
export type AnswerStage = 'understand' | 'retrieve' | 'decide' | 'match' | 'draft' | 'tell';

/** What is counted of the running service. Nothing that a visitor wrote, and nothing that tells one visitor from another. */
export type Metrics = {
  /** `route` is the pattern, never the address; null for what no route took. */
  observeRequest(request: {
    readonly method: string;
    readonly route: string | null;
    readonly status: number;
    readonly seconds: number;
  }): void;
  /** `answerer`: whose words it is told in, after a model was or was not asked. */
  observeAnswer(answer: {
    readonly kind: AnswerKind;
    readonly answerer: 'documents' | 'model' | 'fallback';
    readonly seconds: number;
  }): void;
  observeStage(stage: { readonly stage: AnswerStage; readonly seconds: number }): void;
  observeSentences(counts: {
    readonly shown: number;
    readonly repaired: number;
    readonly dropped: Readonly<Record<string, number>>;
    readonly status: string;
  }): void;
  observeTokens(usage: Usage): void;
  /** Answers being worked on, and those waiting for their turn. */
  observeLoad(load: { readonly busy: number; readonly waiting: number }): void;
  observeRefused(): void;
  render(): Promise<{ readonly contentType: string; readonly text: string }>;
};
