import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findBreaches, HOUSE, type SourceFile } from './support/house-rules.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

function readSources(folder: string): SourceFile[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(ROOT, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }));
}

function planted(path: string, text: string): string[] {
  return findBreaches([{ path, text }]).map(({ rule }) => rule);
}

describe('the house', () => {
  it('is kept by every source file', () => {
    const sources = readSources('src');
    expect(sources.length).toBeGreaterThan(60);
    expect(findBreaches(sources)).toEqual([]);
  });

  it('has only the rooms of the table', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    const known = new Set([...Object.keys(HOUSE).map((room) => room.split('/')[0])]);
    expect(folders.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each([
    ['domain importing a room', 'src/domain/a.ts', "import type { Corpus } from '../ports/corpus.ts';"],
    ['domain importing a vendor', 'src/domain/a.ts', "import express from 'express';"],
    ['domain reading a clock', 'src/domain/a.ts', 'export const now = () => Date.now();'],
    ['a port that runs', 'src/ports/a.ts', 'export const open = () => 1;'],
    [
      'a flow importing an adapter',
      'src/chat/a.ts',
      "import { x } from '../adapters/sqlite/sqlite-journal.ts';",
    ],
    ['a flow importing node', 'src/matching/a.ts', "import { readFile } from 'node:fs/promises';"],
    ['a flow importing a vendor', 'src/ingestion/a.ts', "import { PDFParse } from 'pdf-parse';"],
    ['a vendor loaded lazily in a flow', 'src/chat/a.ts', "const m = await import('@langchain/openai');"],
    ['chat knowing matching', 'src/chat/a.ts', "import type { X } from '../matching/match-idea.ts';"],
    ['matching knowing chat', 'src/matching/a.ts', "import { x } from '../chat/answer-message.ts';"],
    ['retrieval knowing who asked', 'src/retrieval/a.ts', "import { x } from '../chat/answer-message.ts';"],
    [
      'an adapter importing a flow',
      'src/adapters/sqlite/a.ts',
      "import { x } from '../../chat/answer-message.ts';",
    ],
    [
      'an adapter importing another',
      'src/adapters/sqlite/a.ts',
      "import { x } from '../keyword/bm25-index.ts';",
    ],
    [
      'an adapter using another vendor',
      'src/adapters/sqlite/a.ts',
      "import { HierarchicalNSW } from 'hnswlib-node';",
    ],
    [
      'http importing an adapter',
      'src/http/a.ts',
      "import { x } from '../adapters/sqlite/sqlite-journal.ts';",
    ],
    ['http importing a flow', 'src/http/routes/a.ts', "import { x } from '../../chat/answer-message.ts';"],
    [
      'web importing a value from domain',
      'src/web/a.ts',
      "import { foldText } from '../domain/fold-text.ts';",
    ],
    ['web importing the server', 'src/web/a.ts', "import type { X } from '../http/create-app.ts';"],
    ['the server importing web', 'src/compose.ts', "import { x } from './web/messages.ts';"],
    ['a room importing compose', 'src/http/a.ts', "import { x } from '../compose.ts';"],
    ['reading the environment elsewhere', 'src/chat/a.ts', "const key = process.env['KEY'];"],
    ['a folder named utils', 'src/chat/utils/a.ts', 'export const a = 1;'],
    ['a barrel', 'src/chat/index.ts', "export { x } from './x.ts';"],
    ['a room that nobody planned', 'src/stuff/a.ts', 'export const a = 1;'],
    ['code that knows a region', 'src/chat/a.ts', "const region = 'Región de Coquimbo';"],
  ])('catches %s', (_name, path, text) => {
    expect(planted(path, text)).not.toEqual([]);
  });

  it('lets a comment name what code may not', () => {
    expect(planted('src/chat/a.ts', '// e.g. process.env is read in config.ts\nexport const a = 1;')).toEqual(
      [],
    );
  });
});
