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
  return pages.map((page) => {
    const edges = edgeIndexes(page.lines);
    const isRunning = (line: string, i: number): boolean =>
      edges.has(i) && (repeated.has(maskOf(line)) || (pages.length > 1 && isPageNumber(line, page.number)));
    return { number: page.number, lines: page.lines.filter((line, i) => !isRunning(line, i)) };
  });
}

function findRepeatedLines(pages: readonly PageLines[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const page of pages) {
    const masks = new Set([...edgeIndexes(page.lines)].map((i) => maskOf(page.lines[i] ?? '')));
    for (const mask of masks) counts.set(mask, (counts.get(mask) ?? 0) + 1);
  }
  const needed = Math.max(3, Math.ceil(pages.length * 0.6));
  return new Set([...counts].filter(([mask, count]) => mask !== '' && count >= needed).map(([mask]) => mask));
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
