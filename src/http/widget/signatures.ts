import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs parts that hold no line break; `purpose` keeps a signature for one thing from being good for another. */
export function signatureOf(key: Buffer, purpose: string, parts: readonly string[]): string {
  return createHmac('sha256', key)
    .update([purpose, ...parts].join('\n'))
    .digest('base64url');
}

/** Compares without telling by its time how much was right. */
export function isSameSignature(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
