/** Codes that a caller may act on; the HTTP wall maps each to one status. */
export type ErrorCode =
  | 'invalid-environment'
  | 'invalid-input'
  | 'not-found'
  | 'index-unusable'
  | 'index-busy'
  | 'document-unreadable'
  | 'embedding-failed'
  | 'model-failed'
  | 'budget-spent'
  | 'overloaded'
  | 'cancelled';

/** An error whose message names the thing, the values and the remedy; safe for a log, not for a visitor. */
export class AssistantError extends Error {
  override readonly name: string = 'AssistantError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
