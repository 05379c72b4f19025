import type { ExtractedDocument } from '../../../domain/source-document.ts';
import { decodeText } from '../decode-text.ts';

/**
 * Markdown, line by line: wrapped lines become whole blocks, tables give one cell a line, code its lines as text.
 * Emphasis stays for the cleaning; headings and items keep their `# ` and `- `.
 */
export function readMarkdown(bytes: Buffer): ExtractedDocument {
  const { text, warnings } = decodeText(bytes);
  const body = withoutFrontMatter(text).replace(/<!--[\s\S]*?(?:-->|$)/g, '');
  const pages = body.split(/\f|^\\(?:newpage|pagebreak)[ \t]*$/m).map((page, index) => {
    return { number: index + 1, text: blocksOf(page).join('\n') };
  });
  return { layout: 'blocks', pages, warnings };
}

function withoutFrontMatter(text: string): string {
  if (!text.startsWith('---\n')) return text;
  const end = /\n(?:---|\.\.\.)[ \t]*\n/.exec(text.slice(3));
  return end === null ? text : text.slice(3 + end.index + end[0].length);
}

function blocksOf(page: string): readonly string[] {
  const blocks: string[] = [];
  let isOpen = false;
  let fence: string | null = null;
  for (const raw of page.split('\n')) {
    const mark = /^\s*(```+|~~~+)/.exec(raw)?.[1] ?? null;
    if (fence !== null) {
      if (mark?.startsWith(fence)) fence = null;
      else if (raw.trim() !== '') blocks.push(raw.trim());
      continue;
    }
    const line = raw.replace(/^\s*(?:>\s?)+/, '').trim();
    if (mark !== null) fence = mark;
    else if (isOpen && /^(?:=+|-+)$/.test(line)) makeLastHeading(blocks, line);
    else if (isOpen && isContinuation(line)) blocks.push(`${blocks.pop() ?? ''} ${inlineText(line)}`);
    else blocks.push(...newBlocks(line));
    isOpen = mark === null && (isContinuation(line) || isItem(line)) && !isUnderline(line);
  }
  return blocks;
}

/** A line of `===` or `---` below a paragraph makes it a heading; below a list item it is a rule. */
function makeLastHeading(blocks: string[], underline: string): void {
  const text = blocks.pop() ?? '';
  blocks.push(text.startsWith('- ') ? text : `${underline.startsWith('=') ? '#' : '##'} ${text}`);
}

function newBlocks(line: string): readonly string[] {
  if (line === '' || isUnderline(line)) return [];
  if (line.startsWith('|')) return cellsOf(line);
  const heading = /^(#{1,6})\s+(.*?)(?:\s+#+)?$/.exec(line);
  if (heading !== null) return [`${heading[1]} ${inlineText(heading[2] ?? '')}`];
  const item = /^(?:[-*+]\s+|(\d{1,4}[.)]\s+))(.*)$/.exec(line);
  // The number of an item may be what people cite it by, so it stays in the text.
  if (item !== null) return [`- ${item[1] ?? ''}${inlineText(item[2] ?? '')}`];
  return [inlineText(line)];
}

function isItem(line: string): boolean {
  return /^(?:[-*+]|\d{1,4}[.)])\s/.test(line);
}

/** A setext underline or a thematic break. */
function isUnderline(line: string): boolean {
  return /^(?:=+|-{2,}|\*{3,}|_{3,})$/.test(line.replace(/\s/g, ''));
}

function isContinuation(line: string): boolean {
  return line !== '' && !/^(?:#{1,6}\s|\|)/.test(line) && !isItem(line) && !isUnderline(line);
}

function cellsOf(row: string): readonly string[] {
  const cells = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
  const isRule = cells.every((cell) => /^:?-*:?$/.test(cell));
  return isRule ? [] : cells.filter((cell) => cell !== '').map(inlineText);
}

/** Links give their text, images their description; a backslash before punctuation goes, except where it protects emphasis. */
function inlineText(text: string): string {
  return text
    .replace(/\\$/, '')
    .replace(/!?\[([^[\]]{0,500})\]\([^()\s]{0,1000}(?:\s"[^"]{0,200}")?\)/g, '$1')
    .replace(/<(https?:[^<>\s]{1,1000})>/g, '$1')
    .replace(/\\([!"#$%&'()+,\-./:;<=>?@[\]^{|}~])/g, '$1');
}
