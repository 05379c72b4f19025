import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExactIndexFiles } from '../../src/adapters/exact-search/exact-vector-index.ts';
import { createHnswlibIndexFiles } from '../../src/adapters/hnswlib/hnswlib-index-files.ts';
import type { VectorIndexFiles } from '../../src/ports/vector-index.ts';
import { describeVectorIndexFiles } from '../contracts/vector-index.ts';
import { aSpace, someVectorEntries, unitVector } from '../support/vectors.ts';

const hnswlib = await createHnswlibIndexFiles();

function nativeFiles(): VectorIndexFiles {
  if (hnswlib === null) throw new Error('hnswlib-node is not built on this machine');
  return hnswlib;
}

describeVectorIndexFiles('exact', async () => createExactIndexFiles());

describe.skipIf(hnswlib === null)('hnswlib', () => {
  describeVectorIndexFiles('hnswlib', async () => nativeFiles());

  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'recall-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('finds at least 99 of 100 of the nearest ten that exact search finds', async () => {
    const space = aSpace({ dimensions: 64 });
    const entries = someVectorEntries(2000, space);
    const path = join(folder, 'vectors.hnsw');
    await nativeFiles().write(path, space, entries);
    const approximate = await nativeFiles().open(
      path,
      space,
      entries.map(({ id }) => id),
    );
    const exact = createExactIndexFiles().build(space, entries);
    let found = 0;
    for (let query = 0; query < 50; query++) {
      const embedding = unitVector(10_000 + query, 64);
      const nearest = new Set(exact.search(embedding, 10).map(({ id }) => id));
      found += approximate.search(embedding, 10).filter(({ id }) => nearest.has(id)).length;
    }
    expect(found / 500).toBeGreaterThanOrEqual(0.99);
  });

  it('refuses an index that was built by exact search', async () => {
    const space = aSpace();
    const entries = someVectorEntries(5, space);
    const path = join(folder, 'vectors.exact');
    await createExactIndexFiles().write(path, space, entries);
    const ids = entries.map(({ id }) => id);
    await expect(nativeFiles().open(path, space, ids)).rejects.toMatchObject({ code: 'index-unusable' });
  });

  it('names the file and the remedy when a vector file is damaged', async () => {
    const path = join(folder, 'vectors.damaged');
    await writeFile(path, 'x'.repeat(2000));
    await expect(nativeFiles().open(path, aSpace(), ['a'])).rejects.toThrow(
      /vectors\.damaged .* npm run ingest/,
    );
  });
});
