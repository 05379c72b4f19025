import type {
  Challenge,
  Excerpt,
  GuidingQuestion,
  ParsedDocument,
  SourceNotice,
} from '../domain/challenge.ts';
import type { SourceDocument } from '../domain/source-document.ts';
import { readChallengeHeading } from './challenge-heading.ts';
import { readBlocks, type TextBlock, takeFromBlock } from './excerpts.ts';
import { findHorizonNotices, findReferenceNotices, findStrategyNotices } from './find-notices.ts';
import { readQuestionBlock } from './find-questions.ts';
import { parseHeader } from './parse-header.ts';
import { findStrategyBlocks, type PlacedStrategyBlock } from './parse-strategy-block.ts';
import { type LocatedReference, parseStrategyReference } from './parse-strategy-reference.ts';
import {
  createSourceRecognizer,
  findSourcesHeading,
  type RecognizeSource,
  readListedSources,
} from './strategy-sources.ts';

/**
 * Reads a challenge list into its structure. What the document gets wrong is reproduced and reported as notices;
 * what finds no place is kept in `unplaced`, so that nothing of the document is lost.
 */
export function parseChallenges(document: SourceDocument): ParsedDocument {
  const blocks = readBlocks(document);
  const { body, sourcesHeading, listed } = splitOffSources(blocks);
  const sources = readListedSources(document, listed);
  const recognizeSource = createSourceRecognizer(document, sources);
  const strategies = findStrategyBlocks(document, body, recognizeSource);
  const { head, sections, repeated } = splitIntoSections(withoutStrategies(body, strategies));
  const { header, unplaced } = parseHeader(document, head);
  const parsed = sections.map((section) => parseSection(document, section, recognizeSource));
  const strategyBlocks = strategies.map((placed) => placed.block);
  return {
    documentId: document.id,
    header,
    challenges: parsed.map((section) => section.challenge),
    strategyBlocks,
    sourcesHeading: sourcesHeading === null ? null : takeFromBlock(document, sourcesHeading),
    sources,
    notices: [
      ...parsed.flatMap((section) => section.notices),
      ...strategyBlocks.flatMap(findStrategyNotices),
      ...findHorizonNotices(sources, header.year),
    ],
    unplaced: [
      ...unplaced,
      ...repeated.map((block) => takeFromBlock(document, block)),
      ...parsed.flatMap((section) => section.unplaced),
    ].sort((a, b) => a.start - b.start),
  };
}

/** The list of sources closes the document; a heading of that name before the last challenge is none. */
function splitOffSources(blocks: readonly TextBlock[]): {
  readonly body: readonly TextBlock[];
  readonly sourcesHeading: TextBlock | null;
  readonly listed: readonly TextBlock[];
} {
  const at = findSourcesHeading(blocks);
  const lastChallenge = blocks.findLastIndex(
    (block) => readChallengeHeading(block.text, block.kind) !== null,
  );
  if (at <= lastChallenge) return { body: blocks, sourcesHeading: null, listed: [] };
  return { body: blocks.slice(0, at), sourcesHeading: blocks[at] ?? null, listed: blocks.slice(at + 1) };
}

function withoutStrategies(
  blocks: readonly TextBlock[],
  strategies: readonly PlacedStrategyBlock[],
): readonly TextBlock[] {
  return blocks.filter((_, i) => !strategies.some(({ from, to }) => i >= from && i < to));
}

type Section = {
  readonly number: number;
  readonly heading: TextBlock;
  readonly blocks: readonly TextBlock[];
};

/**
 * The blocks of each challenge. A number that comes twice (a table of contents, then the list) is the challenge
 * where it has most to say; the poorer ones are `repeated`.
 */
function splitIntoSections(blocks: readonly TextBlock[]): {
  readonly head: readonly TextBlock[];
  readonly sections: readonly Section[];
  readonly repeated: readonly TextBlock[];
} {
  const head: TextBlock[] = [];
  const all: { number: number; heading: TextBlock; blocks: TextBlock[] }[] = [];
  for (const block of blocks) {
    const heading = readChallengeHeading(block.text, block.kind);
    if (heading !== null) all.push({ number: heading.number, heading: block, blocks: [] });
    else (all.at(-1)?.blocks ?? head).push(block);
  }
  const richest = new Map<number, Section>();
  for (const section of all) {
    const other = richest.get(section.number);
    if (other === undefined || section.blocks.length > other.blocks.length)
      richest.set(section.number, section);
  }
  const isRichest = (section: Section): boolean => richest.get(section.number) === section;
  const repeated = all.filter((section) => !isRichest(section));
  return {
    head,
    sections: all.filter(isRichest),
    repeated: repeated.flatMap((section) => [section.heading, ...section.blocks]),
  };
}

type ParsedSection = {
  readonly challenge: Challenge;
  readonly notices: readonly SourceNotice[];
  readonly unplaced: readonly Excerpt[];
};

function parseSection(
  document: SourceDocument,
  section: Section,
  recognizeSource: RecognizeSource,
): ParsedSection {
  const { title, content } = readTitle(document, section);
  const questions: GuidingQuestion[] = [];
  const references: LocatedReference[] = [];
  const unplaced: Excerpt[] = [];
  for (const block of content) {
    const previous = references.at(-1)?.reference;
    const names = recognizeSource(block.text) !== null;
    const asked = names ? null : readQuestionBlock(document, block);
    if (asked !== null) {
      for (const question of asked.questions) questions.push({ ...question, number: questions.length + 1 });
      unplaced.push(...asked.leftovers);
    } else if (isLabel(block)) continue;
    else if (names || previous !== undefined) {
      const context = { number: references.length + 1, previous, recognizeSource };
      references.push(parseStrategyReference(document, block, context));
    } else unplaced.push(takeFromBlock(document, block));
  }
  const challenge = {
    number: section.number,
    title,
    questions,
    references: references.map((located) => located.reference),
  };
  const notices = references.flatMap((located) => findReferenceNotices(located, section.number));
  return { challenge, notices, unplaced };
}

/** The title stands behind the number or in the next block. */
function readTitle(
  document: SourceDocument,
  { heading, blocks }: Section,
): { readonly title: Excerpt; readonly content: readonly TextBlock[] } {
  const offset = readChallengeHeading(heading.text, heading.kind)?.titleOffset ?? null;
  const [next, ...others] = blocks;
  if (offset !== null) {
    const span = { start: offset, end: heading.text.length };
    return { title: takeFromBlock(document, heading, span), content: blocks };
  }
  if (next === undefined || next.text.startsWith('¿')) {
    return { title: takeFromBlock(document, heading), content: blocks };
  }
  return { title: takeFromBlock(document, next), content: others };
}

/** "Preguntas orientadoras", "Vinculación con estrategias:" lead what follows and say nothing themselves. */
function isLabel(block: TextBlock): boolean {
  return block.kind === 'heading' || (block.text.length <= 80 && !/[.?!”"»)]$/u.test(block.text));
}
