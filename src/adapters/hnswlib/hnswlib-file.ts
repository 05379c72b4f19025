import { open } from 'node:fs/promises';
import type { EmbeddingSpace } from '../../domain/embedding.ts';
import { AssistantError } from '../../domain/errors.ts';

/** Neighbours a point keeps on the upper layers; the ground layer keeps twice as many. */
export const NEIGHBOURS = 16;

/**
 * The head of a file as hnswlib 0.7 writes it on 64-bit machines. One flipped bit here crashes the process inside
 * the library, and another dimension loads and answers nonsense, so every field is compared before it sees the file.
 *
 *     0 offsetLevel0   8 maximum elements  16 elements       24 bytes an element  32 label offset  40 data offset
 *    48 maximum level  52 entry point      56 maximum M      64 maximum M0        72 M             80 mult  88 efConstruction
 */
const HEADER_BYTES = 96;
const HIGHEST_LEVEL = 64;
const LABEL_BYTES = 8;
const LINK_BYTES = 4;

/** @throws {AssistantError} `index-unusable` when the file is not the one that these vectors would have given. */
export async function checkHnswlibFile(path: string, space: EmbeddingSpace, count: number): Promise<void> {
  const { header, bytes } = await readHeader(path);
  const linkBytes = (NEIGHBOURS * 2 + 1) * LINK_BYTES;
  const elementBytes = linkBytes + space.dimensions * 4 + LABEL_BYTES;
  const expected: readonly (readonly [name: string, actual: bigint | number, wanted: number])[] = [
    ['ground layer offset', header.readBigUInt64LE(0), 0],
    ['capacity', header.readBigUInt64LE(8), Math.max(1, count)],
    ['element count', header.readBigUInt64LE(16), count],
    ['element size', header.readBigUInt64LE(24), elementBytes],
    ['label offset', header.readBigUInt64LE(32), linkBytes + space.dimensions * 4],
    ['data offset', header.readBigUInt64LE(40), linkBytes],
    ['upper neighbours', header.readBigUInt64LE(56), NEIGHBOURS],
    ['ground neighbours', header.readBigUInt64LE(64), NEIGHBOURS * 2],
    ['neighbours', header.readBigUInt64LE(72), NEIGHBOURS],
  ];
  for (const [name, actual, wanted] of expected) {
    if (Number(actual) !== wanted) throw unusable(path, `${name} is ${String(actual)} instead of ${wanted}`);
  }
  if (bytes < HEADER_BYTES + count * elementBytes) throw unusable(path, `it has only ${bytes} bytes`);
  const level = header.readInt32LE(48);
  if (level < -1 || level > HIGHEST_LEVEL) throw unusable(path, `its highest level is ${level}`);
  const entryPoint = header.readUInt32LE(52);
  if (count > 0 && entryPoint >= count) throw unusable(path, `its entry point is ${entryPoint} of ${count}`);
}

async function readHeader(path: string): Promise<{ readonly header: Buffer; readonly bytes: number }> {
  const header = Buffer.alloc(HEADER_BYTES);
  try {
    const file = await open(path, 'r');
    try {
      await file.read(header, 0, HEADER_BYTES, 0);
      return { header, bytes: (await file.stat()).size };
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw unusable(path, 'it cannot be read', cause);
  }
}

export function unusable(path: string, reason: string, cause?: unknown): AssistantError {
  const name = path.split(/[/\\]/).at(-1) ?? path;
  return new AssistantError(
    'index-unusable',
    `The vector index ${name} is unusable: ${reason}; run npm run ingest`,
    {
      cause,
    },
  );
}
