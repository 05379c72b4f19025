import type { Excerpt, StrategyAxis, StrategyBlock } from '../domain/challenge.ts';
import type { SourceDocument } from '../domain/source-document.ts';
import { readChallengeHeading, readNumeral } from './challenge-heading.ts';
import { type TextBlock, takeFromBlock } from './excerpts.ts';
import type { RecognizeSource } from './strategy-sources.ts';

/** A strategy block and the blocks `[from, to)` it takes up. */
export type PlacedStrategyBlock = {
  readonly block: StrategyBlock;
  readonly from: number;
  readonly to: number;
};

const OBJECTIVES_HEADING = /^objeti(?:vos?|ves?)(?!\p{L})[^.¿?]{0,60}$/iu;
const LINES_HEADING = /^(?:l[ií]neas? de acci[oó]n|lines? of action)\s*:?$/iu;
const AXIS =
  /^(?:ejes?(?: estrat[eé]gicos?)?|pilar(?: estrat[eé]gico)?|(?:strategic )?axis)\s+(?:n\s?[°º.]\s*)?(\d{1,2}|[IVX]{1,5})(?![\p{L}\p{N}])/iu;
const LINE = /^l[ií]nea(?: de acci[oó]n)?\s+(?:n\s?[°º.]\s*)?(\d{1,2})(?![\p{L}\p{N}])/iu;

/**
 * Finds the strategies that the document quotes as a whole: a line that names one ("La Estrategia X establece:")
 * followed by objectives and axes with their lines of action. They belong to the document, not to the challenge before.
 */
export function findStrategyBlocks(
  document: SourceDocument,
  blocks: readonly TextBlock[],
  recognizeSource: RecognizeSource,
): readonly PlacedStrategyBlock[] {
  const placed: PlacedStrategyBlock[] = [];
  for (let i = 0; i < blocks.length; i++) {
    const source = introducedSource(blocks, i, recognizeSource);
    if (source === null) continue;
    const strategy = readStrategyBlock(document, blocks, i, source);
    placed.push(strategy);
    i = strategy.to - 1;
  }
  return placed;
}

function introducedSource(
  blocks: readonly TextBlock[],
  i: number,
  recognizeSource: RecognizeSource,
): string | null {
  const [intro, next] = [blocks[i], blocks[i + 1]];
  if (intro === undefined || next === undefined) return null;
  if (!intro.text.endsWith(':') && intro.kind !== 'heading') return null;
  if (readChallengeHeading(intro.text, intro.kind) !== null) return null;
  if (!OBJECTIVES_HEADING.test(next.text) && !AXIS.test(next.text)) return null;
  return recognizeSource(intro.text)?.name ?? null;
}

type AxisDraft = { number: number; heading: Excerpt; lines: (Excerpt & { number: number })[] };

function readStrategyBlock(
  document: SourceDocument,
  blocks: readonly TextBlock[],
  from: number,
  source: string,
): PlacedStrategyBlock {
  const objectives: Excerpt[] = [];
  const axes: AxisDraft[] = [];
  let intro: Excerpt | null = null;
  let objectivesHeading: Excerpt | null = null;
  let to = from;
  for (const block of blocks.slice(from)) {
    const excerpt = takeFromBlock(document, block);
    const axis = axes.at(-1);
    if (intro === null) intro = excerpt;
    else if (readChallengeHeading(block.text, block.kind) !== null) break;
    else if (objectivesHeading === null && OBJECTIVES_HEADING.test(block.text)) objectivesHeading = excerpt;
    else if (AXIS.test(block.text))
      axes.push({ number: axisNumber(block.text, axes.length), heading: excerpt, lines: [] });
    else if (axis !== undefined && isLine(block))
      axis.lines.push({ ...excerpt, number: lineNumber(block.text, axis) });
    else if (axis === undefined && isObjectiveBlock(block, objectivesHeading)) objectives.push(excerpt);
    else if (!LINES_HEADING.test(block.text)) break;
    to++;
  }
  const block = {
    source,
    intro: intro as Excerpt,
    objectivesHeading,
    objectives,
    axes: axes as StrategyAxis[],
  };
  return { block, from, to };
}

function axisNumber(text: string, before: number): number {
  return readNumeral(AXIS.exec(text)?.[1] ?? '') ?? before + 1;
}

/** Numbers start again in each axis; a line that has none takes its place. */
function lineNumber(text: string, axis: AxisDraft): number {
  return readNumeral(LINE.exec(text)?.[1] ?? '') ?? axis.lines.length + 1;
}

function isLine(block: TextBlock): boolean {
  return block.kind === 'list-item' || LINE.test(block.text);
}

function isObjectiveBlock(block: TextBlock, heading: Excerpt | null): boolean {
  return block.kind === 'list-item' || (heading !== null && block.kind === 'paragraph');
}
