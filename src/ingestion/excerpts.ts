import type { Excerpt } from '../domain/challenge.ts';
import type { DocumentBlock, SourceDocument } from '../domain/source-document.ts';
import type { TextSpan } from '../domain/text-span.ts';

/** A block of a document together with its text. */
export type TextBlock = DocumentBlock & { readonly text: string };

export function readBlocks(document: SourceDocument): readonly TextBlock[] {
  return document.blocks.map((block) => ({ ...block, text: document.text.slice(block.start, block.end) }));
}

/** The page on which an offset of the document's text lies. */
function pageAt(document: SourceDocument, offset: number): number {
  const page = document.pages.findLast(({ start, end }) => start <= offset && end > start);
  return page?.number ?? document.pages[0]?.number ?? 1;
}

export function takeExcerpt(document: SourceDocument, { start, end }: TextSpan): Excerpt {
  return { start, end, text: document.text.slice(start, end), page: pageAt(document, start) };
}

/** The stretch `[from, to)` of a block, without white space at its ends. */
export function takeFromBlock(
  document: SourceDocument,
  block: TextBlock,
  { start: from, end: to }: TextSpan = { start: 0, end: block.text.length },
): Excerpt {
  const stretch = block.text.slice(from, to);
  const start = block.start + from + (stretch.length - stretch.trimStart().length);
  return takeExcerpt(document, {
    start,
    end: Math.max(start, block.start + from + stretch.trimEnd().length),
  });
}
