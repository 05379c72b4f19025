import type { ExtractedDocument, ReadingWarning } from '../../domain/source-document.ts';

type PrintedNumber = { readonly page: number; readonly printed: number; readonly total: number | null };

const printedNumber =
  /^(?:(?:p[áa]g(?:ina)?\.?|page)\s*)?[-–—]?\s*(\d{1,4})(?:\s*(?:de|of|\/)\s*(\d{1,4}))?\s*[-–—]?$/i;

/** Compares the page numbers printed on the pages with the pages there are: a jump or a higher total means lost pages. */
export function inspectPageNumbers(pages: ExtractedDocument['pages']): readonly ReadingWarning[] {
  const printed = pages.flatMap(printedNumberOf);
  // A lone number at an edge may be a year or a figure; page numbers go on from page to page.
  const steps = printed.slice(1).filter((current, index) => isNextStep(printed[index], current));
  if (printed.length < 3 || steps.length < (printed.length - 1) / 2) return [];
  return [...inspectJumps(printed), ...inspectTotal(printed)];
}

function printedNumberOf(page: ExtractedDocument['pages'][number]): readonly PrintedNumber[] {
  const lines = page.text.split('\n').map((line) => line.trim());
  const written = lines.filter((line) => line !== '');
  for (const line of [written.at(-1), written[0]]) {
    const match = printedNumber.exec(line ?? '');
    if (match === null) continue;
    const total = match[2] === undefined ? null : Number(match[2]);
    return [{ page: page.number, printed: Number(match[1]), total }];
  }
  return [];
}

function isNextStep(before: PrintedNumber | undefined, current: PrintedNumber): boolean {
  return before !== undefined && current.printed - before.printed === current.page - before.page;
}

function inspectJumps(printed: readonly PrintedNumber[]): readonly ReadingWarning[] {
  return printed.slice(1).flatMap((current, index) => {
    const before = printed[index];
    if (before === undefined) return [];
    const missing = current.printed - before.printed - (current.page - before.page);
    if (missing <= 0) return [];
    const detail = `Printed page numbers jump from ${before.printed} to ${current.printed}: ${missing} pages may be missing.`;
    return [{ code: 'missing-pages', page: current.page, detail }];
  });
}

function inspectTotal(printed: readonly PrintedNumber[]): readonly ReadingWarning[] {
  const last = printed.at(-1);
  if (last === undefined || last.total === null || last.printed >= last.total) return [];
  const detail = `The pages say that there are ${last.total}, but the last one is number ${last.printed}.`;
  return [{ code: 'missing-pages', page: null, detail }];
}
