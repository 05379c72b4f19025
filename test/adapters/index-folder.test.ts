import { mkdtemp, readdir, readFile, rm, stat, truncate, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createExactIndexFiles } from '../../src/adapters/exact-search/exact-vector-index.ts';
import { createHnswlibIndexFiles } from '../../src/adapters/hnswlib/hnswlib-index-files.ts';
import { createIndexFolder } from '../../src/adapters/index-folder/index-folder.ts';
import { INDEX_FORMAT_VERSION } from '../../src/adapters/index-folder/manifest.ts';
import type { LoadedIndex } from '../../src/ports/index-store.ts';
import type { VectorIndexFiles } from '../../src/ports/vector-index.ts';
import {
  contentsOfRevision,
  createListeningLogger,
  hashOfText,
  TEST_COLLECTION,
} from '../support/index-contents.ts';
import { aSpace, createRandom } from '../support/vectors.ts';

const exact = createExactIndexFiles();
const best = (await createHnswlibIndexFiles()) ?? exact;
const DATA_FILES = ['collection.json', 'passages.json', 'learned.json', 'embeddings.f32'];

let folder = '';
let logger = createListeningLogger();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'index-folder-'));
  logger = createListeningLogger();
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const home = () => join(folder, TEST_COLLECTION);
const expected = { corpusDigest: 'digest-1', recipe: 'recipe-1', space: aSpace() };

function aStore(vectorIndexFiles: VectorIndexFiles = best) {
  return createIndexFolder({ folder, vectorIndexFiles, fallbackIndexFiles: exact, logger });
}

async function publishRevision(revision: number, changes = {}, store = aStore()) {
  const { contents, embeddedTexts } = contentsOfRevision(revision, changes);
  return store.publish(contents, embeddedTexts);
}

async function currentFolder(): Promise<string> {
  return join(home(), (await readFile(join(home(), 'CURRENT'), 'utf8')).trim());
}

async function flipByte(path: string, offset: number, mask: number): Promise<void> {
  const content = await readFile(path);
  content.writeUInt8(content.readUInt8(offset) ^ mask, offset);
  await writeFile(path, content);
}

/** Everything that a visitor could meet of a loaded index says the same revision. */
function expectRevision(loaded: LoadedIndex, revision: number): void {
  const { contents } = contentsOfRevision(revision);
  expect(loaded.collection).toEqual(contents.collection);
  expect(loaded.learned).toEqual(contents.learned);
  for (const { id, embedding } of contents.vectors) {
    expect(loaded.vectors.search(embedding, 1)[0]?.id).toBe(id);
  }
}

describe('index folder', () => {
  it('loads what was published, all of it', async () => {
    const published = await publishRevision(1);
    const loaded = await aStore().load(TEST_COLLECTION, expected);
    expectRevision(published, 1);
    expectRevision(loaded, 1);
    expect(loaded.generation).toBe(published.generation);
    expect(await aStore().readStamp(TEST_COLLECTION)).toEqual({
      formatVersion: INDEX_FORMAT_VERSION,
      collection: TEST_COLLECTION,
      corpusDigest: 'digest-1',
      recipe: 'recipe-1',
      space: aSpace(),
    });
  });

  it('has no stamp, no embeddings and a clear refusal before the first build', async () => {
    expect(await aStore().readStamp(TEST_COLLECTION)).toBeNull();
    expect((await aStore().readEmbeddings(TEST_COLLECTION, aSpace())).size).toBe(0);
    await expect(aStore().load(TEST_COLLECTION, expected)).rejects.toThrow(/run npm run ingest/);
  });

  it('gives embeddings back by the hash of their text, for the same model alone', async () => {
    const { contents, embeddedTexts } = contentsOfRevision(1);
    await aStore().publish(contents, embeddedTexts);
    const embeddings = await aStore().readEmbeddings(TEST_COLLECTION, aSpace());
    expect(embeddings.size).toBe(contents.vectors.length);
    for (const { id, embedding } of contents.vectors) {
      expect(embeddings.get(hashOfText(embeddedTexts.get(id) ?? ''))).toEqual(embedding);
    }
    expect((await aStore().readEmbeddings(TEST_COLLECTION, aSpace({ model: 'other' }))).size).toBe(0);
  });

  it('keeps the generation before and nothing older', async () => {
    const names: string[] = [];
    for (const revision of [1, 2, 3]) names.push((await publishRevision(revision)).generation);
    const kept = (await readdir(home())).filter((name) => name.startsWith('g')).sort();
    expect(kept).toEqual(names.slice(1));
    expect(await readdir(home())).not.toContain('LOCK');
  });

  it('keeps no collection outside its folder', async () => {
    for (const name of ['../elsewhere', '', 'a/b', '.']) {
      await expect(aStore().load(name, expected)).rejects.toMatchObject({ code: 'not-found' });
    }
  });

  it('holds a collection without passages', async () => {
    const { contents } = contentsOfRevision(1);
    const empty = { ...contents, vectors: [], collection: { ...contents.collection, passages: [] } };
    await aStore().publish(empty, new Map());
    const loaded = await aStore().load(TEST_COLLECTION, expected);
    expect(loaded.vectors.size).toBe(0);
  });
});

