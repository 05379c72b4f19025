import { isWorthRetrying } from './embedding-failure.ts';

/** Why one attempt gave no usable reply. `reason` is in our words: the server's own may hold the key or the visitor's text. */
export class ChatFailure extends Error {
  override readonly name = 'ChatFailure';
  readonly kind: 'silent' | 'refused' | 'rejected' | 'passing' | 'unusable';
  readonly retryAfterMs: number | null;

  constructor(kind: ChatFailure['kind'], reason: string, retryAfterMs: number | null = null) {
    super(reason);
    this.kind = kind;
    this.retryAfterMs = retryAfterMs;
  }
}

const NETWORK = /^(?:APIConnection\w*|TimeoutError|AbortError|TypeError)$/;
const LONGEST_RETRY_AFTER_MS = 86_400_000;

/** Makes a failure of whatever LangChain or the client beneath it threw. */
export function toChatFailure(error: unknown): ChatFailure {
  if (error instanceof ChatFailure) return error;
  const status = statusOf(error);
  if (status === null) {
    return NETWORK.test(nameOf(error)) && isWorthRetrying(error)
      ? new ChatFailure('passing', 'the server cannot be reached')
      : new ChatFailure('unusable', 'the reply is not what a chat server gives');
  }
  if (status === 401 || status === 403) {
    return new ChatFailure('refused', `the server refused the key (${status})`);
  }
  if (isWorthRetrying(error)) {
    return new ChatFailure('passing', `the server answered ${status}`, retryAfterOf(error));
  }
  if (status === 400 || status === 422)
    return new ChatFailure('rejected', `the server rejected the request (${status})`);
  return new ChatFailure(
    'unusable',
    status === 404 ? 'the server does not know the model (404)' : `the server answered ${status}`,
  );
}

/** `Retry-After` in seconds or as a date; null when there is none or it says nothing. */
function retryAfterOf(error: unknown): number | null {
  const headers = property(error, 'headers');
  const value = headers instanceof Headers ? headers.get('retry-after') : null;
  if (value === null || value.trim() === '') return null;
  const seconds = Number(value);
  const waitMs = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(waitMs) && waitMs >= 0 ? Math.min(waitMs, LONGEST_RETRY_AFTER_MS) : null;
}

function statusOf(error: unknown): number | null {
  const status = property(error, 'status');
  return typeof status === 'number' ? status : null;
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  return error.name === 'Error' ? error.constructor.name : error.name;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
