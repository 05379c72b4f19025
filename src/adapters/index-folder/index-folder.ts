import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Embedding, type EmbeddingSpace, embeddingDefect, isSameSpace } from '../../domain/embedding.ts';
import { AssistantError } from '../../domain/errors.ts';
import type { IndexContents, IndexStamp, IndexStore, LoadedIndex } from '../../ports/index-store.ts';
import type { Logger } from '../../ports/logger.ts';
import type { BuildVectorIndex, VectorIndex, VectorIndexFiles } from '../../ports/vector-index.ts';
import { byTextHash } from './embeddings-file.ts';
import { codeOf, readOrRefuse, syncFolder, unusable, writeSynced } from './files.ts';
import {
  openVectors,
  readGeneration,
  readManifest,
  readStoredEmbeddings,
  type StoredGeneration,
  toLoadedIndex,
  writeGeneration,
} from './generation.ts';
import { type Manifest, stampOf } from './manifest.ts';
import { withPublishLock } from './publish-lock.ts';

export type IndexFolderDependencies = {
  readonly folder: string;
  /** The engine that new generations are written with. */
  readonly vectorIndexFiles: VectorIndexFiles;
  /** Serves from memory when a stored vector index cannot be used but its embeddings can. */
  readonly fallbackIndexFiles: VectorIndexFiles & { readonly build: BuildVectorIndex };
  readonly logger: Logger;
};

type Expected = Pick<IndexStamp, 'corpusDigest' | 'recipe' | 'space'>;

const CURRENT = 'CURRENT';
const LOCK = 'LOCK';
const GENERATION = /^g\d{6,12}-[0-9a-f]{8}$/;
const LEFT_OF_LOCKS = /^LOCK\.[0-9a-f]{8}$/;
const COLLECTION_ID = /^[a-z0-9][a-z0-9-]{0,62}$/;
/** A reader may be overtaken by publishers that remove the generation under its eyes: it begins again. */
const MAXIMUM_LOAD_ATTEMPTS = 3;

/**
 * Keeps indexes as folders of files:
 *
 *     <folder>/<collection>/CURRENT ── names ──► <folder>/<collection>/g000002-1f3a5b7c/
 *       manifest.json  collection.json  passages.json  learned.json  embeddings.f32  vectors.<engine>
 *
 * A generation is never changed once written. CURRENT moves by rename, after the new one has been read back.
 */
export function createIndexFolder(dependencies: IndexFolderDependencies): IndexStore {
  const { vectorIndexFiles, fallbackIndexFiles, logger } = dependencies;
  const engines = [vectorIndexFiles, fallbackIndexFiles];

  async function readStamp(collection: string): Promise<IndexStamp | null> {
    try {
      const home = homeOf(collection);
      const generation = await readCurrent(home);
      return stampOf(await readManifest(join(home, generation), generation));
    } catch {
      return null;
    }
  }

  async function readEmbeddings(
    collection: string,
    space: EmbeddingSpace,
  ): Promise<ReadonlyMap<string, Embedding>> {
    const home = homeOf(collection);
    for (const generation of await currentThenOthers(home)) {
      const found = await readEmbeddingsOf(home, generation, space).catch(() => null);
      if (found !== null) return found;
    }
    return new Map();
  }

  async function publish(
    contents: IndexContents,
    embeddedTexts: ReadonlyMap<string, string>,
  ): Promise<LoadedIndex> {
    refuseUnfit(contents);
    const home = homeOf(contents.collection.manifest.id);
    await mkdir(home, { recursive: true }).catch(throwUnwritable);
    return await withPublishLock(join(home, LOCK), async () => {
      const previous = await readCurrent(home).catch(() => null);
      const generation = await nextGeneration(home);
      try {
        await writeGeneration(join(home, generation), generation, {
          contents,
          embeddedTexts,
          vectorIndexFiles,
        });
        const loaded = await readBack(join(home, generation), generation, contents);
        await pointTo(home, generation);
        await removeGenerations(home, [generation, previous], logger);
        return loaded;
      } catch (cause) {
        await removeUnlessCurrent(home, generation);
        if (cause instanceof AssistantError) throw cause;
        return throwUnwritable(cause);
      }
    });
  }

  async function readBack(folder: string, name: string, { vectors }: IndexContents): Promise<LoadedIndex> {
    const generation = await readGeneration(folder, await readManifest(folder, name));
    const index = await openVectors(generation, engines);
    const first = vectors[0];
    if (first !== undefined && index.search(first.embedding, 1).length !== 1) {
      throw unusable('the vectors that were written find nothing');
    }
    return toLoadedIndex(generation, index);
  }

  async function load(collection: string, expected: Expected): Promise<LoadedIndex> {
    const home = homeOf(collection);
    for (let attempt = 1; ; attempt++) {
      const current = await readCurrent(home);
      try {
        return await loadCurrent(home, current, expected);
      } catch (error) {
        const isOvertaken = attempt < MAXIMUM_LOAD_ATTEMPTS && (await readCurrent(home)) !== current;
        if (!isOvertaken) throw error;
      }
    }
  }

  async function loadCurrent(home: string, current: string, expected: Expected): Promise<LoadedIndex> {
    try {
      const manifest = await readManifest(join(home, current), current);
      refuseOtherStamp(manifest, expected);
      return await loadGeneration(join(home, current), manifest);
    } catch (error) {
      const previous = await loadOther(home, current, expected);
      if (previous === null) throw error;
      logger.warn('previous-index-served', {
        generation: current,
        served: previous.generation,
        reason: reasonOf(error),
      });
      return previous;
    }
  }

  /** The newest other generation that is whole and of the very corpus and model that are expected. */
  async function loadOther(home: string, current: string, expected: Expected): Promise<LoadedIndex | null> {
    for (const name of (await listGenerations(home)).filter((one) => one !== current)) {
      try {
        const manifest = await readManifest(join(home, name), name);
        refuseOtherStamp(manifest, expected);
        return await loadGeneration(join(home, name), manifest);
      } catch (error) {
        logger.info('index-generation-passed-over', { generation: name, reason: reasonOf(error) });
      }
    }
    return null;
  }

  async function loadGeneration(folder: string, manifest: Manifest): Promise<LoadedIndex> {
    const generation = await readGeneration(folder, manifest);
    return toLoadedIndex(generation, await openOrRebuildVectors(generation));
  }

  async function openOrRebuildVectors(generation: StoredGeneration): Promise<VectorIndex> {
    try {
      return await openVectors(generation, engines);
    } catch (error) {
      logger.warn('vector-index-rebuilt', {
        generation: generation.manifest.generation,
        reason: reasonOf(error),
      });
      return fallbackIndexFiles.build(generation.space, generation.entries);
    }
  }

  function homeOf(collection: string): string {
    if (COLLECTION_ID.test(collection)) return join(dependencies.folder, collection);
    throw new AssistantError('not-found', 'There is no collection of that name');
  }

  return { readStamp, readEmbeddings, publish, load };
}

