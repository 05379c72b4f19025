import type { ExtractedDocument } from '../../../domain/source-document.ts';
import { decodeText } from '../decode-text.ts';

type ExtractedPage = ExtractedDocument['pages'][number];

/** Plain text: pages at form feeds or wide gaps, paragraphs that were wrapped by hand made whole again. */
export function readText(bytes: Buffer): ExtractedDocument {
  const { text, warnings } = decodeText(bytes);
  const width = wrapWidthOf(text.split(/[\n\f]/).map((line) => line.trimEnd()));
  const pages = splitIntoPages(text).map((page, index): ExtractedPage => {
    return { number: index + 1, text: width === null ? page : joinWrappedLines(page, width) };
  });
  return { layout: 'blocks', pages, warnings };
}

const wideGap = /\n(?:[ \t]*\n){3,}/;

/** A form feed ends a page; in a text that has none, three or more blank lines do, at its edges excepted. */
function splitIntoPages(text: string): readonly string[] {
  if (text.includes('\f')) return text.split('\f');
  const body = text.replace(/^\s*\n/, '').trimEnd();
  const gaps = body.split(/\n(?:[ \t]*\n)+/).length - 1;
  const parts = body.split(wideGap);
  const wideGaps = parts.length - 1;
  // Where most gaps are wide they are the text's way of spacing paragraphs.
  const isSpacing = wideGaps >= 8 && wideGaps > gaps / 2;
  return isSpacing ? [body] : parts;
}

/**
 * The column at which a text was wrapped by hand, or null when each paragraph is one line. A line is full when the
 * first word of the next one would not have fitted in it: most lines inside wrapped paragraphs are.
 */
function wrapWidthOf(lines: readonly string[]): number | null {
  const lengths = lines
    .filter((line) => line !== '')
    .map((line) => line.length)
    .sort((a, b) => a - b);
  const width = lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * 0.98))] ?? 0;
  if (width < 30 || width > 160) return null;
  const followed = lines.filter((line, index) => line !== '' && continues(lines[index + 1]));
  const full = lines.filter((line, index) => isFull(line, lines[index + 1], width));
  return full.length >= 4 && full.length >= followed.length * 0.6 ? width : null;
}

function isFull(line: string, next: string | undefined, width: number): boolean {
  if (line === '' || !continues(next)) return false;
  const firstWord = next.trimStart().split(/\s/, 1)[0] ?? '';
  return line.length + 1 + firstWord.length > width;
}

/** Whether a line can be the rest of the one before: not blank, no list item, heading, table row or marked paragraph. */
function continues(line: string | undefined): line is string {
  if (line === undefined || line.trim() === '' || line.includes('\t')) return false;
  return !/^\s*(?:[-*•·–—+]\s|#{1,6}\s|<p|\d{1,3}[.)]\s|[-_=*]{3,}\s*$)/.test(line);
}

function joinWrappedLines(page: string, width: number): string {
  const blocks: string[] = [];
  const lines = page.split('\n').map((line) => line.trimEnd());
  lines.forEach((line, index) => {
    const previous = lines[index - 1];
    const last = blocks.length - 1;
    if (previous !== undefined && isFull(previous, line, width)) {
      blocks[last] = joinLines(blocks[last] ?? '', line.trimStart(), page);
    } else blocks.push(line);
  });
  return blocks.join('\n');
}

/** Joins two lines of a paragraph; a word cut by a hyphen loses it unless the page also writes the word with it. */
function joinLines(before: string, after: string, page: string): string {
  const head = /(\p{L}+)-$/u.exec(before)?.[1];
  const tail = /^\p{Ll}+/u.exec(after)?.[0];
  if (head === undefined || tail === undefined) return `${before} ${after}`;
  return page.includes(`${head}-${tail}`) ? before + after : before.slice(0, -1) + after;
}