describe('an index that does not fit', () => {
  beforeEach(() => publishRevision(1));

  it('is refused when another model is configured, naming both', async () => {
    const space = aSpace({ provider: 'openai', model: 'big', dimensions: 768 });
    await expect(aStore().load(TEST_COLLECTION, { ...expected, space })).rejects.toThrow(
      /built with embedded model "test-model" \(16 numbers\) but openai "big" \(768\) is configured; run npm run ingest/,
    );
  });

  it('is refused when the corpus has changed', async () => {
    const load = aStore().load(TEST_COLLECTION, { ...expected, corpusDigest: 'digest-2' });
    await expect(load).rejects.toThrow(/corpus has changed since it was built; run npm run ingest/);
  });

  it('is refused when it was written by another format version', async () => {
    const path = join(await currentFolder(), 'manifest.json');
    const { manifest } = JSON.parse(await readFile(path, 'utf8'));
    const older = { ...manifest, formatVersion: 0 };
    await writeFile(path, JSON.stringify({ manifest: older, sha256: hashOfText(JSON.stringify(older)) }));
    expect(await aStore().readStamp(TEST_COLLECTION)).toBeNull();
    await expect(aStore().load(TEST_COLLECTION, expected)).rejects.toThrow(/another format version/);
  });

  it('is never written when a vector is not of the space, comes twice or belongs to no passage', async () => {
    const { contents } = contentsOfRevision(2);
    const vector = contents.vectors[0];
    if (vector === undefined) throw new Error('no vector');
    const wrong = [
      [...contents.vectors, { id: 'valle-2024.d1.title#9', embedding: new Float32Array(3) }],
      [...contents.vectors, vector],
      [...contents.vectors, { ...vector, id: 'nobody' }],
    ];
    for (const vectors of wrong) {
      await expect(aStore().publish({ ...contents, vectors }, new Map())).rejects.toMatchObject({
        code: 'index-unusable',
      });
    }
    expectRevision(await aStore().load(TEST_COLLECTION, expected), 1);
  });
});