function refuseUnfit({ vectors, space }: IndexContents): void {
  const seen = new Set<string>();
  for (const { id, embedding } of vectors) {
    const defect = seen.has(id) ? 'it comes twice' : embeddingDefect(embedding, space);
    if (defect !== null)
      throw new AssistantError('index-unusable', `Vector "${id}" cannot be indexed: ${defect}`);
    seen.add(id);
  }
}

function refuseOtherStamp(manifest: Manifest, expected: Expected): void {
  if (!isSameSpace(manifest.space, expected.space)) {
    const built = `${manifest.space.provider} model "${manifest.space.model}" (${manifest.space.dimensions} numbers)`;
    const configured = `${expected.space.provider} "${expected.space.model}" (${expected.space.dimensions})`;
    throw unusable(`it was built with ${built} but ${configured} is configured`);
  }
  if (manifest.corpusDigest !== expected.corpusDigest)
    throw unusable('the corpus has changed since it was built');
  if (manifest.recipe !== expected.recipe) throw unusable('it was built by another version of the program');
}

async function readCurrent(home: string): Promise<string> {
  const generation = (await readOrRefuse(join(home, CURRENT))).toString('utf8').trim();
  if (GENERATION.test(generation)) return generation;
  throw unusable(`${CURRENT} is damaged`);
}

async function pointTo(home: string, generation: string): Promise<void> {
  const next = join(home, `${CURRENT}.next`);
  await writeSynced(next, Buffer.from(`${generation}\n`));
  await rename(next, join(home, CURRENT));
  await syncFolder(home);
}

async function readEmbeddingsOf(home: string, generation: string, space: EmbeddingSpace) {
  const folder = join(home, generation);
  const manifest = await readManifest(folder, generation);
  if (!isSameSpace(manifest.space, space)) return null;
  return byTextHash(await readStoredEmbeddings(folder, manifest));
}

async function currentThenOthers(home: string): Promise<readonly string[]> {
  const current = await readCurrent(home).catch(() => null);
  const others = (await listGenerations(home)).filter((name) => name !== current);
  return current === null ? others : [current, ...others];
}

/** Newest first: the names begin with a count. */
async function listGenerations(home: string): Promise<readonly string[]> {
  const names = await readdir(home).catch(() => []);
  return names
    .filter((name) => GENERATION.test(name))
    .sort()
    .reverse();
}

async function nextGeneration(home: string): Promise<string> {
  const [newest] = await listGenerations(home);
  const count = newest === undefined ? 1 : Number(newest.slice(1, newest.indexOf('-'))) + 1;
  return `g${String(count).padStart(6, '0')}-${randomBytes(4).toString('hex')}`;
}

/** What is left of killed builds and killed locks goes too. Failing to tidy up must not undo a generation that is already current. */
async function removeGenerations(
  home: string,
  kept: readonly (string | null)[],
  logger: Logger,
): Promise<void> {
  const names = (await readdir(home)).filter((name) => GENERATION.test(name) || LEFT_OF_LOCKS.test(name));
  for (const name of names.filter((one) => !kept.includes(one))) {
    await rm(join(home, name), { recursive: true, force: true }).catch((error: unknown) =>
      logger.warn('index-generation-not-removed', { generation: name, reason: codeOf(error) }),
    );
  }
}

async function removeUnlessCurrent(home: string, generation: string): Promise<void> {
  const current = await readCurrent(home).catch(() => null);
  if (current !== generation)
    await rm(join(home, generation), { recursive: true, force: true }).catch(() => undefined);
}

function throwUnwritable(cause: unknown): never {
  throw unusable(`it cannot be written (${codeOf(cause)}); the one before stays in use`, cause);
}

function reasonOf(error: unknown): string {
  return error instanceof AssistantError ? error.message : codeOf(error);
}
