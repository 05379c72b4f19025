import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { collectionManifestSchema } from '../../src/domain/collection.ts';
import type { IndexedCollection } from '../../src/domain/indexed-collection.ts';
import type { SourceDocument } from '../../src/domain/source-document.ts';
import { cleanPageText } from '../../src/ingestion/clean-page-text.ts';
import { parseChallenges } from '../../src/ingestion/parse-challenges.ts';
import { splitIntoPassages } from '../../src/ingestion/split-into-passages.ts';
import { readTextFile } from './read-source-document.ts';

const FOLDER = fileURLToPath(new URL('../../corpus/coquimbo-2023/', import.meta.url));

/** The real document, read and parsed, with no index and nothing learnt: enough for exact questions. */
export async function realCollection(): Promise<IndexedCollection> {
  const manifest = collectionManifestSchema.parse(
    JSON.parse(readFileSync(`${FOLDER}collection.json`, 'utf8')),
  );
  const [declared] = manifest.documents;
  if (!declared) throw new Error('the collection names no document');
  const document: SourceDocument = {
    id: 'list',
    collection: manifest.id,
    file: declared.file,
    format: 'txt',
    kind: 'challenge-list',
    title: declared.title,
    sha256: '0'.repeat(64),
    ...cleanPageText(readTextFile(`${FOLDER}${declared.file}`)),
  };
  const structure = parseChallenges(document);
  return {
    manifest,
    digest: 'test',
    documents: [document],
    structures: [structure],
    passages: await splitIntoPassages(document, structure, { split: async (text) => [text] }),
    glossary: [],
    expectedQuestions: [],
    absentMatters: [],
    examples: [],
  };
}
