import type { DocumentHeader, Excerpt } from '../domain/challenge.ts';
import type { SourceDocument } from '../domain/source-document.ts';
import { type TextBlock, takeFromBlock } from './excerpts.ts';

export type ParsedHeader = { readonly header: DocumentHeader; readonly unplaced: readonly Excerpt[] };

const FOCUS = /^(?:focali[sz]aci[oó]n|focus)(?!\p{L})/iu;
const INSTRUMENT = /^instrument[o]?(?!\p{L})/iu;
const YEAR = /(?<!\d)(?:19|20)\d{2}(?!\d)/;
const LONE_YEAR = /^\(?(?:a[ñn]o|year)?\s*:?\s*(?:19|20)\d{2}\)?\.?$/iu;

/** Reads the lines before the first challenge: they carry no labels, so each is known by its form or its place. */
export function parseHeader(document: SourceDocument, blocks: readonly TextBlock[]): ParsedHeader {
  const found: { -readonly [Part in keyof DocumentHeader]: Excerpt | null } = {
    title: null,
    focus: null,
    year: null,
    instrument: null,
    subtitle: null,
  };
  const unplaced: Excerpt[] = [];
  for (const block of blocks) {
    const whole = takeFromBlock(document, block);
    if (found.year === null && LONE_YEAR.test(block.text)) found.year = takeYear(document, block);
    else if (found.focus === null && FOCUS.test(block.text)) {
      found.focus = takeFocus(document, block);
      found.year ??= takeYear(document, block);
    } else if (found.instrument === null && INSTRUMENT.test(block.text)) found.instrument = whole;
    else if (found.title === null) found.title = whole;
    else if (found.subtitle === null && block.text.length <= 200) found.subtitle = whole;
    else unplaced.push(whole);
  }
  return { header: found, unplaced };
}

function takeYear(document: SourceDocument, block: TextBlock): Excerpt | null {
  const match = YEAR.exec(block.text);
  if (match === null) return null;
  return takeFromBlock(document, block, { start: match.index, end: match.index + match[0].length });
}

/** "Focalización 2023" on one line: the word is the focus, the rest the year. */
function takeFocus(document: SourceDocument, block: TextBlock): Excerpt {
  const word = /^(\p{L}+)\s+(?:19|20)\d{2}$/u.exec(block.text)?.[1];
  return takeFromBlock(document, block, { start: 0, end: word?.length ?? block.text.length });
}
