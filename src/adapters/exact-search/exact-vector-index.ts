import { open, readFile, rename, rm } from 'node:fs/promises';
import type { Embedding, EmbeddingSpace } from '../../domain/embedding.ts';
import { embeddingDefect } from '../../domain/embedding.ts';
import { AssistantError } from '../../domain/errors.ts';
import type {
  BuildVectorIndex,
  VectorEntry,
  VectorHit,
  VectorIndex,
  VectorIndexFiles,
} from '../../ports/vector-index.ts';

/** `build` serves from memory alone, where a stored index cannot be used. */
export type ExactIndexFiles = VectorIndexFiles & { readonly build: BuildVectorIndex };

const ENGINE = 'exact';
const MAGIC = 'EXV1';
const HEADER_BYTES = 12;

/**
 * Compares with every vector: no build time, full recall, 2 ms a query at 10,000 vectors of 256 numbers.
 * File: `EXV1`, uint32 dimensions, uint32 count, then the vectors as little-endian float32, row by row.
 */
export function createExactIndexFiles(): ExactIndexFiles {
  return { engine: ENGINE, build: buildExactIndex, write: writeExactIndex, open: openExactIndex };
}

function buildExactIndex(space: EmbeddingSpace, entries: readonly VectorEntry[]): VectorIndex {
  const ids = entries.map(({ id }) => id);
  return createExactIndex(space, ids, packVectors(space, entries));
}

async function writeExactIndex(
  path: string,
  space: EmbeddingSpace,
  entries: readonly VectorEntry[],
): Promise<void> {
  const bytes = encodeFile(space, entries);
  const temporary = `${path}.partial`;
  try {
    await writeSynced(temporary, bytes);
    const written = await readFile(temporary);
    if (!written.equals(bytes)) throw unusable(path, 'what was read back differs from what was written');
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (cause instanceof AssistantError) throw cause;
    throw unusable(path, 'it cannot be written', cause);
  }
}

async function openExactIndex(
  path: string,
  space: EmbeddingSpace,
  ids: readonly string[],
): Promise<VectorIndex> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw unusable(path, 'it cannot be read', cause);
  });
  return createExactIndex(space, ids, decodeFile(path, bytes, space, ids.length));
}

function createExactIndex(space: EmbeddingSpace, ids: readonly string[], vectors: Float32Array): VectorIndex {
  function search(embedding: Embedding, count: number): readonly VectorHit[] {
    const defect = embeddingDefect(embedding, space);
    if (defect !== null)
      throw new AssistantError('invalid-input', `The query embedding cannot be used: ${defect}`);
    return ids
      .map((id, row) => ({ id, similarity: similarityOfRow(vectors, row, embedding) }))
      .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
      .slice(0, Math.max(0, Math.trunc(count)));
  }
  return { engine: ENGINE, space, size: ids.length, search };
}

function similarityOfRow(vectors: Float32Array, row: number, embedding: Embedding): number {
  const start = row * embedding.length;
  let sum = 0;
  for (let i = 0; i < embedding.length; i++) sum += (vectors[start + i] ?? 0) * (embedding[i] ?? 0);
  return Math.max(-1, Math.min(1, sum));
}

function packVectors(space: EmbeddingSpace, entries: readonly VectorEntry[]): Float32Array {
  const vectors = new Float32Array(entries.length * space.dimensions);
  for (const [row, { id, embedding }] of entries.entries()) {
    const defect = embeddingDefect(embedding, space);
    if (defect !== null)
      throw new AssistantError('index-unusable', `The embedding of ${id} cannot be indexed: ${defect}`);
    vectors.set(embedding, row * space.dimensions);
  }
  return vectors;
}

function encodeFile(space: EmbeddingSpace, entries: readonly VectorEntry[]): Buffer {
  const vectors = packVectors(space, entries);
  const bytes = Buffer.alloc(HEADER_BYTES + vectors.byteLength);
  bytes.write(MAGIC, 0, 'latin1');
  bytes.writeUInt32LE(space.dimensions, 4);
  bytes.writeUInt32LE(entries.length, 8);
  for (const [i, value] of vectors.entries()) bytes.writeFloatLE(value, HEADER_BYTES + i * 4);
  return bytes;
}

function decodeFile(path: string, bytes: Buffer, space: EmbeddingSpace, count: number): Float32Array {
  if (bytes.length < HEADER_BYTES || bytes.toString('latin1', 0, 4) !== MAGIC) {
    throw unusable(path, `it does not begin with ${MAGIC}`);
  }
  const dimensions = bytes.readUInt32LE(4);
  const stored = bytes.readUInt32LE(8);
  if (dimensions !== space.dimensions || stored !== count) {
    throw unusable(
      path,
      `it holds ${stored} vectors of ${dimensions} numbers, not ${count} of ${space.dimensions}`,
    );
  }
  if (bytes.length !== HEADER_BYTES + count * dimensions * 4)
    throw unusable(path, `its length is ${bytes.length} bytes`);
  const vectors = Float32Array.from({ length: count * dimensions }, (_, i) =>
    bytes.readFloatLE(HEADER_BYTES + i * 4),
  );
  if (!vectors.every(Number.isFinite)) throw unusable(path, 'it holds a number that is not finite');
  return vectors;
}

async function writeSynced(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function unusable(path: string, reason: string, cause?: unknown): AssistantError {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  return new AssistantError(
    'index-unusable',
    `The vector index ${name} is unusable: ${reason}; run npm run ingest`,
    {
      cause,
    },
  );
}
