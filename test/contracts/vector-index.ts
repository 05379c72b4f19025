import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddingSpace } from '../../src/domain/embedding.ts';
import type { VectorIndexFiles } from '../../src/ports/vector-index.ts';
import { aSpace, someVectorEntries, unitVector } from '../support/vectors.ts';

/** What every kind of vector index must do; call it once for each implementation. */
export function describeVectorIndexFiles(name: string, createFiles: () => Promise<VectorIndexFiles>): void {
  describe(`${name} vector index`, () => {
    let folder = '';
    let files: VectorIndexFiles;
    const space = aSpace({ dimensions: 16 });
    const entries = someVectorEntries(40, space);
    const ids = entries.map(({ id }) => id);
    const first = unitVector(0, 16);

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'vector-index-'));
      files = await createFiles();
    });
    afterEach(() => rm(folder, { recursive: true, force: true }));

    const path = () => join(folder, 'vectors.bin');
    const build = async (given = entries, givenSpace: EmbeddingSpace = space) => {
      await files.write(path(), givenSpace, given);
      const givenIds = given.map(({ id }) => id);
      return files.open(path(), givenSpace, givenIds);
    };

    it('finds each vector again as its own nearest one', async () => {
      const index = await build();
      expect(index.size).toBe(40);
      for (const { id, embedding } of entries) {
        const [nearest] = index.search(embedding, 1);
        expect(nearest?.id).toBe(id);
        expect(nearest?.similarity).toBeCloseTo(1, 4);
      }
    });

    it('gives similarities from most to least similar', async () => {
      const hits = (await build()).search(first, 10);
      const similarities = hits.map(({ similarity }) => similarity);
      expect(hits).toHaveLength(10);
      expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
    });

    it('orders equal similarities by id', async () => {
      const twins = ['c', 'a', 'd', 'b'].map((id) => ({ id, embedding: first }));
      const index = await build(twins);
      expect(index.search(first, 3).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    });

    it('gives fewer hits when the index is smaller than what is asked', async () => {
      const index = await build(entries.slice(0, 3));
      expect(index.search(first, 50)).toHaveLength(3);
      expect(index.search(first, 0)).toEqual([]);
      expect(index.search(first, -1)).toEqual([]);
    });

    it('holds one vector, or none', async () => {
      expect((await build(entries.slice(0, 1))).search(first, 5)).toHaveLength(1);
      expect((await build([])).search(first, 5)).toEqual([]);
    });

    it('refuses a query of another length or with a number that is not finite', async () => {
      const index = await build();
      const notFinite = Float32Array.from(first, (value, i) => (i === 3 ? Number.NaN : value));
      const endless = Float32Array.from(first, (value, i) => (i === 3 ? Number.POSITIVE_INFINITY : value));
      for (const query of [new Float32Array(15), new Float32Array(0), notFinite, endless]) {
        expect(() => index.search(query, 3)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
      }
    });

    it('refuses to index what is not an embedding of the space', async () => {
      const broken = [{ id: 'x', embedding: Float32Array.from(first, () => Number.NaN) }];
      const short = [{ id: 'x', embedding: new Float32Array(3) }];
      for (const given of [broken, short]) {
        await expect(files.write(path(), space, given)).rejects.toMatchObject({ code: 'index-unusable' });
      }
    });

    it('gives the same bytes for the same entries', async () => {
      await files.write(path(), space, entries);
      const once = await readFile(path());
      await files.write(path(), space, entries);
      expect((await readFile(path())).equals(once)).toBe(true);
    });

    it('says so when the folder does not exist', async () => {
      const nowhere = join(folder, 'missing', 'vectors.bin');
      await expect(files.write(nowhere, space, entries)).rejects.toMatchObject({ code: 'index-unusable' });
    });

    it('refuses a file of other dimensions or of another count', async () => {
      await files.write(path(), space, entries);
      const wider = aSpace({ dimensions: 32 });
      await expect(files.open(path(), wider, ids)).rejects.toMatchObject({ code: 'index-unusable' });
      await expect(files.open(path(), space, ids.slice(1))).rejects.toMatchObject({ code: 'index-unusable' });
    });

    it('refuses a file that is missing, empty, text or cut off anywhere', async () => {
      await expect(files.open(path(), space, ids)).rejects.toMatchObject({ code: 'index-unusable' });
      for (const text of ['', 'not an index at all', 'x'.repeat(5000)]) {
        await writeFile(path(), text);
        await expect(files.open(path(), space, ids)).rejects.toMatchObject({ code: 'index-unusable' });
      }
      await files.write(path(), space, entries);
      const whole = await readFile(path());
      for (let step = 0; step < 20; step++) {
        await writeFile(path(), whole);
        await truncate(path(), Math.floor((whole.length * step) / 20));
        await expect(files.open(path(), space, ids)).rejects.toMatchObject({ code: 'index-unusable' });
      }
    });

    it('survives a damaged head', async () => {
      await files.write(path(), space, entries);
      const whole = await readFile(path());
      for (let offset = 0; offset < 80; offset++) {
        const damaged = Buffer.from(whole);
        damaged.writeUInt8(damaged.readUInt8(offset) ^ 0x5a, offset);
        await writeFile(path(), damaged);
        await files.open(path(), space, ids).then(
          (index) => expect(index.size).toBe(40),
          (error: unknown) => expect(error).toMatchObject({ code: 'index-unusable' }),
        );
      }
    });
  });
}
