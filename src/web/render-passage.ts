import type { TextSpan } from '../domain/text-span.ts';
import { element } from './element.ts';

/** A stretch of a document: `text` begins at `start` of the document. */
export type Stretch = { readonly text: string; readonly start: number };
export type StretchPart = { readonly text: string; readonly isMarked: boolean };

/** Cuts a stretch into paragraphs, and these where the marked span begins and ends. Offsets are the document's. */
export function splitForMark(stretch: Stretch, marked: TextSpan): readonly (readonly StretchPart[])[] {
  const paragraphs: StretchPart[][] = [];
  let start = stretch.start;
  for (const line of stretch.text.split('\n')) {
    const parts = splitLine(line, { start: marked.start - start, end: marked.end - start });
    if (parts.length > 0) paragraphs.push(parts);
    start += line.length + 1;
  }
  return paragraphs;
}

/** Draws a stretch with the span marked; returns the first mark too, to bring it into view. */
export function renderStretch(
  stretch: Stretch,
  marked: TextSpan,
): { readonly content: DocumentFragment; readonly mark: HTMLElement | null } {
  const content = document.createDocumentFragment();
  for (const parts of splitForMark(stretch, marked)) {
    const nodes = parts.map((part) => (part.isMarked ? element('mark', {}, part.text) : part.text));
    content.append(element('p', {}, ...nodes));
  }
  return { content, mark: content.querySelector('mark') };
}

function splitLine(line: string, marked: TextSpan): StretchPart[] {
  const from = Math.min(Math.max(marked.start, 0), line.length);
  const to = Math.min(Math.max(marked.end, from), line.length);
  return [
    { text: line.slice(0, from), isMarked: false },
    { text: line.slice(from, to), isMarked: true },
    { text: line.slice(to), isMarked: false },
  ].filter((part) => part.text.trim() !== '');
}
