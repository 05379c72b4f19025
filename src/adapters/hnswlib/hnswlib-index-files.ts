import { open, rename, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { Embedding, EmbeddingSpace } from '../../domain/embedding.ts';
import { embeddingDefect } from '../../domain/embedding.ts';
import { AssistantError } from '../../domain/errors.ts';
import type { VectorEntry, VectorHit, VectorIndex, VectorIndexFiles } from '../../ports/vector-index.ts';
import { checkHnswlibFile, NEIGHBOURS, unusable } from './hnswlib-file.ts';
import {
  type HierarchicalIndex,
  type HierarchicalIndexConstructor,
  loadHierarchicalIndex,
} from './hnswlib-module.ts';

const ENGINE = 'hnsw';
const CONSTRUCTION_BREADTH = 200;
const SEED = 100;
/** Recall at 10 was 1.0 from a breadth of 50 on clustered data, 0.95 at 400 on uniform noise. The file does not keep it. */
const SEARCH_BREADTH = 200;
/** Sought beyond what is asked, so that equal similarities at the border are told apart by id. */
const MARGIN = 8;
const POINTS_A_TURN = 250;

/** Null where the native build is missing: exact search serves instead. */
export async function createHnswlibIndexFiles(): Promise<VectorIndexFiles | null> {
  const Index = loadHierarchicalIndex();
  if (Index === null) return null;
  return {
    engine: ENGINE,
    write: (path, space, entries) => writeIndex(Index, path, space, entries),
    open: (path, space, ids) => openIndex(Index, path, space, ids),
  };
}

/** hnswlib reports success on a full disk and for a folder that does not exist: only reading back tells. */
async function writeIndex(
  Index: HierarchicalIndexConstructor,
  path: string,
  space: EmbeddingSpace,
  entries: readonly VectorEntry[],
): Promise<void> {
  const temporary = `${path}.partial`;
  const index = await buildIndex(Index, space, entries);
  try {
    index.writeIndexSync(temporary);
    await syncFile(temporary);
    await proveReadable(Index, temporary, space, entries);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (cause instanceof AssistantError) throw cause;
    throw unusable(path, 'it cannot be written', cause);
  }
}

async function openIndex(
  Index: HierarchicalIndexConstructor,
  path: string,
  space: EmbeddingSpace,
  ids: readonly string[],
): Promise<VectorIndex> {
  await checkHnswlibFile(path, space, ids.length);
  // A new object each time: a failed read leaves the old one with a dangling pointer.
  const index = new Index('cosine', space.dimensions);
  try {
    index.readIndexSync(path);
  } catch (cause) {
    throw unusable(path, 'hnswlib cannot read it', cause);
  }
  if (index.getCurrentCount() !== ids.length) {
    throw unusable(path, `it holds ${index.getCurrentCount()} vectors, not ${ids.length}`);
  }
  return createIndex(index, space, ids);
}

async function buildIndex(
  Index: HierarchicalIndexConstructor,
  space: EmbeddingSpace,
  entries: readonly VectorEntry[],
): Promise<HierarchicalIndex> {
  for (const { id, embedding } of entries) {
    const defect = embeddingDefect(embedding, space);
    if (defect !== null)
      throw new AssistantError('index-unusable', `The embedding of ${id} cannot be indexed: ${defect}`);
  }
  const index = new Index('cosine', space.dimensions);
  index.initIndex({
    maxElements: Math.max(1, entries.length),
    m: NEIGHBOURS,
    efConstruction: CONSTRUCTION_BREADTH,
    randomSeed: SEED,
  });
  for (const [label, { embedding }] of entries.entries()) {
    if (label > 0 && label % POINTS_A_TURN === 0) await setImmediate();
    index.addPoint(Array.from(embedding), label);
  }
  return index;
}

function createIndex(index: HierarchicalIndex, space: EmbeddingSpace, ids: readonly string[]): VectorIndex {
  function search(embedding: Embedding, count: number): readonly VectorHit[] {
    const defect = embeddingDefect(embedding, space);
    if (defect !== null)
      throw new AssistantError('invalid-input', `The query embedding cannot be used: ${defect}`);
    const wanted = Math.min(ids.length, Math.max(0, Math.trunc(count)));
    if (wanted === 0) return [];
    const sought = Math.min(ids.length, wanted + MARGIN);
    index.setEf(Math.max(SEARCH_BREADTH, sought * 2));
    return toHits(index.searchKnn(Array.from(embedding), sought), ids).slice(0, wanted);
  }
  return { engine: ENGINE, space, size: ids.length, search };
}

function toHits(
  found: { readonly distances: readonly number[]; readonly neighbors: readonly number[] },
  ids: readonly string[],
): VectorHit[] {
  return found.neighbors
    .map((label, rank) => {
      const id = ids[label];
      const distance = found.distances[rank];
      if (id === undefined || distance === undefined || !Number.isFinite(distance)) {
        throw new AssistantError(
          'index-unusable',
          `The vector index answered label ${label}; run npm run ingest`,
        );
      }
      return { id, similarity: Math.max(-1, Math.min(1, 1 - distance)) };
    })
    .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/** Opens what was written and asks it for its first and last vector. */
async function proveReadable(
  Index: HierarchicalIndexConstructor,
  path: string,
  space: EmbeddingSpace,
  entries: readonly VectorEntry[],
): Promise<void> {
  const ids = entries.map(({ id }) => id);
  const index = await openIndex(Index, path, space, ids);
  for (const { id, embedding } of [entries[0], entries.at(-1)].filter((entry) => entry !== undefined)) {
    const [nearest] = index.search(embedding, 1);
    const isFound =
      nearest !== undefined && (nearest.similarity > 0.999 || embedding.every((value) => value === 0));
    if (!isFound) throw unusable(path, `it does not find ${id} again after writing`);
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
