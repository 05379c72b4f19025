import type { ParsedDocument } from '../domain/challenge.ts';
import { AssistantError } from '../domain/errors.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { Passage } from '../domain/passage.ts';
import type { ReadingWarning, SourceDocument } from '../domain/source-document.ts';
import type { Corpus, CorpusCollection, CorpusFile } from '../ports/corpus.ts';
import type { DocumentReader } from '../ports/document-reader.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { IndexStore, LoadedIndex } from '../ports/index-store.ts';
import type { TextSplitter } from '../ports/text-splitter.ts';
import { cleanPageText } from './clean-page-text.ts';
import { embedTexts, textsToEmbed } from './embed-passages.ts';
import { parseChallenges } from './parse-challenges.ts';
import { splitIntoPassages } from './split-into-passages.ts';

export type IngestionStage = 'expanding' | 'reading' | 'embedding' | 'training' | 'publishing';
export type IngestionProgress = {
  readonly stage: IngestionStage;
  readonly done: number;
  readonly total: number;
};

/** What one ingestion did. A document that failed is a line of `failures`; the others are indexed. */
export type IngestionReport = {
  readonly collection: string;
  readonly generation: string;
  readonly documents: readonly { readonly file: string; readonly pages: number; readonly passages: number }[];
  readonly passages: number;
  readonly challenges: number;
  readonly expectedQuestions: number;
  readonly examples: number;
  readonly embedded: number;
  readonly reused: number;
  readonly warnings: readonly (ReadingWarning & { readonly file: string })[];
  readonly failures: readonly { readonly file: string; readonly detail: string }[];
  readonly unplaced: readonly { readonly file: string; readonly text: string }[];
};

/** Trains one model on a collection; the result must survive JSON. */
export type Trainer = (collection: IndexedCollection) => Promise<unknown>;

export type IngestionDependencies = {
  readonly corpus: Corpus;
  readonly reader: DocumentReader;
  readonly splitter: TextSplitter;
  readonly embeddingModel: EmbeddingModel;
  readonly indexStore: IndexStore;
  readonly trainers: Readonly<Record<string, Trainer>>;
  /** Fingerprint of this program's way of ingesting; an index of another recipe is stale. */
  readonly recipe: string;
  readonly fingerprint: (text: string) => string;
  readonly batchSize: number;
};

