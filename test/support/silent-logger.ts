import type { Logger } from '../../src/ports/logger.ts';

/** Keeps what it is told, for tests that care which lines were written. */
export function createSilentLogger(): Logger & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const keep = (event: string, fields?: Readonly<Record<string, unknown>>) => {
    lines.push(`${event} ${JSON.stringify(fields ?? {})}`);
  };
  return { info: keep, warn: keep, error: keep, lines };
}
