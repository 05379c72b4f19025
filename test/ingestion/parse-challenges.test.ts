import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ParsedDocument, SourceNotice, StrategyPointer } from '../../src/domain/challenge.ts';
import { parseChallenges } from '../../src/ingestion/parse-challenges.ts';
import { describeStructure } from '../support/describe-structure.ts';
import {
  aSourceDocument,
  extractedBlocks,
  extractedLines,
  readTextFile,
} from '../support/read-source-document.ts';

const projectFile = (path: string): string => new URL(`../../${path}`, import.meta.url).pathname;

type GoldPointer = {
  kind: string;
  number?: string | null;
  name?: string | null;
  of_lineamiento?: string;
  numbers_as_written?: string[];
  names?: string[];
};

type GoldReference = {
  text: string;
  source: string;
  source_as_written: string | null;
  source_inherited: boolean;
  pointers: GoldPointer[];
};

const KINDS: Readonly<Record<string, StrategyPointer['kind']>> = {
  lineamiento: 'guideline',
  lineamiento_estrategico: 'strategic-guideline',
  objetivo_general: 'general-objective',
  objetivo_especifico: 'specific-objective',
  objetivos_especificos: 'specific-objectives',
  objetivo: 'objective',
  desafio_erd: 'strategy-challenge',
  ambito: 'field',
  espacio: 'space',
  linea_de_accion_prioritaria: 'priority-line-of-action',
};

function pointerOfGold(pointer: GoldPointer): object {
  return {
    kind: KINDS[pointer.kind],
    number: pointer.number ?? null,
    name: pointer.name ?? null,
    ...(pointer.of_lineamiento === undefined ? {} : { ofGuideline: pointer.of_lineamiento }),
    ...(pointer.numbers_as_written === undefined
      ? {}
      : { numbersAsWritten: pointer.numbers_as_written, names: pointer.names }),
  };
}

/** Every excerpt of a structure, questions and lines of action included. */
function allExcerpts(parsed: ParsedDocument) {
  return [
    ...Object.values(parsed.header).filter((excerpt) => excerpt !== null),
    ...parsed.challenges.flatMap(({ title, questions, references }) => [title, ...questions, ...references]),
    ...parsed.strategyBlocks.flatMap((block) => [
      block.intro,
      ...(block.objectivesHeading === null ? [] : [block.objectivesHeading]),
      ...block.objectives,
      ...block.axes.flatMap((axis) => [axis.heading, ...axis.lines]),
    ]),
    ...(parsed.sourcesHeading === null ? [] : [parsed.sourcesHeading]),
    ...parsed.sources,
    ...parsed.unplaced,
  ];
}

function parseText(...pages: readonly string[]): ParsedDocument {
  return parseChallenges(aSourceDocument(extractedBlocks(...pages)));
}