describe('a damaged index', () => {
  it.each(DATA_FILES)(
    'is refused with the remedy when %s is cut off, empty, garbage or gone',
    async (name) => {
      await publishRevision(1);
      const path = join(await currentFolder(), name);
      const whole = await readFile(path);
      for (let step = 0; step < 20; step++) {
        await writeFile(path, whole);
        await truncate(path, Math.floor((whole.length * step) / 20));
        await expect(aStore().load(TEST_COLLECTION, expected)).rejects.toThrow(
          /unusable: .*run npm run ingest/,
        );
      }
      await writeFile(path, 'garbage');
      await expect(aStore().load(TEST_COLLECTION, expected)).rejects.toMatchObject({
        code: 'index-unusable',
      });
      await unlink(path);
      await expect(aStore().load(TEST_COLLECTION, expected)).rejects.toThrow(`${name} cannot be read`);
    },
  );

  it.each(['', '{}', 'not json', '{"manifest":{},"sha256":"00"}'])(
    'is refused for a manifest of %j',
    async (text) => {
      await publishRevision(1);
      await writeFile(join(await currentFolder(), 'manifest.json'), text);
      expect(await aStore().readStamp(TEST_COLLECTION)).toBeNull();
      await expect(aStore().load(TEST_COLLECTION, expected)).rejects.toThrow(/manifest\.json is damaged/);
    },
  );

  it('serves from its embeddings when only the vector file is cut off, garbage or gone', async () => {
    await publishRevision(1);
    const path = join(await currentFolder(), `vectors.${best.engine}`);
    for (const damage of [
      () => truncate(path, 100),
      () => writeFile(path, 'x'.repeat(4000)),
      () => unlink(path),
    ]) {
      await damage();
      const loaded = await aStore().load(TEST_COLLECTION, expected);
      expectRevision(loaded, 1);
      expect(loaded.vectors.engine).toBe('exact');
      expect(logger.lines.at(-1)).toEqual({ level: 'warn', event: 'vector-index-rebuilt' });
    }
  });

  it('serves from its embeddings where the engine that wrote the vectors is missing', async () => {
    const foreign: VectorIndexFiles = { ...exact, engine: 'foreign' };
    await publishRevision(1, {}, aStore(foreign));
    expectRevision(await aStore(exact).load(TEST_COLLECTION, expected), 1);
  });

  it('never crashes and never answers from damaged bytes: 400 flipped bytes', async () => {
    await publishRevision(1);
    const current = await currentFolder();
    const random = createRandom(7);
    let refused = 0;
    let served = 0;
    for (const name of [...DATA_FILES, 'manifest.json', `vectors.${best.engine}`]) {
      const path = join(current, name);
      const whole = await readFile(path);
      const flips = name.startsWith('vectors') ? 150 : 50;
      for (let flip = 0; flip < flips; flip++) {
        await flipByte(path, Math.floor(random() * whole.length), 1 << Math.floor(random() * 8));
        await aStore()
          .load(TEST_COLLECTION, expected)
          .then(
            (loaded) => {
              expectRevision(loaded, 1);
              served++;
            },
            (error: unknown) => {
              expect(error).toMatchObject({ code: 'index-unusable' });
              refused++;
            },
          );
        await writeFile(path, whole);
      }
    }
    expect(refused + served).toBe(400);
    expect(served).toBeGreaterThanOrEqual(150);
    expect(refused).toBeGreaterThanOrEqual(200);
  });

  it('serves the generation before, when that is of the same corpus and model', async () => {
    await publishRevision(1);
    await publishRevision(2);
    await truncate(join(await currentFolder(), 'passages.json'), 10);
    expectRevision(await aStore().load(TEST_COLLECTION, expected), 1);
    expect(logger.lines).toContainEqual({ level: 'warn', event: 'previous-index-served' });
  });

  it('does not serve the generation before when the corpus was another one then', async () => {
    await publishRevision(1, { digest: 'digest-0' });
    await publishRevision(2);
    await truncate(join(await currentFolder(), 'passages.json'), 10);
    await expect(aStore().load(TEST_COLLECTION, expected)).rejects.toThrow(/passages\.json has 10 bytes/);
  });

  it('gives the embeddings of the generation before for reuse', async () => {
    const { embeddedTexts } = contentsOfRevision(1);
    await publishRevision(1);
    await publishRevision(2);
    await truncate(join(await currentFolder(), 'embeddings.f32'), 50);
    const embeddings = await aStore().readEmbeddings(TEST_COLLECTION, aSpace());
    expect([...embeddedTexts.values()].every((text) => embeddings.has(hashOfText(text)))).toBe(true);
  });

  it('is refused when CURRENT points to nothing or says nothing', async () => {
    const { generation } = await publishRevision(1);
    for (const text of ['', '../../etc', 'g000009-00000000', '\u0000']) {
      await writeFile(join(home(), 'CURRENT'), text);
      const outcome = await aStore()
        .load(TEST_COLLECTION, expected)
        .catch((error: unknown) => error);
      // A pointer to a generation that is gone leaves the whole one that is there.
      if (text.startsWith('g')) expect(outcome).toMatchObject({ generation });
      else expect(outcome).toMatchObject({ code: 'index-unusable' });
      expect(await aStore().readStamp(TEST_COLLECTION)).toBeNull();
    }
  });

  it('is replaced by the next build', async () => {
    await publishRevision(1);
    await writeFile(join(await currentFolder(), 'manifest.json'), 'garbage');
    await publishRevision(2);
    expectRevision(await aStore().load(TEST_COLLECTION, expected), 2);
  });
});

