import type { Challenge, Excerpt, ParsedDocument, StrategyBlock } from '../domain/challenge.ts';
import type { Passage } from '../domain/passage.ts';
import type { SourceDocument } from '../domain/source-document.ts';
import type { TextSplitter } from '../ports/text-splitter.ts';
import { readBlocks, type TextBlock, takeExcerpt } from './excerpts.ts';

/**
 * The passages of a document, in the order of its text. A challenge list gives one for each part of its structure;
 * a document without one is split by heading and length, never across a heading.
 */
export async function splitIntoPassages(
  document: SourceDocument,
  structure: ParsedDocument | null,
  splitter: TextSplitter,
): Promise<readonly Passage[]> {
  const passages =
    structure === null ? await splitPlainText(document, splitter) : splitStructure(document, structure);
  return passages.toSorted((a, b) => a.start - b.start || a.end - b.end);
}

type PassagePart = Pick<Passage, 'section'> &
  Partial<Pick<Passage, 'challenge' | 'ordinal' | 'source' | 'headingPath'>>;

function createPassage(document: SourceDocument, id: string, excerpt: Excerpt, part: PassagePart): Passage {
  const { page, start, end, text } = excerpt;
  return {
    id: `${document.collection}.${id}`,
    collection: document.collection,
    document: document.id,
    section: part.section,
    challenge: part.challenge ?? null,
    ordinal: part.ordinal ?? null,
    source: part.source ?? null,
    headingPath: part.headingPath ?? [],
    page,
    start,
    end,
    text,
  };
}

function splitStructure(document: SourceDocument, structure: ParsedDocument): readonly Passage[] {
  return [
    ...splitHeader(document, structure),
    ...structure.challenges.flatMap((challenge) => splitChallenge(document, challenge)),
    ...structure.strategyBlocks.flatMap((block, i) => splitStrategy(document, block, `s${i + 1}`)),
    ...structure.sources.map((source, i) =>
      createPassage(document, `source${i + 1}`, source, {
        section: 'source',
        ordinal: i + 1,
        source: source.name,
      }),
    ),
    ...splitUnplaced(document, structure),
  ];
}

function splitHeader(document: SourceDocument, { header }: ParsedDocument): readonly Passage[] {
  return Object.entries(header).flatMap(([name, excerpt]) =>
    excerpt === null ? [] : [createPassage(document, `header.${name}`, excerpt, { section: 'text' })],
  );
}

function splitChallenge(document: SourceDocument, challenge: Challenge): readonly Passage[] {
  const { number, title, questions, references } = challenge;
  const headingPath = [title.text];
  return [
    createPassage(document, `d${number}.title`, title, { section: 'title', challenge: number }),
    ...questions.map((question) =>
      createPassage(document, `d${number}.q${question.number}`, question, {
        section: 'question',
        challenge: number,
        ordinal: question.number,
        headingPath,
      }),
    ),
    ...references.map((reference) =>
      createPassage(document, `d${number}.r${reference.number}`, reference, {
        section: 'reference',
        challenge: number,
        ordinal: reference.number,
        source: reference.source,
        headingPath,
      }),
    ),
  ];
}

function splitStrategy(document: SourceDocument, block: StrategyBlock, id: string): readonly Passage[] {
  const { source, intro, objectivesHeading, objectives, axes } = block;
  const part = { section: 'strategy', source, headingPath: [source] } as const;
  const objectivesPath = objectivesHeading === null ? [source] : [source, objectivesHeading.text];
  return [
    createPassage(document, `${id}.intro`, intro, part),
    ...objectives.map((objective, i) =>
      createPassage(document, `${id}.o${i + 1}`, objective, {
        ...part,
        ordinal: i + 1,
        headingPath: objectivesPath,
      }),
    ),
    ...axes.flatMap((axis) => [
      createPassage(document, `${id}.a${axis.number}`, axis.heading, { ...part, ordinal: axis.number }),
      ...axis.lines.map((line) =>
        createPassage(document, `${id}.a${axis.number}.l${line.number}`, line, {
          ...part,
          ordinal: line.number,
          headingPath: [source, axis.heading.text],
        }),
      ),
    ]),
  ];
}

/** What the parser could not place can still be found and cited. */
function splitUnplaced(document: SourceDocument, structure: ParsedDocument): readonly Passage[] {
  return structure.unplaced.map((excerpt, i) => {
    const challenge = structure.challenges.findLast(({ title }) => title.start < excerpt.start) ?? null;
    return createPassage(document, `${document.id}.t${i + 1}`, excerpt, {
      section: 'text',
      challenge: challenge?.number ?? null,
      ordinal: i + 1,
      headingPath: challenge === null ? [] : [challenge.title.text],
    });
  });
}

type PlainSection = { readonly headingPath: readonly string[]; readonly start: number; readonly end: number };

async function splitPlainText(document: SourceDocument, splitter: TextSplitter): Promise<readonly Passage[]> {
  const passages: Passage[] = [];
  for (const section of findPlainSections(readBlocks(document))) {
    const pieces = await splitter.split(document.text.slice(section.start, section.end));
    for (const span of locatePieces(document.text, section, pieces)) {
      const ordinal = passages.length + 1;
      const part = { section: 'text', ordinal, headingPath: section.headingPath } as const;
      passages.push(createPassage(document, `${document.id}.t${ordinal}`, takeExcerpt(document, span), part));
    }
  }
  return passages;
}

/** Runs of blocks under one heading. A heading that leads no text of its own or below it is its own section. */
function findPlainSections(blocks: readonly TextBlock[]): readonly PlainSection[] {
  const sections: { headingPath: readonly string[]; start: number; end: number }[] = [];
  let path: readonly TextBlock[] = [];
  let isOpen = false;
  blocks.forEach((block, i) => {
    const open = sections.at(-1);
    if (block.kind === 'heading') {
      path = [...path.filter((heading) => heading.level < block.level), block];
      const next = blocks[i + 1];
      const isEmpty = next === undefined || (next.kind === 'heading' && next.level <= block.level);
      if (isEmpty)
        sections.push({ headingPath: textsOf(path.slice(0, -1)), start: block.start, end: block.end });
      isOpen = false;
    } else if (isOpen && open !== undefined) open.end = block.end;
    else {
      sections.push({ headingPath: textsOf(path), start: block.start, end: block.end });
      isOpen = true;
    }
  });
  return sections;
}

function textsOf(headings: readonly TextBlock[]): readonly string[] {
  return headings.map((heading) => heading.text);
}

/** Offsets of a section's pieces; white space at their ends belongs to none. */
function locatePieces(
  text: string,
  section: PlainSection,
  pieces: readonly string[],
): readonly { start: number; end: number }[] {
  let cursor = section.start;
  return pieces.flatMap((piece) => {
    const words = piece.trim();
    const start = text.indexOf(words, cursor);
    if (words === '' || start === -1 || start + words.length > section.end) return [];
    cursor = start + words.length;
    return [{ start, end: cursor }];
  });
}