describe('the document as received', () => {
  const gold = JSON.parse(readFileSync(projectFile('test/evals/gold-structure.json'), 'utf8'));
  const document = aSourceDocument(
    readTextFile(projectFile('corpus/coquimbo-2023/desafios-coquimbo-2023.txt')),
  );
  const parsed = parseChallenges(document);
  const structure = describeStructure(parsed);
  const noticesOf = (code: SourceNotice['code']) => parsed.notices.filter((notice) => notice.code === code);

  it('gives the titles and guiding questions of the gold structure', () => {
    const titlesAndQuestions = structure.challenges.map(({ number, title, questions }) => ({
      number,
      title,
      questions,
    }));
    expect(titlesAndQuestions).toEqual(
      gold.challenges.map(({ number, title, questions }: (typeof titlesAndQuestions)[number]) => ({
        number,
        title,
        questions,
      })),
    );
    expect(titlesAndQuestions.flatMap(({ questions }) => questions)).toHaveLength(28);
  });

  it('gives the references of the gold structure with their sources and pointers', () => {
    const expected = gold.challenges.map(({ references }: { references: GoldReference[] }) =>
      references.map((reference) => ({
        text: reference.text,
        source: reference.source,
        sourceAsWritten: reference.source_as_written,
        isSourceInherited: reference.source_inherited,
        pointers: reference.pointers.map(pointerOfGold),
      })),
    );
    expect(structure.challenges.map(({ references }) => references)).toEqual(expected);
  });

  it('ties the strategy at the end to the document, not to the challenge before it', () => {
    const { innovation_strategy: strategy } = gold.document_level;
    expect(structure.strategies).toEqual([
      {
        source: strategy.name,
        intro: strategy.intro,
        objectivesHeading: strategy.specific_objectives_heading,
        objectives: strategy.specific_objectives,
        axes: strategy.axes.map((axis: { number: number; name: string; lines: string[] }) => ({
          number: axis.number,
          heading: axis.name,
          lines: axis.lines.map((text, i) => ({ number: i + 1, text })),
        })),
      },
    ]);
  });

  it('reads the header and the list of sources', () => {
    const { meta, document_level: level } = gold;
    expect(structure.header).toEqual({
      title: meta.document_title,
      focus: meta.focalizacion_label,
      year: meta.year,
      instrument: meta.instrument,
      subtitle: meta.subtitle,
    });
    expect(structure.sourcesHeading).toBe(level.sources_heading);
    expect(structure.sources.map(({ text }) => text)).toEqual(level.sources);
    expect(parsed.sources.flatMap(({ acronyms }) => acronyms)).toEqual(['ERD', 'ERI', 'PRDU']);
  });

  it('accounts for every block: what no excerpt holds is a heading number or what parts questions', () => {
    expect(parsed.unplaced).toEqual([]);
    const covered = new Array<boolean>(document.text.length).fill(false);
    for (const { start, end } of allExcerpts(parsed)) covered.fill(true, start, end);
    const left = [...document.text].filter((_, i) => !covered[i]).join('');
    expect(left.replace(/DESAFÍO \d/g, '').replace(/[\s,.]/g, '')).toBe('');
  });

  it('quotes the document exactly, on the page where it stands', () => {
    for (const { text, start, end, page } of allExcerpts(parsed)) {
      expect(document.text.slice(start, end)).toBe(text);
      expect(
        document.pages.find((candidate) => candidate.start <= start && start < candidate.end)?.number,
      ).toBe(page);
    }
  });

  it('reports the number that comes twice, the one left out, and five numbers for four names', () => {
    expect(noticesOf('repeated-number').map(({ challenge, codes }) => [challenge, codes])).toEqual([
      [2, ['3.3']],
    ]);
    expect(noticesOf('missing-number').map(({ codes }) => codes)).toEqual([['3.2']]);
    expect(noticesOf('count-mismatch').map(({ counts }) => counts)).toEqual([{ expected: 5, found: 4 }]);
  });

  it('reports objectives without number, guidelines without name and fewer objectives than announced', () => {
    expect(noticesOf('objective-without-number').map(({ challenge }) => challenge)).toEqual([5, 5, 6, 6]);
    expect(noticesOf('guideline-without-name').map(({ challenge, codes }) => [challenge, codes])).toEqual([
      [5, ['3']],
      [6, ['2']],
    ]);
    expect(
      noticesOf('fewer-cited-than-announced').map(({ challenge, counts }) => [challenge, counts]),
    ).toEqual([[1, { expected: 3, found: 2 }]]);
  });

  it('reports inherited and differently written sources, excerpts, and the strategy that has run out', () => {
    expect(noticesOf('inherited-source').map(({ challenge }) => challenge)).toEqual([5, 7]);
    expect(noticesOf('source-written-differently').map(({ challenge }) => challenge)).toEqual([4, 6, 8]);
    expect(noticesOf('excerpt').map(({ challenge }) => challenge)).toEqual([7]);
    expect(noticesOf('strategy-without-challenge')).toHaveLength(1);
    expect(noticesOf('strategy-horizon-passed').map(({ codes }) => codes)).toEqual([['2020', '2023']]);
  });

  it('points each notice at the words it is about', () => {
    const spanText = ({ span }: SourceNotice): string => document.text.slice(span.start, span.end);
    expect(noticesOf('guideline-without-name').map(spanText)).toEqual([
      'Lineamiento n° 3',
      'lineamiento estratégico N° 2',
    ]);
    expect(noticesOf('source-written-differently').map(spanText)).toEqual(
      noticesOf('source-written-differently').map(({ codes }) => codes[0]),
    );
  });
});

