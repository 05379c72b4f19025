import { z } from 'zod';
import type { IndexStamp } from '../../ports/index-store.ts';
import { sha256, unusable } from './files.ts';

/** Raised whenever the files of a generation change their meaning; older indexes are then built again. */
export const INDEX_FORMAT_VERSION = 2;

const fileProofSchema = z.strictObject({ bytes: z.int().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) });

export const embeddingSpaceSchema = z.strictObject({
  provider: z.enum(['embedded', 'openai', 'transformers']),
  model: z.string().min(1),
  dimensions: z.int().min(1).max(100_000),
});

const manifestSchema = z.strictObject({
  formatVersion: z.literal(INDEX_FORMAT_VERSION),
  generation: z.string(),
  collection: z.string(),
  corpusDigest: z.string(),
  recipe: z.string(),
  space: embeddingSpaceSchema,
  passageCount: z.int().min(0),
  vectorCount: z.int().min(0),
  vectorEngine: z.string().regex(/^[a-z]{1,20}$/),
  files: z.record(z.string(), fileProofSchema),
});

/** What a generation holds; written last, so that a folder with a manifest was written to its end. */
export type Manifest = z.infer<typeof manifestSchema>;

const signedSchema = z.strictObject({ manifest: z.unknown(), sha256: z.string() });

/** The manifest proves the other files; its own checksum proves the manifest. */
export function encodeManifest(manifest: Manifest): Buffer {
  const signed = { manifest, sha256: sha256(JSON.stringify(manifest)) };
  return Buffer.from(`${JSON.stringify(signed, null, 2)}\n`);
}

/** @throws {AssistantError} `index-unusable` when it is damaged, of another format version or not the one expected. */
export function decodeManifest(content: Buffer, generation: string): Manifest {
  const signed = signedSchema.safeParse(parseJson(content));
  if (!signed.success || sha256(JSON.stringify(signed.data.manifest)) !== signed.data.sha256) {
    throw unusable('manifest.json is damaged');
  }
  const manifest = manifestSchema.safeParse(signed.data.manifest);
  if (!manifest.success) throw unusable('manifest.json is of another format version');
  if (manifest.data.generation !== generation)
    throw unusable(`manifest.json belongs to ${manifest.data.generation}`);
  return manifest.data;
}

export function stampOf({ formatVersion, collection, corpusDigest, recipe, space }: Manifest): IndexStamp {
  return { formatVersion, collection, corpusDigest, recipe, space };
}

export function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    return undefined;
  }
}
