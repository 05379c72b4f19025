import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AssistantError } from '../../domain/errors.ts';

const BYTES = 32;

/**
 * The key that this installation signs with, made at the first start and readable by its owner only. Processes that share the
 * folder share the key, so that a ticket of one is good at the other.
 */
export async function readSecret(folder: string): Promise<Buffer> {
  const file = join(folder, 'secret');
  const found = await readFile(file).catch(() => null);
  if (found !== null) return requireWhole(found);
  await mkdir(folder, { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(draft, randomBytes(BYTES), { mode: 0o600, flush: true });
    // Fails when another process was first: then theirs is the key.
    await link(draft, file).catch(() => undefined);
  } finally {
    await rm(draft, { force: true });
  }
  return requireWhole(await readFile(file));
}

function requireWhole(secret: Buffer): Buffer {
  if (secret.length >= BYTES) return secret;
  throw new AssistantError(
    'invalid-environment',
    'The file "secret" in DATA_DIR is not whole; delete it and start again',
  );
}
