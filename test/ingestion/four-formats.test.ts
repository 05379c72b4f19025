import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProcessDocumentReader } from '../../src/adapters/corpus/process-document-reader.ts';
import { parseChallenges } from '../../src/ingestion/parse-challenges.ts';
import { describeStructure } from '../support/describe-structure.ts';
import { aSourceDocument, readTextFile } from '../support/read-source-document.ts';
import { printableBlocks, renderDocx, renderHtml, renderPdf } from '../support/render-document.ts';

const original = new URL('../../corpus/coquimbo-2023/desafios-coquimbo-2023.txt', import.meta.url).pathname;
const blocks = printableBlocks(readTextFile(original));
const reader = createProcessDocumentReader({ timeoutMs: 25_000 });
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'four-formats-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function readStructure(path: string) {
  const outcome = await reader.read(path);
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  const document = aSourceDocument(outcome.document, outcome.format);
  return { structure: describeStructure(parseChallenges(document)), pages: document.pages.length };
}

async function readRendered(name: string, bytes: Buffer) {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return readStructure(path);
}

// The structure of the text itself is held to the gold structure in parse-challenges.test.ts.
const expected = describeStructure(parseChallenges(aSourceDocument(readTextFile(original))));

it('reads the text file to the same structure', async () => {
  expect((await readStructure(original)).structure).toEqual(expected);
});

it('reads a web page to the same structure', async () => {
  expect((await readRendered('list.html', renderHtml(blocks))).structure).toEqual(expected);
});

it('reads a word-processor file to the same structure', async () => {
  expect((await readRendered('list.docx', renderDocx(blocks))).structure).toEqual(expected);
});

it.each([9, 11, 12.5])(
  'reads a PDF whose pages break inside paragraphs to the same structure (%i pt)',
  async (fontSize) => {
    const { structure, pages } = await readRendered(
      `list-${fontSize}.pdf`,
      await renderPdf(blocks, { fontSize }),
    );
    expect(pages).toBeGreaterThanOrEqual(4);
    expect(structure).toEqual(expected);
  },
);