export type IngestOptions = {
  readonly onProgress?: ((progress: IngestionProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
};

export type IngestCollection = (
  collection: string,
  options?: IngestOptions,
) => Promise<{ readonly report: IngestionReport; readonly index: LoadedIndex }>;

type ReadDocument = {
  readonly document: SourceDocument;
  readonly structure: ParsedDocument | null;
  readonly passages: readonly Passage[];
};

/**
 * Documents of a collection -> challenges -> passages -> embeddings -> a new generation of its index.
 * @throws {AssistantError} when nothing at all could be read, or the index could not be published (the old one stays).
 */
export function createIngestCollection(dependencies: IngestionDependencies): IngestCollection {
  return async (id, { onProgress = () => {}, signal } = {}) => {
    const source = await dependencies.corpus.load(id);
    const outcomes = await readDocuments(source, dependencies, onProgress, signal);
    const read = outcomes.flatMap((outcome) => ('document' in outcome ? [outcome] : []));
    const failures = outcomes.flatMap((outcome) => ('detail' in outcome ? [outcome] : []));
    if (read.length === 0) throw nothingRead(id, [...source.problems, ...failures]);
    const collection = assemble(source, read);
    const embedded = await embedCollection(collection, dependencies, onProgress, signal);
    const learned = await trainModels(collection, dependencies.trainers, onProgress);
    onProgress({ stage: 'publishing', done: 0, total: 1 });
    const index = await dependencies.indexStore.publish(
      {
        collection,
        recipe: dependencies.recipe,
        space: dependencies.embeddingModel.space,
        vectors: embedded.vectors,
        learned,
      },
      embedded.texts,
    );
    onProgress({ stage: 'publishing', done: 1, total: 1 });
    return { report: writeReport({ source, read, failures, collection, embedded, index }), index };
  };
}

function nothingRead(id: string, problems: readonly { file: string; detail: string }[]): AssistantError {
  const lines = problems.map(({ file, detail }) => `  ${file}: ${detail}`).join('\n');
  return new AssistantError('document-unreadable', `No document of "${id}" could be read:\n${lines}`);
}

async function readDocuments(
  source: CorpusCollection,
  dependencies: IngestionDependencies,
  onProgress: (progress: IngestionProgress) => void,
  signal: AbortSignal | undefined,
): Promise<(ReadDocument | { file: string; detail: string })[]> {
  const outcomes: (ReadDocument | { file: string; detail: string })[] = [];
  for (const file of source.files) {
    outcomes.push(await readDocument(source, file, dependencies, signal));
    onProgress({ stage: 'reading', done: outcomes.length, total: source.files.length });
  }
  return outcomes;
}

async function readDocument(
  source: CorpusCollection,
  file: CorpusFile,
  { reader, splitter }: IngestionDependencies,
  signal: AbortSignal | undefined,
): Promise<ReadDocument | { file: string; detail: string }> {
  const declared = source.manifest.documents.find((document) => document.file === file.file);
  const outcome = await reader.read(file.path, signal);
  if (!outcome.ok) return { file: file.file, detail: `${outcome.reason}: ${outcome.detail}` };
  const cleaned = cleanPageText(outcome.document);
  const document: SourceDocument = {
    id: file.file
      .replace(/\.[^.]+$/, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-'),
    collection: source.manifest.id,
    file: file.file,
    format: outcome.format,
    kind: declared?.kind ?? 'plain',
    title: declared?.title ?? file.file,
    sha256: file.sha256,
    ...cleaned,
  };
  const structure = document.kind === 'challenge-list' ? parseChallenges(document) : null;
  return { document, structure, passages: await splitIntoPassages(document, structure, splitter) };
}

function assemble(source: CorpusCollection, read: readonly ReadDocument[]): IndexedCollection {
  return {
    manifest: source.manifest,
    digest: source.digest,
    documents: read.map(({ document }) => document),
    structures: read.flatMap(({ structure }) => (structure ? [structure] : [])),
    passages: read.flatMap(({ passages }) => passages),
    glossary: source.glossary,
    expectedQuestions: source.expectedQuestions,
    absentMatters: source.absentMatters,
    examples: source.examples,
  };
}

async function embedCollection(
  collection: IndexedCollection,
  { embeddingModel, indexStore, fingerprint, batchSize }: IngestionDependencies,
  onProgress: (progress: IngestionProgress) => void,
  signal: AbortSignal | undefined,
) {
  const texts = textsToEmbed(collection.passages, collection.expectedQuestions);
  const known = await indexStore.readEmbeddings(collection.manifest.id, embeddingModel.space);
  const embedded = await embedTexts(texts, {
    model: embeddingModel,
    known,
    fingerprint,
    batchSize,
    signal,
    onProgress: (done, total) => onProgress({ stage: 'embedding', done, total }),
  });
  return { ...embedded, texts: new Map(texts.map(({ id, text }) => [id, text])) };
}

async function trainModels(
  collection: IndexedCollection,
  trainers: Readonly<Record<string, Trainer>>,
  onProgress: (progress: IngestionProgress) => void,
): Promise<Record<string, unknown>> {
  const names = Object.keys(trainers).sort();
  const learned: Record<string, unknown> = {};
  for (const [done, name] of names.entries()) {
    onProgress({ stage: 'training', done, total: names.length });
    learned[name] = await trainers[name]?.(collection);
  }
  onProgress({ stage: 'training', done: names.length, total: names.length });
  return learned;
}

function writeReport(parts: {
  source: CorpusCollection;
  read: readonly ReadDocument[];
  failures: readonly { file: string; detail: string }[];
  collection: IndexedCollection;
  embedded: { embedded: number; reused: number };
  index: LoadedIndex;
}): IngestionReport {
  const { source, read, collection } = parts;
  return {
    collection: source.manifest.id,
    generation: parts.index.generation,
    documents: read.map(({ document, passages }) => ({
      file: document.file,
      pages: document.pages.length,
      passages: passages.length,
    })),
    passages: collection.passages.length,
    challenges: collection.structures.reduce((sum, structure) => sum + structure.challenges.length, 0),
    expectedQuestions: collection.expectedQuestions.length,
    examples: collection.examples.length,
    embedded: parts.embedded.embedded,
    reused: parts.embedded.reused,
    warnings: read.flatMap(({ document }) =>
      document.warnings.map((warning) => ({ ...warning, file: document.file })),
    ),
    failures: [...source.problems, ...parts.failures],
    unplaced: read.flatMap(({ document, structure }) =>
      (structure?.unplaced ?? []).map(({ text }) => ({ file: document.file, text })),
    ),
  };
}
