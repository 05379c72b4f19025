import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type EmbeddingSpace, isSameSpace } from '../../domain/embedding.ts';
import type { IndexedCollection } from '../../domain/indexed-collection.ts';
import type { IndexContents, LoadedIndex } from '../../ports/index-store.ts';
import type { VectorEntry, VectorIndex, VectorIndexFiles } from '../../ports/vector-index.ts';
import {
  decodeCollection,
  decodeLearned,
  encodeCollection,
  encodeLearned,
  encodePassages,
} from './collection-files.ts';
import { decodeEmbeddings, encodeEmbeddings, type StoredEmbeddings } from './embeddings-file.ts';
import {
  type FileProof,
  proofOf,
  readOrRefuse,
  readProven,
  syncFolder,
  unusable,
  writeSynced,
} from './files.ts';
import { decodeManifest, encodeManifest, INDEX_FORMAT_VERSION, type Manifest, stampOf } from './manifest.ts';

const MANIFEST = 'manifest.json';
const COLLECTION = 'collection.json';
const PASSAGES = 'passages.json';
const LEARNED = 'learned.json';
const EMBEDDINGS = 'embeddings.f32';

/** A generation as read and proven, but for its vector index. */
export type StoredGeneration = {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly collection: IndexedCollection;
  readonly learned: Readonly<Record<string, unknown>>;
  readonly space: EmbeddingSpace;
  readonly entries: readonly VectorEntry[];
};

/** Writes a whole generation into a new folder, the manifest last, and syncs it; nothing points to it yet. */
export async function writeGeneration(
  folder: string,
  generation: string,
  { contents, embeddedTexts, vectorIndexFiles }: WriteInput,
): Promise<void> {
  await mkdir(folder);
  const { collection, space, vectors, learned } = contents;
  const files: Record<string, FileProof> = {};
  const written: readonly (readonly [string, Buffer])[] = [
    [COLLECTION, encodeCollection(collection)],
    [PASSAGES, encodePassages(collection)],
    [LEARNED, encodeLearned(learned)],
    [EMBEDDINGS, encodeEmbeddings(space, vectors, embeddedTexts)],
  ];
  for (const [name, content] of written) {
    await writeSynced(join(folder, name), content);
    files[name] = proofOf(content);
  }
  const vectorsName = vectorsFileName(vectorIndexFiles.engine);
  await vectorIndexFiles.write(join(folder, vectorsName), space, vectors);
  files[vectorsName] = proofOf(await readOrRefuse(join(folder, vectorsName)));
  const manifest = describe(generation, contents, vectorIndexFiles.engine, files);
  await writeSynced(join(folder, MANIFEST), encodeManifest(manifest));
  await syncFolder(folder);
}

type WriteInput = {
  readonly contents: IndexContents;
  readonly embeddedTexts: ReadonlyMap<string, string>;
  readonly vectorIndexFiles: VectorIndexFiles;
};

function describe(
  generation: string,
  { collection, recipe, space, vectors }: IndexContents,
  vectorEngine: string,
  files: Record<string, FileProof>,
): Manifest {
  return {
    formatVersion: INDEX_FORMAT_VERSION,
    generation,
    collection: collection.manifest.id,
    corpusDigest: collection.digest,
    recipe,
    space: { provider: space.provider, model: space.model, dimensions: space.dimensions },
    passageCount: collection.passages.length,
    vectorCount: vectors.length,
    vectorEngine,
    files,
  };
}

/** @throws {AssistantError} `index-unusable` */
export async function readManifest(folder: string, generation: string): Promise<Manifest> {
  return decodeManifest(await readOrRefuse(join(folder, MANIFEST)), generation);
}

/** @throws {AssistantError} `index-unusable` */
export async function readStoredEmbeddings(folder: string, manifest: Manifest): Promise<StoredEmbeddings> {
  return decodeEmbeddings(await readProven(join(folder, EMBEDDINGS), manifest.files[EMBEDDINGS]));
}

/**
 * Reads everything but the vector index and checks that the parts belong together.
 * @throws {AssistantError} `index-unusable`
 */
export async function readGeneration(folder: string, manifest: Manifest): Promise<StoredGeneration> {
  const read = (name: string) => readProven(join(folder, name), manifest.files[name]);
  const collection = decodeCollection(await read(COLLECTION), await read(PASSAGES));
  const learned = decodeLearned(await read(LEARNED));
  const { space, entries } = await readStoredEmbeddings(folder, manifest);
  const generation = { folder, manifest, collection, learned, space, entries };
  const mismatch = findMismatch(generation);
  if (mismatch !== null) throw unusable(mismatch);
  return generation;
}

/**
 * Opens the vector file with the engine that wrote it, once its size and checksum are right.
 * @throws {AssistantError} `index-unusable`
 */
export async function openVectors(
  { folder, manifest, space, entries }: StoredGeneration,
  engines: readonly VectorIndexFiles[],
): Promise<VectorIndex> {
  const files = engines.find(({ engine }) => engine === manifest.vectorEngine);
  if (files === undefined) throw unusable(`its vectors need the engine "${manifest.vectorEngine}"`);
  const name = vectorsFileName(manifest.vectorEngine);
  await readProven(join(folder, name), manifest.files[name]);
  const ids = entries.map(({ id }) => id);
  return await files.open(join(folder, name), space, ids);
}

export function toLoadedIndex(generation: StoredGeneration, vectors: VectorIndex): LoadedIndex {
  const { manifest, collection, learned } = generation;
  return { generation: manifest.generation, stamp: stampOf(manifest), collection, vectors, learned };
}

function findMismatch({ manifest, collection, space, entries }: StoredGeneration): string | null {
  if (collection.manifest.id !== manifest.collection)
    return `it holds collection "${collection.manifest.id}"`;
  if (collection.digest !== manifest.corpusDigest) return 'its collection is of another corpus digest';
  if (!isSameSpace(space, manifest.space)) return 'its embeddings are of another model';
  if (entries.length !== manifest.vectorCount)
    return `it holds ${entries.length} vectors of ${manifest.vectorCount}`;
  if (collection.passages.length !== manifest.passageCount) {
    return `it holds ${collection.passages.length} passages of ${manifest.passageCount}`;
  }
  const passageIds = new Set(collection.passages.map(({ id }) => id));
  const stray = entries.find(({ id }) => !passageIds.has(id.split('#')[0] ?? id));
  return stray === undefined ? null : `vector "${stray.id}" belongs to no passage`;
}

function vectorsFileName(engine: string): string {
  return `vectors.${engine}`;
}
