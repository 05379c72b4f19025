const NETWORK_ERRORS = new Set(['APIConnectionError', 'APIConnectionTimeoutError', 'TimeoutError']);

/** A busy or failing server and a broken connection may pass; a refusal, an empty account or a wrong answer will not. */
export function isWorthRetrying(error: unknown): boolean {
  const status = statusOf(error);
  if (status === null) return NETWORK_ERRORS.has(nameOf(error));
  if (isOutOfQuota(error)) return false;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** What went wrong in our words: the server's own may hold the key or the visitor's text. */
export function describeFailure(error: unknown): string {
  const status = statusOf(error);
  if (isOutOfQuota(error)) return 'the account has no quota left';
  if (status !== null) return `the server answered ${status}`;
  if (nameOf(error).includes('Timeout')) return 'the server did not answer in time';
  if (NETWORK_ERRORS.has(nameOf(error))) return 'the server cannot be reached';
  return 'the answer is not what an embeddings server gives';
}

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  return typeof error.status === 'number' ? error.status : null;
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  // The client's own errors are all named "Error"; their class says what they are.
  return error.name === 'Error' ? error.constructor.name : error.name;
}

function isOutOfQuota(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false;
  return error.code === 'insufficient_quota';
}
