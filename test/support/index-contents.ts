import { createHash } from 'node:crypto';
import type { EmbeddingSpace } from '../../src/domain/embedding.ts';
import type { IndexedCollection } from '../../src/domain/indexed-collection.ts';
import type { Passage } from '../../src/domain/passage.ts';
import type { IndexContents } from '../../src/ports/index-store.ts';
import type { Logger } from '../../src/ports/logger.ts';
import { aSpace, unitVector } from './vectors.ts';

export const TEST_COLLECTION = 'valle-2024';

/** Contents whose every part tells its revision, so that a mixture of two would show. */
export function contentsOfRevision(
  revision: number,
  changes: { space?: EmbeddingSpace; digest?: string } = {},
) {
  const space = changes.space ?? aSpace();
  const passages = Array.from({ length: 12 }, (_, number) =>
    aPassage(number, `revision ${revision} passage ${number}`),
  );
  const vectors = passages.flatMap(({ id }, number) => [
    { id, embedding: unitVector(revision * 100 + number, space.dimensions) },
    { id: `${id}#0`, embedding: unitVector(revision * 100 + number + 50, space.dimensions) },
  ]);
  const contents: IndexContents = {
    collection: aCollection(passages, changes.digest ?? 'digest-1'),
    recipe: 'recipe-1',
    space,
    vectors,
    learned: { revision: { number: revision, weights: [0.5, -0.25] } },
  };
  const embeddedTexts = new Map(vectors.map(({ id }) => [id, `text of ${id} in revision ${revision}`]));
  return { contents, embeddedTexts, space };
}

export function hashOfText(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function aCollection(passages: readonly Passage[], digest: string): IndexedCollection {
  return {
    manifest: {
      id: TEST_COLLECTION,
      title: { es: 'Desafíos del valle', en: 'Challenges of the valley' },
      region: { es: 'El valle', en: 'The valley' },
      year: 2024,
      locale: 'es',
      documents: [{ file: 'desafios.txt', kind: 'challenge-list', title: 'Desafíos' }],
      territory: { inside: [], outside: [] },
    },
    digest,
    documents: [],
    structures: [],
    passages,
    glossary: [{ terms: ['kinesióloga'], meaning: 'who heals', documentWords: ['salud'], challenges: [1] }],
    expectedQuestions: [{ passageId: `${TEST_COLLECTION}.d0.title`, question: '¿De qué trata?' }],
    absentMatters: [],
    examples: [{ id: 'i1', text: 'una idea', primary: null, also: [], why: '', hand: 'test' }],
  };
}

function aPassage(number: number, text: string): Passage {
  return {
    id: `${TEST_COLLECTION}.d${number}.title`,
    collection: TEST_COLLECTION,
    document: 'desafios',
    section: 'title',
    challenge: number,
    ordinal: null,
    source: null,
    headingPath: ['Desafíos'],
    page: 1,
    start: 0,
    end: text.length,
    text,
  };
}

export type LoggedLine = { readonly level: 'info' | 'warn' | 'error'; readonly event: string };

/** A logger that keeps its lines for the test to read. */
export function createListeningLogger(): Logger & { readonly lines: readonly LoggedLine[] } {
  const lines: LoggedLine[] = [];
  return {
    lines,
    info: (event) => void lines.push({ level: 'info', event }),
    warn: (event) => void lines.push({ level: 'warn', event }),
    error: (event) => void lines.push({ level: 'error', event }),
  };
}
