import { z } from 'zod';
import type { Embedding, EmbeddingSpace } from '../../domain/embedding.ts';
import { embeddingDefect } from '../../domain/embedding.ts';
import type { VectorEntry } from '../../ports/vector-index.ts';
import { sha256, unusable } from './files.ts';
import { embeddingSpaceSchema, parseJson } from './manifest.ts';

/** Raw embeddings with the hash of the text each was made from: what spares embedding twice, and what vectors are rebuilt from. */
export type StoredEmbeddings = {
  readonly space: EmbeddingSpace;
  readonly entries: readonly VectorEntry[];
  /** Entry i's SHA-256 of its text; null when the text was not given. */
  readonly textHashes: readonly (string | null)[];
};

const headerSchema = z.strictObject({
  space: embeddingSpaceSchema,
  ids: z.array(z.string()),
  textHashes: z.array(z.string().nullable()),
});

const MAGIC = 'EMB1';
const FIXED_BYTES = 8;

/** `EMB1`, uint32 header length, JSON header padded with spaces to a multiple of 4, little-endian float32 row by row. */
export function encodeEmbeddings(
  space: EmbeddingSpace,
  entries: readonly VectorEntry[],
  embeddedTexts: ReadonlyMap<string, string>,
): Buffer {
  const textHashes = entries.map(({ id }) => hashOf(embeddedTexts.get(id)));
  const { provider, model, dimensions } = space;
  const ids = entries.map(({ id }) => id);
  const header = Buffer.from(JSON.stringify({ space: { provider, model, dimensions }, ids, textHashes }));
  const headerBytes = Math.ceil(header.length / 4) * 4;
  const content = Buffer.alloc(FIXED_BYTES + headerBytes + entries.length * space.dimensions * 4, ' ');
  content.write(MAGIC, 0, 'latin1');
  content.writeUInt32LE(headerBytes, 4);
  header.copy(content, FIXED_BYTES);
  let offset = FIXED_BYTES + headerBytes;
  for (const { embedding } of entries) {
    for (const value of embedding) offset = content.writeFloatLE(value, offset);
  }
  return content;
}

/** @throws {AssistantError} `index-unusable` */
export function decodeEmbeddings(content: Buffer): StoredEmbeddings {
  if (content.length < FIXED_BYTES || content.toString('latin1', 0, 4) !== MAGIC) {
    throw unusable(`embeddings.f32 does not begin with ${MAGIC}`);
  }
  const start = FIXED_BYTES + content.readUInt32LE(4);
  const header = headerSchema.safeParse(parseJson(content.subarray(FIXED_BYTES, start)));
  if (!header.success) throw unusable('embeddings.f32 has a damaged header');
  const { space, ids, textHashes } = header.data;
  const isWhole =
    content.length === start + ids.length * space.dimensions * 4 && ids.length === textHashes.length;
  if (!isWhole) throw unusable('embeddings.f32 is cut off');
  const entries = ids.map((id, row) => ({ id, embedding: readEmbedding(content, space, start, row) }));
  return { space, entries, textHashes };
}

/** Embeddings by the hash of their text; entries without one cannot be used again. */
export function byTextHash({ entries, textHashes }: StoredEmbeddings): ReadonlyMap<string, Embedding> {
  const embeddings = new Map<string, Embedding>();
  for (const [i, { embedding }] of entries.entries()) {
    const hash = textHashes[i];
    if (hash !== null && hash !== undefined) embeddings.set(hash, embedding);
  }
  return embeddings;
}

function hashOf(text: string | undefined): string | null {
  return text === undefined ? null : sha256(text);
}

function readEmbedding(content: Buffer, space: EmbeddingSpace, start: number, row: number): Embedding {
  const offset = start + row * space.dimensions * 4;
  const embedding = Float32Array.from({ length: space.dimensions }, (_, i) =>
    content.readFloatLE(offset + i * 4),
  );
  const defect = embeddingDefect(embedding, space);
  if (defect !== null) throw unusable(`embeddings.f32 is damaged at row ${row}: ${defect}`);
  return embedding;
}
