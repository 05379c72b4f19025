/** The lines of one page, blank ones included. */
export type PageLines = { readonly number: number; readonly lines: readonly string[] };

const EDGE_LINES = 2;
const LONGEST_RUNNING_LINE = 160;
const PAGE_NUMBER =
  /^(?:p[aá]g(?:ina)?\.?|page)?\s*[-–]?\s*(\d{1,4})\s*[-–]?\s*(?:(?:de|of|\/)\s*\d{1,4})?$/i;
const NUMBERED_HEADING = /^(?!p[aá]g|page)\p{L}+\s+\d+$/iu;

/**
 * Takes out what is printed again on most pages (running headers and footers, page numbers).
 * Only the outer lines of a page are looked at; "DESAFÍO 1", "DESAFÍO 2" … on top of each page are headings, not headers.
 */
export function dropRunningLines(pages: readonly PageLines[]): readonly PageLines[] {
  const repeated = findRepeatedLines(pages);
  const areNumbered = pages.filter(hasPageNumber).length >= neededPages(pages);
  return pages.map((page) => {
    const edges = edgeIndexes(page.lines);
    // A lone "2" inside one page may be the page's own text: it must be outermost, or stand so on most pages.
    const isNumber = (line: string, i: number): boolean =>
      pages.length > 1 && isPageNumber(line, page.number) && (areNumbered || isOutermost(page.lines, i));
    const isRunning = (line: string, i: number): boolean =>
      edges.has(i) && (repeated.has(maskOf(line)) || isNumber(line, i));
    return { number: page.number, lines: page.lines.filter((line, i) => !isRunning(line, i)) };
  });
}

function findRepeatedLines(pages: readonly PageLines[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const page of pages) {
    const masks = new Set([...edgeIndexes(page.lines)].map((i) => maskOf(page.lines[i] ?? '')));
    for (const mask of masks) counts.set(mask, (counts.get(mask) ?? 0) + 1);
  }
  const needed = neededPages(pages);
  return new Set([...counts].filter(([mask, count]) => mask !== '' && count >= needed).map(([mask]) => mask));
}

/** Most of the pages, and three at least. */
function neededPages(pages: readonly PageLines[]): number {
  return Math.max(3, Math.ceil(pages.length * 0.6));
}

function hasPageNumber({ lines, number }: PageLines): boolean {
  return [...edgeIndexes(lines)].some((i) => isPageNumber(lines[i] ?? '', number));
}

function isOutermost(lines: readonly string[], index: number): boolean {
  const filled = lines.flatMap((line, i) => (line.trim() === '' ? [] : [i]));
  return index === filled[0] || index === filled.at(-1);
}

function edgeIndexes(lines: readonly string[]): ReadonlySet<number> {
  const filled = lines.flatMap((line, i) => (line.trim() === '' ? [] : [i]));
  return new Set([...filled.slice(0, EDGE_LINES), ...filled.slice(-EDGE_LINES)]);
}

/** What stays the same from page to page; empty for lines that are never running. */
function maskOf(line: string): string {
  const text = line.trim().replace(/\s+/g, ' ');
  if (text.length > LONGEST_RUNNING_LINE || NUMBERED_HEADING.test(text)) return '';
  return text.replace(/\d+/g, '#');
}

function isPageNumber(line: string, page: number): boolean {
  const match = PAGE_NUMBER.exec(line.trim());
  return match !== null && Number(match[1]) === page;
}
