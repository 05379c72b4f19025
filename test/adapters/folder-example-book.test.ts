import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderExampleBook } from '../../src/adapters/corpus/folder-example-book.ts';
import type { LabelledIdea } from '../../src/domain/collection.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elqui-book-'));
  await mkdir(join(folder, 'valle'));
  await writeFile(join(folder, 'valle', 'collection.json'), '{}');
  path = join(folder, 'valle', 'examples.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const anExample = (text: string): LabelledIdea => ({
  id: text,
  text,
  primary: 1,
  also: [],
  why: '',
  hand: 'a',
});

describe('the book of examples', () => {
  it('adds after what is there, also when the last line has no end', async () => {
    await writeFile(path, JSON.stringify(anExample('una idea')));
    const book = createFolderExampleBook({ folder });
    expect(await book.append('valle', [anExample('otra idea'), anExample('Una  IDEA')])).toBe(1);
    const texts = (await readFile(path, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).text);
    expect(texts).toEqual(['una idea', 'otra idea']);
  });

  it('keeps lines that it does not understand', async () => {
    await writeFile(path, 'garabato\n');
    await createFolderExampleBook({ folder }).append('valle', [anExample('una idea')]);
    expect((await readFile(path, 'utf8')).startsWith('garabato\n{')).toBe(true);
  });

  it('lets one write at a time, and takes over from one that was killed', async () => {
    const book = createFolderExampleBook({ folder });
    await writeFile(`${path}.new`, '');
    await expect(book.append('valle', [anExample('una idea')])).rejects.toMatchObject({ code: 'index-busy' });
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${path}.new`, longAgo, longAgo);
    expect(await book.append('valle', [anExample('una idea')])).toBe(1);
    expect(await readdir(join(folder, 'valle'))).toEqual(['collection.json', 'examples.jsonl']);
  });

  it.each(['nowhere', '../valle', ''])('knows no collection %j', async (collection) => {
    const book = createFolderExampleBook({ folder });
    await expect(book.append(collection, [])).rejects.toMatchObject({ code: 'not-found' });
  });
});