describe('a list of another region in another layout', () => {
  const markdown = readFileSync(
    projectFile('test/fixtures/corpus/lagunas-2025/desafios-lagunas-2025.md'),
    'utf8',
  );
  const parsed = parseText(markdown);
  const structure = describeStructure(parsed);

  it('reads its three challenges with their questions', () => {
    expect(
      structure.challenges.map(({ number, title, questions }) => [number, title, questions.length]),
    ).toEqual([
      [1, 'Acercar la atención de salud a las islas y riberas sin camino', 2],
      [2, 'Dar valor a la lana y a la madera nativa sin agotar el bosque', 3],
      [3, 'Recibir a quienes llegan a vivir a la región', 1],
    ]);
    expect(structure.unplaced).toEqual([]);
    expect(structure.header).toMatchObject({ focus: 'Focalización', year: '2025' });
  });

  it('knows its strategies by the list of sources, by acronym and by what came before', () => {
    const sources = structure.challenges.flatMap(({ references }) =>
      references.map(({ source, sourceAsWritten }) => [source, sourceAsWritten]),
    );
    expect(sources).toEqual([
      ['Estrategia Regional Lacustre 2022-2032', 'Estrategia Regional Lacustre 2022-2032'],
      ['Plan Regional de Ordenamiento del Bosque 2030', 'Plan Regional de Ordenamiento del Bosque 2030'],
      ['Plan Regional de Ordenamiento del Bosque 2030', null],
      ['Estrategia Regional Lacustre 2022-2032', 'ERL'],
      ['Estrategia Regional Lacustre 2022-2032', 'Estrategia Regional Lacustre, 2022-2032'],
    ]);
  });

  it('pairs numbers with names when the document leaves no doubt', () => {
    expect(structure.challenges[1]?.references[0]?.pointers).toEqual([
      { kind: 'specific-objective', number: '1.1', name: 'Proteger las quebradas con renovales' },
      { kind: 'specific-objective', number: '1.2', name: 'Pagar mejor la madera caída' },
      { kind: 'specific-objective', number: '1.3', name: 'Formar cuadrillas de manejo en cada valle' },
    ]);
  });

  it('takes a strategy that is not listed, or another edition of one, for what it is', () => {
    const named = (name: string) =>
      parseText(markdown.replace('El **Plan Regional de Ordenamiento del Bosque 2030**', `La ${name}`))
        .challenges[1]?.references[0]?.source;
    expect(named('Estrategia Regional de Turismo 2031')).toBe('Estrategia Regional de Turismo 2031');
    expect(named('Política Regional de Ciencia y Conocimiento 2025-2030')).toBe(
      'Política Regional de Ciencia y Conocimiento 2025-2030',
    );
  });

  it('takes the sentence after a number for no name, unless it goes on as an objective does', () => {
    const pointersOf = (text: string) =>
      parseText(`DESAFÍO 1\n\nCUIDAR\n\nLa Estrategia del Lago 2030, cita ${text}`).challenges[0]
        ?.references[0]?.pointers;
    expect(pointersOf('el lineamiento N° 3. La mesa lo revisa.')).toEqual([
      { kind: 'guideline', number: '3', name: null },
    ]);
    expect(pointersOf('el objetivo general N°1. Cuidar la orilla.')).toEqual([
      { kind: 'general-objective', number: '1', name: 'Cuidar la orilla' },
    ]);
  });

  it('reads its strategy block with the axes it has', () => {
    expect(
      structure.strategies.map(({ source, axes }) => [source, axes.map((axis) => axis.lines.length)]),
    ).toEqual([['Política Regional de Ciencia y Conocimiento 2019-2024', [2, 1]]]);
  });

  it('names strategies as the paragraphs do when there is no list of sources', () => {
    const unlisted = parseText(markdown.slice(0, markdown.indexOf('## Fuentes')));
    expect(unlisted.sources).toEqual([]);
    expect(unlisted.challenges.flatMap(({ references }) => references.map(({ source }) => source))).toEqual([
      'Estrategia Regional Lacustre 2022-2032',
      'Plan Regional de Ordenamiento del Bosque 2030',
      'Plan Regional de Ordenamiento del Bosque 2030',
      'Plan Regional de Ordenamiento del Bosque 2030',
      'Estrategia Regional Lacustre 2022-2032',
    ]);
  });
});