describe('publishing', () => {
  it('leaves the old generation in use when a write is silently cut short', async () => {
    await publishRevision(1);
    const fullDisk: VectorIndexFiles = {
      ...best,
      write: async (path, space, entries) => {
        await best.write(path, space, entries);
        await truncate(path, Math.floor((await stat(path)).size / 3));
      },
    };
    await expect(publishRevision(2, {}, aStore(fullDisk))).rejects.toMatchObject({ code: 'index-unusable' });
    expectRevision(await aStore().load(TEST_COLLECTION, expected), 1);
    expect((await readdir(home())).filter((name) => name.startsWith('g'))).toHaveLength(1);
  });

  it('leaves the old generation in use when the disk is full, naming the reason', async () => {
    await publishRevision(1);
    const failing: VectorIndexFiles = {
      ...best,
      write: () => Promise.reject(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })),
    };
    await expect(publishRevision(2, {}, aStore(failing))).rejects.toThrow(
      /cannot be written \(ENOSPC\); the one before/,
    );
    expectRevision(await aStore().load(TEST_COLLECTION, expected), 1);
  });

  it('says so when the index folder cannot be made', async () => {
    await writeFile(join(folder, 'file'), '');
    const store = createIndexFolder({
      folder: join(folder, 'file'),
      vectorIndexFiles: best,
      fallbackIndexFiles: exact,
      logger,
    });
    await expect(publishRevision(1, {}, store)).rejects.toThrow(/cannot be written \(ENOTDIR\)/);
  });

  it('lets one of two publishers through and tells the other who holds the lock', async () => {
    const outcomes = await Promise.allSettled([publishRevision(1), publishRevision(2, {}, aStore())]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatchObject({ code: 'index-busy' });
    expect(String(refused[0]?.reason)).toContain(`process ${process.pid}`);
    await publishRevision(3);
    expectRevision(await aStore().load(TEST_COLLECTION, expected), 3);
  });

  it('waits for no process that is gone, and robs none that lives', async () => {
    await publishRevision(1);
    const lock = join(home(), 'LOCK');
    await writeFile(lock, JSON.stringify({ pid: process.ppid, startTicks: null }));
    await expect(publishRevision(2)).rejects.toThrow(`published by process ${process.ppid}`);
    await writeFile(lock, '');
    await expect(publishRevision(2)).rejects.toMatchObject({ code: 'index-busy' });
    for (const gone of [
      { pid: 4_194_303, startTicks: null },
      { pid: process.pid, startTicks: '1' },
    ]) {
      await writeFile(lock, JSON.stringify(gone));
      await publishRevision(2);
    }
    expectRevision(await aStore().load(TEST_COLLECTION, expected), 2);
  });

  it.skipIf(process.platform !== 'linux')('tells a process from a later one of the same number', async () => {
    await publishRevision(1);
    await writeFile(join(home(), 'LOCK'), JSON.stringify({ pid: process.ppid, startTicks: '1' }));
    await publishRevision(2);
    expectRevision(await aStore().load(TEST_COLLECTION, expected), 2);
  });

  it('is never seen half done by a reader', async () => {
    await publishRevision(0);
    let isPublishing = true;
    const publishing = (async () => {
      for (let revision = 1; revision <= 15; revision++) await publishRevision(revision);
      isPublishing = false;
    })();
    const reader = aStore();
    let loads = 0;
    while (isPublishing) {
      const loaded = await reader.load(TEST_COLLECTION, expected);
      const { number } = loaded.learned.revision as { number: number };
      expectRevision(loaded, number);
      loads++;
    }
    await publishing;
    expect(loads).toBeGreaterThan(0);
  });
});
