import type {
  BlockKind,
  DocumentBlock,
  ExtractedDocument,
  SourceDocument,
} from '../domain/source-document.ts';
import { readChallengeHeading } from './challenge-heading.ts';
import { dropRunningLines, type PageLines } from './drop-running-lines.ts';
import { collectVocabulary, joinLines, type Vocabulary } from './join-lines.ts';
import { markHeadings } from './mark-headings.ts';
import { isCapitals, reflowLines, type VisualLine } from './reflow-lines.ts';
import { readMarkedLine, removeInvisible, splitIntoCells, stripInlineMarkup } from './strip-markup.ts';

export type CleanText = Pick<SourceDocument, 'text' | 'blocks' | 'pages' | 'warnings'>;

/** A block while it is put together. A page break inside it lies where a later part begins. */
type Draft = {
  readonly kind: BlockKind;
  readonly level: number;
  readonly parts: readonly { readonly page: number; readonly text: string }[];
};

const BLOCK_SEPARATOR = '\n\n';
const ENDS_SENTENCE = /[.?!:…][”"»’')\]]*$/u;
const ENDS_OPEN =
  /(?:[,;(–—-]|(?<!\p{L})(?:de|del|la|el|los|las|un|una|y|e|o|u|en|a|al|con|por|para|que|su|sus|se|como|entre|sobre|of|the|and|to|for|in))$/iu;
const LONGEST_LABEL = 60;

/**
 * Turns what a reader took out of a file into the document's normalised text: NFC, no markup, no running headers,
 * whole paragraphs, one block a line with a blank line between. Every block slices the text exactly.
 */
export function cleanPageText(extracted: ExtractedDocument): CleanText {
  const pages = dropRunningLines(extracted.pages.map(readPage));
  const vocabulary = collectVocabulary(pages.flatMap((page) => page.lines.map((line) => line.trim())));
  const drafts =
    extracted.layout === 'visual-lines'
      ? draftVisualLines(pages, vocabulary)
      : joinAcrossPages(pages.flatMap(draftPage));
  return assemble(markHeadings(drafts.map((draft) => flatten(draft, vocabulary))), extracted);
}

function readPage(page: ExtractedDocument['pages'][number]): PageLines {
  return { number: page.number, lines: page.text.normalize('NFC').split(/\r\n?|[\n\u2028\u2029\f\v]/) };
}

function draftPage({ number, lines }: PageLines): readonly Draft[] {
  return lines.flatMap((line) => splitIntoCells(line).flatMap((cell) => draftLine(cell, number)));
}

function draftLine(line: string, page: number): readonly Draft[] {
  const { headingLevel, isListItem, text } = readMarkedLine(line);
  if (text === '') return [];
  const kind = headingLevel > 0 ? 'heading' : isListItem ? 'list-item' : 'paragraph';
  return [{ kind, level: headingLevel, parts: [{ page, text }] }];
}

/** A block cut by a page break goes on where the next page begins. */
function joinAcrossPages(drafts: readonly Draft[]): readonly Draft[] {
  const joined: Draft[] = [];
  for (const draft of drafts) {
    const previous = joined.at(-1);
    if (previous !== undefined && isContinuation(previous, draft)) {
      joined[joined.length - 1] = { ...previous, parts: [...previous.parts, ...draft.parts] };
    } else joined.push(draft);
  }
  return joined;
}

function isContinuation(previous: Draft, next: Draft): boolean {
  const [end, start] = [previous.parts.at(-1), next.parts[0]];
  if (end === undefined || start === undefined || end.page === start.page) return false;
  if (previous.kind === 'heading' || next.kind !== 'paragraph') return false;
  if (readChallengeHeading(end.text, 'paragraph')?.titleOffset === null) return false;
  if (readChallengeHeading(start.text, 'paragraph') !== null || ENDS_SENTENCE.test(end.text)) return false;
  if (/^\p{Ll}/u.test(start.text) || ENDS_OPEN.test(end.text)) return true;
  if (isCapitals(end.text) !== isCapitals(start.text)) return false;
  return end.text.length > LONGEST_LABEL && !/^[¿¡]/u.test(start.text);
}

function draftVisualLines(pages: readonly PageLines[], vocabulary: Vocabulary): readonly Draft[] {
  return reflowLines(pages.flatMap(readVisualLines)).flatMap((lines) => draftParagraph(lines, vocabulary));
}

function readVisualLines({ number, lines }: PageLines): readonly VisualLine[] {
  const isSparse = lines.filter((line) => line.trim() === '').length <= lines.length * 0.4;
  return lines.flatMap((line, i) => {
    const isBroken = /\u00AD\s*$/.test(line);
    // A tab in a printed line is a wide gap, not a cell: justified text is full of them.
    const text = splitIntoCells(line.replaceAll('\t', ' '))
      .map((cell) => removeInvisible(cell).replace(/\s+/gu, ' ').trim())
      .join(' ');
    const isAfterBlank = isSparse && i > 0 && (lines[i - 1] ?? '').trim() === '';
    return text === '' ? [] : [{ text: isBroken ? `${text}\u00AD` : text, page: number, isAfterBlank }];
  });
}

function draftParagraph(lines: readonly VisualLine[], vocabulary: Vocabulary): readonly Draft[] {
  const pages = [...new Set(lines.map((line) => line.page))];
  const parts = pages.map((page) => {
    const texts = lines.flatMap((line) => (line.page === page ? [line.text] : []));
    return { page, text: joinLines(texts, vocabulary) };
  });
  const [first, ...others] = parts;
  if (first === undefined) return [];
  return draftLine(first.text, first.page).map((draft) => ({ ...draft, parts: [...draft.parts, ...others] }));
}

/** A block whose text is final; `breaks` are the offsets inside it where a new page begins. */
export type FlatBlock = {
  readonly kind: BlockKind;
  readonly level: number;
  readonly page: number;
  readonly text: string;
  readonly breaks: readonly { readonly page: number; readonly offset: number }[];
};

function flatten(draft: Draft, vocabulary: Vocabulary): FlatBlock {
  const [first, ...others] = draft.parts.map(({ page, text }) => ({ page, text: stripInlineMarkup(text) }));
  const texts = [first?.text ?? '', ...others.map((part) => part.text)];
  // Stripped once more: emphasis may open before the page break and close after it.
  const { text } = readMarkedLine(joinLines(texts, vocabulary));
  let offset = 0;
  const breaks = others.map((part, i) => {
    offset += joinLines(texts.slice(i, i + 2), vocabulary).length - part.text.length;
    return { page: part.page, offset: Math.min(offset, text.length) };
  });
  return { kind: draft.kind, level: draft.level, page: first?.page ?? 1, text, breaks };
}

function assemble(blocks: readonly FlatBlock[], { pages, warnings }: ExtractedDocument): CleanText {
  const placed: DocumentBlock[] = [];
  const pageStarts = new Map<number, number>();
  let text = '';
  for (const block of blocks.filter((candidate) => candidate.text !== '')) {
    if (text !== '') text += BLOCK_SEPARATOR;
    const start = text.length;
    text += block.text;
    if (!pageStarts.has(block.page)) pageStarts.set(block.page, start);
    for (const { page, offset } of block.breaks) {
      if (!pageStarts.has(page)) pageStarts.set(page, start + offset);
    }
    placed.push({ kind: block.kind, level: block.level, page: block.page, start, end: text.length });
  }
  const numbers = pages.map((page) => page.number);
  return { text, blocks: placed, pages: spanPages(numbers, pageStarts, text.length), warnings };
}

/** Pages in order, each up to where the next one with text begins; a page without text is an empty span. */
function spanPages(
  numbers: readonly number[],
  starts: ReadonlyMap<number, number>,
  length: number,
): CleanText['pages'] {
  let next = length;
  return numbers
    .toReversed()
    .map((number) => {
      const end = next;
      next = starts.get(number) ?? next;
      return { number, start: next, end };
    })
    .toReversed();
}
