import { readChallengeHeading } from './challenge-heading.ts';

/** A line as printed. */
export type VisualLine = { readonly text: string; readonly page: number; readonly isAfterBlank: boolean };

const ENDS_SENTENCE = /[.?!:…][”"»’')\]]*$/u;
const STARTS_LIKE_A_PARAGRAPH = /^[\p{Lu}\p{N}¿¡“"«(]/u;
const LIST_MARK = /^[-*+•·●▪‣◦○–—]\s/u;
const LABEL = /^(?:\p{Lu}\p{L}+(?: \p{L}+){0,3} \d+(?:\.\d+)*\s*[:.)–-]|\d+(?:\.\d+)*[.)])\s/u;

/**
 * Finds the paragraphs again in lines as printed: each result is the lines of one block, in order.
 * Blank lines are mostly lost in extraction, so a paragraph's end shows in a line that leaves room for the next word,
 * in punctuation and in capitals. What stays open (a full line that ends a sentence) is decided by how the
 * document's other paragraphs begin.
 */
export function reflowLines(lines: readonly VisualLine[]): readonly (readonly VisualLine[])[] {
  const fullWidth = estimateFullWidth(lines);
  const verdicts = lines.map((line, i) => judgeBreak(lines[i - 1], line, fullWidth));
  const openings = new Set(
    lines.flatMap((line, i) => (verdicts[i] === 'break' && i > 0 ? [openingOf(line.text)] : [])),
  );
  const showsGaps = lines.some((line) => line.isAfterBlank);
  const isOpening = (line: VisualLine, i: number): boolean => {
    // A line that stands alone and ends no sentence is a heading ("Fuente").
    if (verdicts[i + 1] === 'break' && !ENDS_SENTENCE.test(line.text)) return true;
    // Where paragraphs are set apart by gaps, no gap means the same paragraph.
    if (showsGaps && lines[i - 1]?.page === line.page) return false;
    return openings.has(openingOf(line.text));
  };
  const blocks: VisualLine[][] = [];
  lines.forEach((line, i) => {
    const isNew = verdicts[i] === 'break' || (verdicts[i] === 'open' && isOpening(line, i));
    if (isNew) blocks.push([line]);
    else blocks.at(-1)?.push(line);
  });
  return blocks;
}

type Verdict = 'break' | 'join' | 'open';

function judgeBreak(previous: VisualLine | undefined, line: VisualLine, fullWidth: number): Verdict {
  if (previous === undefined) return 'break';
  const [before, after] = [previous.text, line.text];
  if (LIST_MARK.test(after)) return 'break';
  if (isHeadingLine(after)) return 'break';
  if (isBareHeading(before)) return 'break';
  const startsLow = /^\p{Ll}/u.test(after);
  const ends = ENDS_SENTENCE.test(before);
  if (/[,;]$|[\p{L}\p{N}][-‐/–\u00AD]$/u.test(before) || (startsLow && !ends)) return 'join';
  if (isCapitals(before) !== isCapitals(after) && !startsLow && isTitleLike(before, after)) return 'break';
  if (isCapitals(before) && isCapitals(after)) return line.isAfterBlank ? 'break' : 'join';
  if (line.isAfterBlank && (ends || STARTS_LIKE_A_PARAGRAPH.test(after))) return 'break';
  return judgeByRoom(before, after, { fullWidth, ends, startsLow });
}

function judgeByRoom(
  before: string,
  after: string,
  { fullWidth, ends, startsLow }: { fullWidth: number; ends: boolean; startsLow: boolean },
): Verdict {
  const firstWord = after.split(' ', 1)[0] ?? '';
  const room = 1 - (widthOf(before) + widthOf(` ${firstWord}`)) / fullWidth;
  if (ends && LABEL.test(after)) return 'break';
  if (/\?[.”"]*$/u.test(before) && /^\p{Lu}/u.test(after)) return 'break';
  if (room > 0.1 && (ends || STARTS_LIKE_A_PARAGRAPH.test(after))) return 'break';
  if (ends && !startsLow) return room > 0.02 ? 'break' : 'open';
  return 'join';
}

function isHeadingLine(text: string): boolean {
  return readChallengeHeading(text, 'paragraph') !== null;
}

function isBareHeading(text: string): boolean {
  return readChallengeHeading(text, 'paragraph')?.titleOffset === null;
}

/** A run of capitals long enough not to be an acronym that happens to stand alone on a line. */
function isTitleLike(before: string, after: string): boolean {
  const capitals = isCapitals(before) ? before : after;
  return capitals.replace(/\P{L}/gu, '').length >= 12;
}

export function isCapitals(text: string): boolean {
  return /\p{Lu}.*\p{Lu}/u.test(text) && !/\p{Ll}/u.test(text);
}

function openingOf(text: string): string {
  return text.split(' ', 2).join(' ').toLowerCase();
}

/** How wide a full line is: near the widest of the document, the few odd ones (tables, large print) left aside. */
function estimateFullWidth(lines: readonly VisualLine[]): number {
  const widths = lines.map((line) => widthOf(line.text)).sort((a, b) => a - b);
  return Math.max(1, widths[Math.floor((widths.length - 1) * 0.97)] ?? 1);
}

/** About how wide a text prints in a proportional face, in units of the type size. */
function widthOf(text: string): number {
  let width = 0;
  for (const letter of text) width += cachedWidthOf(letter);
  return width;
}

const letterWidths = new Map<string, number>();

function cachedWidthOf(letter: string): number {
  const known = letterWidths.get(letter);
  if (known !== undefined) return known;
  const width = widthOfLetter(letter.normalize('NFD').charAt(0));
  // Alphabets are small; the bound is for texts that are not made of letters.
  if (letterWidths.size < 5000) letterWidths.set(letter, width);
  return width;
}

function widthOfLetter(letter: string): number {
  if (/\p{M}/u.test(letter)) return 0;
  if (/[iljI'|.,:;!·]/u.test(letter)) return 0.25;
  if (/[\sftr()[\]¡“”"*-]/u.test(letter)) return 0.31;
  if (/[mMWw%@—…]/u.test(letter)) return 0.85;
  if (/\p{Lu}/u.test(letter)) return 0.69;
  if (/[csckvxyzJ]/u.test(letter)) return 0.5;
  return 0.556;
}
