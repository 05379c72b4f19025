import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createTextSplitter } from '../../src/adapters/langchain/text-splitter.ts';
import { passageSchema } from '../../src/domain/passage.ts';
import { parseChallenges } from '../../src/ingestion/parse-challenges.ts';
import { splitIntoPassages } from '../../src/ingestion/split-into-passages.ts';
import { aSourceDocument, extractedBlocks, readTextFile } from '../support/read-source-document.ts';

const projectFile = (path: string): string => new URL(`../../${path}`, import.meta.url).pathname;
const splitter = createTextSplitter();

describe('passages of a challenge list', () => {
  const document = aSourceDocument(
    readTextFile(projectFile('corpus/coquimbo-2023/desafios-coquimbo-2023.txt')),
  );
  const structure = parseChallenges(document);

  it('are one for each part of the structure, with ids that say which', async () => {
    const passages = await splitIntoPassages(document, structure, splitter);
    const ids = passages.map(({ id }) => id.replace('made-up.', ''));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(
      expect.arrayContaining([
        'header.year',
        'd6.title',
        'd6.q2',
        'd8.r2',
        's1.intro',
        's1.o2',
        's1.a3',
        's1.a3.l2',
        'source3',
      ]),
    );
    expect(passages.filter(({ section }) => section === 'question')).toHaveLength(28);
    expect(passages.filter(({ section }) => section === 'reference')).toHaveLength(13);
    expect(passages.filter(({ section }) => section === 'strategy')).toHaveLength(1 + 3 + 3 + 7);
    expect(passages.map(({ start }) => start)).toEqual(
      passages.map(({ start }) => start).sort((a, b) => a - b),
    );
  });

  it('quote the text exactly and pass the schema', async () => {
    for (const passage of await splitIntoPassages(document, structure, splitter)) {
      expect(document.text.slice(passage.start, passage.end)).toBe(passage.text);
      expect(passageSchema.parse(passage)).toEqual(passage);
    }
  });

  it('carry their strategy, and a line of action its axis, but no challenge', async () => {
    const passages = await splitIntoPassages(document, structure, splitter);
    const line = passages.find(({ id }) => id === 'made-up.s1.a2.l1');
    const axis = passages.find(({ id }) => id === 'made-up.s1.a2');
    expect(line).toMatchObject({ challenge: null, source: structure.strategyBlocks[0]?.source, ordinal: 1 });
    expect(line?.headingPath).toEqual([structure.strategyBlocks[0]?.source, axis?.text]);
  });

  it('keep what the parser could not place, under the challenge where it stands', async () => {
    const list = aSourceDocument(
      extractedBlocks('DESAFÍO 7\n\nCUIDAR EL LAGO\n\nNació en una asamblea.\n\n¿Cómo?'),
    );
    const passages = await splitIntoPassages(list, parseChallenges(list), splitter);
    const kept = passages.find(({ section }) => section === 'text');
    expect(kept).toMatchObject({ id: 'made-up.list.t1', challenge: 7, text: 'Nació en una asamblea.' });
  });
});

describe('passages of a plain document', () => {
  const markdown = readFileSync(
    projectFile('test/fixtures/corpus/lagunas-2025/estrategia-lacustre.md'),
    'utf8',
  );
  const blocks = markdown.split(/\n{2,}/).map((block) => block.replaceAll('\n', ' '));

  it('keep their heading path and page and never cross a heading', async () => {
    const document = aSourceDocument(
      extractedBlocks(blocks.slice(0, 4).join('\n'), blocks.slice(4).join('\n')),
      'md',
    );
    const passages = await splitIntoPassages(
      document,
      null,
      createTextSplitter({ passageSizeCharacters: 250 }),
    );
    const islands = passages.filter(({ headingPath }) => headingPath.at(-1)?.startsWith('2.1'));
    expect(islands[0]).toMatchObject({
      headingPath: [
        'Estrategia Regional Lacustre 2022-2032',
        '2. Lineamientos',
        '2.1 Islas con los mismos derechos que la ribera',
      ],
      page: 2,
      section: 'text',
      challenge: null,
    });
    expect(passages[0]?.page).toBe(1);
    for (const { start, end, text } of passages) {
      expect(document.text.slice(start, end)).toBe(text);
      expect(text.length).toBeLessThanOrEqual(250);
      expect(text).toMatch(/\.$/);
    }
  });

  it('lose no word of the text', async () => {
    const document = aSourceDocument(extractedBlocks(blocks.join('\n')), 'md');
    const passages = await splitIntoPassages(
      document,
      null,
      createTextSplitter({ passageSizeCharacters: 120 }),
    );
    const body = document.blocks
      .filter(({ kind }) => kind !== 'heading')
      .map(({ start, end }) => document.text.slice(start, end));
    const wordsOf = (texts: readonly string[]): readonly string[] => texts.join(' ').split(/\s+/);
    expect(wordsOf(passages.map(({ text }) => text))).toEqual(wordsOf(body));
  });

  it('keep a heading that leads nothing', async () => {
    const document = aSourceDocument(extractedBlocks('# Uno\n# Dos\nTexto.'), 'md');
    const passages = await splitIntoPassages(document, null, splitter);
    expect(passages.map(({ text, headingPath }) => [text, headingPath])).toEqual([
      ['Uno', []],
      ['Texto.', ['Dos']],
    ]);
  });
});
