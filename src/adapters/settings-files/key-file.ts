import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { AssistantError } from '../../domain/errors.ts';
import type { Client, ClientKeys } from '../../ports/client-keys.ts';
import type { Clock } from '../../ports/clock.ts';
import { isMissing, stampOf, writeSettings } from './whole-file.ts';

const entrySchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{8}$/),
  name: z.string().min(1).max(100),
  /** SHA-256 of the key: it is 256 random bits, so nothing slower is needed. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAt: z.string(),
});
const fileSchema = z.strictObject({ keys: z.array(entrySchema).max(10_000) });
type Entry = z.infer<typeof entrySchema>;

const KEY_PREFIX = 'elqui-';
const KEY_BYTES = 32;
const LONGEST_KEY = 200;

/** Keys in one JSON file, readable by its owner only. A file that cannot be read lets nobody in. */
export function createKeyFile(options: { readonly file: string; readonly clock: Clock }): ClientKeys {
  const { file, clock } = options;
  let known: { readonly stamp: string; readonly entries: readonly Entry[] } = { stamp: '', entries: [] };

  async function current(): Promise<readonly Entry[]> {
    const stamp = await stampOf(file);
    if (stamp !== known.stamp) known = { stamp, entries: await readEntries(file) };
    return known.entries;
  }

  return {
    async find(key) {
      if (key.length > LONGEST_KEY) return null;
      const hash = Buffer.from(hashOf(key), 'hex');
      const entry = (await current()).find((one) => timingSafeEqual(Buffer.from(one.hash, 'hex'), hash));
      return entry ? toClient(entry) : null;
    },
    list: async () => (await current()).map(toClient),
    async add(name) {
      const key = `${KEY_PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`;
      const id = randomBytes(4).toString('hex');
      const entry = { id, name, hash: hashOf(key), createdAt: clock.now().toISOString() };
      await writeSettings(file, { keys: [...(await readEntries(file)), entrySchema.parse(entry)] });
      return { client: toClient(entry), key };
    },
    async remove(id) {
      const entries = await readEntries(file);
      const others = entries.filter((entry) => entry.id !== id);
      if (others.length < entries.length) await writeSettings(file, { keys: others });
      return others.length < entries.length;
    },
  };
}

function toClient({ id, name, createdAt }: Entry): Client {
  return { id, name, createdAt };
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** @throws {AssistantError} `invalid-input` naming the file. */
async function readEntries(file: string): Promise<readonly Entry[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '{"keys":[]}';
    throw error;
  });
  try {
    return fileSchema.parse(JSON.parse(text)).keys;
  } catch (cause) {
    throw new AssistantError('invalid-input', `${basename(file)} cannot be used: it is not a file of keys`, {
      cause,
    });
  }
}
