import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { type CollectionManifest, collectionManifestSchema } from '../../domain/collection.ts';
import { AssistantError } from '../../domain/errors.ts';
import type { Corpus, CorpusCollection, CorpusFile } from '../../ports/corpus.ts';
import {
  type DataRows,
  describeIssues,
  parseJson,
  readAbsentMatters,
  readExamples,
  readExpectedQuestions,
  readGlossary,
} from './collection-data.ts';
import { readingLimits } from './reading-limits.ts';
import { readRegularFile } from './regular-file.ts';

const manifestFile = 'collection.json';
const isDataFile = (name: string): boolean => /\.(?:json|jsonl|csv)$/.test(name);

/** The corpus as folders on disk: `folder/<collection>/{collection.json, documents, data files}`. Links are not followed. */
export function createFolderCorpus(options: { readonly folder: string }): Corpus {
  return {
    listCollections: async () => await listCollections(options.folder),
    digest: async (collection) => {
      const folder = await findCollection(options.folder, collection);
      return digestOf(await takeFiles(folder));
    },
    load: async (collection) => {
      const folder = await findCollection(options.folder, collection);
      return loadCollection(collection, await takeFiles(folder));
    },
  };
}

async function listCollections(folder: string): Promise<readonly string[]> {
  const root = await resolveRoot(folder);
  const entries = await readdir(root, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory() && isCollectionId(entry.name));
  const found = await Promise.all(
    names.map(async ({ name }) => {
      const files = await readdir(join(root, name), { withFileTypes: true });
      return files.some((file) => file.isFile() && file.name === manifestFile) ? [name] : [];
    }),
  );
  return found.flat().sort();
}

async function resolveRoot(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch (cause) {
    const message = `The corpus folder ${folder} cannot be opened; set CORPUS_DIR to the folder that holds the collections`;
    throw new AssistantError('not-found', message, { cause });
  }
}

/** A collection's folder, inside the root for certain: its name is an id and nothing on the way is a link. */
async function findCollection(folder: string, collection: string): Promise<string> {
  if (!(await listCollections(folder)).includes(collection)) {
    const message = `There is no collection ${JSON.stringify(collection.slice(0, 80))} in ${folder}`;
    throw new AssistantError('not-found', message);
  }
  return join(await resolveRoot(folder), collection);
}

function isCollectionId(name: string): boolean {
  return collectionManifestSchema.shape.id.safeParse(name).success;
}

type TakenFile = {
  readonly name: string;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Null for documents: they are read one at a time, elsewhere. */
  readonly text: string | null;
};
type Problem = CorpusCollection['problems'][number];
type TakenFiles = { readonly files: ReadonlyMap<string, TakenFile>; readonly problems: readonly Problem[] };

/** Every file of a collection by its NFC name (some systems store names decomposed); dot files are the system's, not ours. */
async function takeFiles(folder: string): Promise<TakenFiles> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = new Map<string, TakenFile>();
  const problems: Problem[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const taken = await takeFile(folder, entry);
    if ('detail' in taken) problems.push(taken);
    else files.set(taken.name, taken);
  }
  return { files, problems };
}

async function takeFile(folder: string, entry: Dirent): Promise<TakenFile | Problem> {
  const name = entry.name.normalize('NFC');
  if (entry.isSymbolicLink()) return { file: name, detail: 'is a symbolic link; links are not followed' };
  if (!entry.isFile()) return { file: name, detail: 'is not a regular file' };
  const path = join(folder, entry.name);
  const file = await readRegularFile(path, readingLimits.maximumFileBytes);
  if (!file.ok) return { file: name, detail: file.detail };
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const text = isDataFile(name) ? file.bytes.toString('utf8') : null;
  return { name, path, sha256, bytes: file.bytes.length, text };
}

/** What cannot be taken counts by its name and fault, so that mending it changes the digest. */
function digestOf(taken: TakenFiles): string {
  const lines = [
    ...[...taken.files.values()].map((file) => [file.name, file.bytes, file.sha256]),
    ...taken.problems.map((problem) => [problem.file, problem.detail]),
  ].map((line) => JSON.stringify(line));
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

function loadCollection(collection: string, taken: TakenFiles): CorpusCollection {
  const manifest = readManifest(collection, taken);
  const problems: Problem[] = [...taken.problems];
  const rowsOf = <Row>(file: string, read: (text: string) => DataRows<Row>): readonly Row[] => {
    const text = taken.files.get(file)?.text ?? null;
    if (text === null) return [];
    const data = read(text);
    problems.push(...data.problems.map((detail) => ({ file, detail })));
    return data.rows;
  };
  const glossary = rowsOf('glossary.csv', readGlossary);
  const expectedQuestions = rowsOf('expected-questions.jsonl', readExpectedQuestions);
  const absentMatters = rowsOf('absent-matters.json', readAbsentMatters);
  const examples = rowsOf('examples.jsonl', readExamples);
  problems.push(...missingDocuments(manifest, taken), ...unlistedDocuments(manifest, taken));
  const files = documentsOf(manifest, taken);
  const digest = digestOf(taken);
  return { manifest, digest, files, glossary, expectedQuestions, absentMatters, examples, problems };
}

function readManifest(collection: string, taken: TakenFiles): CollectionManifest {
  const file = `${collection}/${manifestFile}`;
  const problem = taken.problems.find((known) => known.file === manifestFile);
  const text = taken.files.get(manifestFile)?.text ?? null;
  if (text === null) throw new AssistantError('invalid-input', `${file} ${problem?.detail ?? 'is missing'}`);
  const parsed = parseJson(text);
  if (!parsed.ok) throw new AssistantError('invalid-input', `${file} is not JSON: ${parsed.problem}`);
  const manifest = collectionManifestSchema.safeParse(parsed.value);
  if (!manifest.success) {
    throw new AssistantError('invalid-input', `${file} cannot be used: ${describeIssues(manifest.error)}`);
  }
  if (manifest.data.id !== collection) {
    const message = `${file} says id "${manifest.data.id}"; it must be the folder's name, "${collection}"`;
    throw new AssistantError('invalid-input', message);
  }
  return manifest.data;
}

function documentsOf(manifest: CollectionManifest, taken: TakenFiles): readonly CorpusFile[] {
  return manifest.documents.flatMap(({ file }) => {
    const found = taken.files.get(file.normalize('NFC'));
    if (found === undefined) return [];
    return [{ file, path: found.path, sha256: found.sha256, bytes: found.bytes }];
  });
}

function missingDocuments(manifest: CollectionManifest, taken: TakenFiles): readonly Problem[] {
  const isKnown = (file: string) => taken.problems.some((problem) => problem.file === file);
  return manifest.documents
    .map(({ file }) => file.normalize('NFC'))
    .filter((file) => !taken.files.has(file) && !isKnown(file))
    .map((file) => ({ file, detail: `is named in ${manifestFile} but is not in the folder` }));
}

/** A document that somebody put there and forgot to name would otherwise be missed in silence. */
function unlistedDocuments(manifest: CollectionManifest, taken: TakenFiles): readonly Problem[] {
  const listed = new Set(manifest.documents.map(({ file }) => file.normalize('NFC')));
  const isDocument = (name: string) => /\.(?:txt|md|pdf|docx|html?)$/i.test(name) && !/^readme\b/i.test(name);
  return [...taken.files.keys()]
    .filter((name) => isDocument(name) && !listed.has(name))
    .map((file) => ({ file, detail: `is not named in ${manifestFile}, so it is not read` }));
}
