import type { Usage } from '../domain/answer.ts';

export type ChatModelMessage = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

export type ChatModelRequest = {
  readonly messages: readonly ChatModelMessage[];
  readonly maximumOutputTokens: number;
  /** JSON schema of the wanted reply, for servers that can be held to one. The caller still checks what comes. */
  readonly replySchema?: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
  /** What the reply rests on besides the messages: the corpus and the prompt. A reply is not given again for another basis. */
  readonly basis: string;
  /** Who pays: a partner's site, where there is one. */
  readonly site?: string | undefined;
};

/** `end` comes last and once; `model` is the one that answered, `usage` null where the server does not tell. */
export type ChatModelEvent =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'end';
      readonly model: string;
      readonly usage: Usage | null;
      /** The reply was cut at `maximumOutputTokens`. */
      readonly isTruncated: boolean;
      /** It was given before, and cost nothing now. */
      readonly isRepeated?: boolean;
    };

/** A language model that writes text. Optional: without one, answers are composed from the documents alone. */
export type ChatModel = {
  readonly model: string;
  /**
   * @throws {AssistantError} `model-failed`, also when the stream ends before the model said that it had finished;
   * `cancelled` when `signal` aborts.
   */
  stream(request: ChatModelRequest, signal: AbortSignal): AsyncIterable<ChatModelEvent>;
  /** What keeps the model from answering, in words for an operator (never a key); null when nothing is known to. */
  findFault(signal: AbortSignal): Promise<string | null>;
};