describe('headings', () => {
  it('reads Roman numerals, a title on the same line, and English', () => {
    expect(parseText('DESAFÍO IV CUIDAR EL LAGO\n¿Cómo?').challenges[0]).toMatchObject({ number: 4 });
    const english = parseText('## Challenge 2: Care for the lake\n\nHow could we care for it? Who would?');
    expect(english.challenges[0]?.title.text).toBe('Care for the lake');
    expect(english.challenges[0]?.questions.map(({ text }) => text)).toEqual([
      'How could we care for it?',
      'Who would?',
    ]);
  });

  it('takes no sentence for a heading', () => {
    const parsed = parseText(
      'DESAFÍO 1\n\nCUIDAR EL LAGO\n\n¿Cómo?\n\nLa Estrategia del Lago 2030, establece lo que sigue.\n\nDesafío 3 es otra cosa.\n\nDESAFÍO N° 3.2.1 de la estrategia.',
    );
    expect(parsed.challenges.map(({ number }) => number)).toEqual([1]);
  });

  it('keeps the fuller one when a table of contents names each challenge first', () => {
    const parsed = parseText(
      'DESAFÍO 1\nCUIDAR\nDESAFÍO 2\nTEJER\nDESAFÍO 1\nCUIDAR\n¿Cómo?\nDESAFÍO 2\nTEJER\n¿Qué?',
    );
    expect(parsed.challenges.map(({ number, questions }) => [number, questions.length])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(parsed.unplaced.map(({ text }) => text)).toEqual(['DESAFÍO 1', 'CUIDAR', 'DESAFÍO 2', 'TEJER']);
  });

  it('keeps what it cannot place', () => {
    const parsed = parseText(
      'DESAFÍO 1\n\nCUIDAR EL LAGO\n\nEste desafío nació en una asamblea.\n\n¿Cómo? Y una nota al pasar.',
    );
    expect(parsed.unplaced.map(({ text }) => text)).toEqual([
      'Este desafío nació en una asamblea.',
      'Y una nota al pasar.',
    ]);
  });

  it('makes nothing of an empty document', () => {
    expect(parseText('')).toMatchObject({
      challenges: [],
      strategyBlocks: [],
      sources: [],
      unplaced: [],
      notices: [],
    });
  });
});

describe('texts made to be slow', () => {
  const long = 60_000;
  it.each([
    ['nested tags', '<b'.repeat(long) + '>'.repeat(long)],
    ['list marks', `${'- '.repeat(long)}a`],
    ['open questions', `DESAFÍO 1\n\nCUIDAR\n\n${'¿'.repeat(long)}`],
    ['mentions', `DESAFÍO 1\n\nCUIDAR\n\nLa Estrategia del Lago 2030, ${'objetivos y '.repeat(long)}`],
    [
      'commas after a name',
      `DESAFÍO 1\n\nCUIDAR\n\nLa Estrategia del Lago 2030, lineamiento 1 Agua${' ,'.repeat(long)}x`,
    ],
    ['emphasis', '*a _b '.repeat(long)],
    ['headings', 'DESAFÍO 1\n\n'.repeat(long)],
    ['strategies', 'La Estrategia Regional De Lo Mismo '.repeat(long / 10)],
  ])('are read all the same: %s', (_, text) => {
    expect(parseText(text).documentId).toBe('list');
    expect(parseChallenges(aSourceDocument(extractedLines(text))).documentId).toBe('list');
  });
});

describe('any list of challenges', () => {
  const words = fc
    .array(fc.stringMatching(/^[a-zñáé]{2,9}$/), { minLength: 2, maxLength: 8 })
    .map((list) => list.join(' '));
  const question = words.map((text) => `¿Cómo ${text}?`);
  const challenge = fc.record({
    title: words.map((text) => `CUIDAR ${text.toUpperCase()}`),
    questions: fc.array(question, { minLength: 1, maxLength: 6 }),
    guideline: fc.integer({ min: 1, max: 9 }),
    name: words.map((text) => `Región ${text}`),
    hasTitleOnHeading: fc.boolean(),
  });
  const separator = fc.constantFrom(', ', ' ', '.\n\n', '\n\n');

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.array(challenge, { minLength: 1, maxLength: 7 }), separator, (challenges, between) => {
        const written = challenges.map(({ title, questions, guideline, name, hasTitleOnHeading }, i) =>
          [
            `DESAFÍO ${i + 1}${hasTitleOnHeading ? '\t' : '\n\n'}${title}`,
            questions.join(between),
            `La Estrategia Regional del Agua 2040, establece el lineamiento N° ${guideline} “${name}”.`,
          ].join('\n\n'),
        );
        const parsed = parseText(
          `LISTA DE DESAFÍOS\n\n2025\n\n${written.join('\n\n')}\n\nFuente\n\n- Estrategia Regional del Agua 2040`,
        );
        expect(parsed.unplaced).toEqual([]);
        expect(parsed.challenges.map(({ title }) => title.text)).toEqual(
          challenges.map(({ title }) => title),
        );
        expect(parsed.challenges.map(({ questions }) => questions.map(({ text }) => text))).toEqual(
          challenges.map(({ questions }) => questions),
        );
        expect(
          parsed.challenges.flatMap(({ references }) => references.flatMap(({ pointers }) => pointers)),
        ).toEqual(
          challenges.map(({ guideline, name }) => ({ kind: 'guideline', number: String(guideline), name })),
        );
      }),
      { numRuns: 60 },
    );
  });
});
