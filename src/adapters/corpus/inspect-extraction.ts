import type { ExtractedDocument, ReadingWarning } from '../../domain/source-document.ts';
import { inspectPageNumbers } from './inspect-page-numbers.ts';
import { readingLimits } from './reading-limits.ts';

type ExtractedPage = ExtractedDocument['pages'][number];

/** Removes control characters and reports what extraction tools get wrong. Nothing else of the text is changed. */
export function inspectExtraction(document: ExtractedDocument): ExtractedDocument {
  const pages = document.pages.map((page) => ({ ...page, text: withoutControlCharacters(page.text) }));
  const warnings = [
    ...document.warnings,
    ...document.pages.flatMap(inspectControlCharacters),
    ...pages.flatMap((page) => inspectPage(page, document.warnings)),
    ...inspectRunningLines(pages),
    ...inspectPageNumbers(pages),
  ];
  return { ...document, pages, warnings: warnings.slice(0, readingLimits.maximumWarnings) };
}

const controlCharacters = /[\0-\x08\v\f\r\x0e-\x1f\x7f-\x9f]/g;

function withoutControlCharacters(text: string): string {
  return text
    .replace(controlCharacters, '')
    .replaceAll('\uFEFF', '')
    .replace(/\p{Surrogate}/gu, '\uFFFD');
}

function inspectControlCharacters(page: ExtractedPage): readonly ReadingWarning[] {
  const count = page.text.match(controlCharacters)?.length ?? 0;
  if (count === 0) return [];
  const detail = `${count} control characters were removed from page ${page.number}.`;
  return [{ code: 'control-characters', page: page.number, detail }];
}

function inspectPage(page: ExtractedPage, known: readonly ReadingWarning[]): readonly ReadingWarning[] {
  const letters = page.text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0 && !/\p{N}/u.test(page.text)) return emptyPage(page, known);
  return [...inspectLetters(page, letters), ...inspectAccents(page), ...inspectBrokenWords(page)];
}

function emptyPage(page: ExtractedPage, known: readonly ReadingWarning[]): readonly ReadingWarning[] {
  const isKnown = known.some(
    (warning) => warning.code === 'page-without-text' && warning.page === page.number,
  );
  if (isKnown) return [];
  const detail = `Page ${page.number} has no text; if it is not blank it is a picture and needs OCR.`;
  return [{ code: 'page-without-text', page: page.number, detail }];
}

/** Prose is mostly letters; a page of signs comes from a font whose characters the file does not name. */
function inspectLetters(page: ExtractedPage, letters: number): readonly ReadingWarning[] {
  const visible = page.text.match(/\S/g)?.length ?? 0;
  const digits = page.text.match(/\p{N}/gu)?.length ?? 0;
  const unknown = page.text.match(/[\uFFFD\uE000-\uF8FF]/g)?.length ?? 0;
  const isSoup = visible >= 40 && letters < visible * 0.5 && digits < visible * 0.3;
  if (!isSoup && unknown <= visible * 0.02) return [];
  const detail = `Page ${page.number} reads as signs, not words (${letters} letters of ${visible} characters); it may need OCR.`;
  return [{ code: 'garbled-text', page: page.number, detail }];
}

/** "innovaci´on", "innovaci ó n", or a combining accent that stands alone. */
const splitAccent = /\p{L}\s?[´¨˜ˆ¸]\s?\p{L}|\p{L}{2} [áéíóúüñ] \p{Ll}|\s[\u0300-\u036f]/giu;

function inspectAccents(page: ExtractedPage): readonly ReadingWarning[] {
  const found = page.text.match(splitAccent) ?? [];
  if (found.length === 0) return [];
  const detail = `${found.length} accents of page ${page.number} stand apart from their letter, the first in "${found[0]}".`;
  return [{ code: 'split-accents', page: page.number, detail }];
}

const brokenWord = /(\p{L}{1,40})[-\u00AD\u2010]\n[ \t]*(\p{Ll}{1,40})/gu;

function inspectBrokenWords(page: ExtractedPage): readonly ReadingWarning[] {
  const found = [...page.text.matchAll(brokenWord)];
  const first = found[0];
  if (first === undefined) return [];
  const detail = `${found.length} words of page ${page.number} are broken at a line's end, the first is "${first[1]}-${first[2]}".`;
  return [{ code: 'broken-words', page: page.number, detail }];
}

/** A first or last line that comes back on most pages, whatever its numbers. */
function inspectRunningLines(pages: readonly ExtractedPage[]): readonly ReadingWarning[] {
  const written = pages.filter((page) => page.text.trim() !== '');
  if (written.length < 3) return [];
  const counts = new Map<string, number>();
  for (const page of written) {
    for (const line of edgeLinesOf(page)) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= 3 && count > written.length / 2)
    .map(([line, count]) => {
      const detail = `The line "${line.slice(0, 80)}" stands at the edge of ${count} of ${written.length} pages.`;
      return { code: 'running-header', page: null, detail };
    });
}

function edgeLinesOf(page: ExtractedPage): ReadonlySet<string> {
  const lines = page.text.split('\n').filter((line) => line.trim() !== '');
  const edges = [...lines.slice(0, 2), ...lines.slice(-2)].map((line) => {
    return line.trim().replace(/\s+/g, ' ').replace(/\d+/g, '#');
  });
  return new Set(edges.filter((line) => line.length <= 200));
}
