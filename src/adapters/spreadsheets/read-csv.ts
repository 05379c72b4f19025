import { type CsvError, type Options, parse } from 'csv-parse/sync';
import type { TableRow } from './table.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
/** Cuts nothing: a single column needs no delimiter, and its commas are the idea's own. */
const NEVER_WRITTEN = '\u001f';
const LINES_LOOKED_AT = 40;
/** A file where quotes are broken more often than this is not worth mending line by line. */
const MOST_REPAIRS = 50;

type Parsed = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

/** Reads delimited text. A quoted cell that never ends spoils its own line; reading goes on with the next. */
export function readCsv(text: string, delimiter: string | null): readonly TableRow[] {
  const lines = text.split('\n');
  const rows: TableRow[] = [];
  let line = 0;
  for (let repairs = 0; line < lines.length; repairs++) {
    const part = parsePart(lines.slice(line).join('\n'), delimiter ?? NEVER_WRITTEN);
    for (const { record, info } of part.records) {
      // csv-parse counts the line a record ends on.
      const row = line + info.lines - countLineBreaks(record);
      rows.push({ row, cells: record, problem: null });
    }
    if (!part.isUnclosed) return rows;
    const read = part.records.at(-1)?.info.lines ?? 0;
    const bad = firstWritten(lines, line + read);
    rows.push({ row: bad + 1, cells: [], problem: 'unclosed-quote' });
    if (repairs >= MOST_REPAIRS) return rows;
    line = bad + 1;
  }
  return rows;
}

/** The delimiter that cuts most lines into the same number of cells; null when the first line has none: one cell a line. */
export function findDelimiter(text: string): string | null {
  const lines = sampleLines(text);
  const scored = DELIMITERS.map((delimiter) => ({ delimiter, score: steadiness(lines, delimiter) }));
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one));
  return best.score > 0 ? best.delimiter : null;
}

/** How many of the lines have as many delimiters as the first one, at least one. */
function steadiness(lines: readonly string[], delimiter: string): number {
  const counts = lines.map((line) => line.split(delimiter).length - 1);
  const [expected = 0] = counts;
  if (expected === 0) return 0;
  const steady = counts.filter((count) => count === expected).length;
  return steady / lines.length + Math.min(expected, 20) / 1000;
}

/** The first lines without what stands in quotes, joined where a quoted cell spans several. */
function sampleLines(text: string): readonly string[] {
  const unquoted = text.slice(0, 200_000).replace(/"(?:[^"]|"")*"/g, '');
  return unquoted
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, LINES_LOOKED_AT);
}

function parsePart(
  text: string,
  delimiter: string,
): { readonly records: readonly Parsed[]; readonly isUnclosed: boolean } {
  let isUnclosed = false;
  const options: Options = {
    delimiter,
    info: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    relax_column_count: true,
    relax_quotes: true,
    record_delimiter: '\n',
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      if (error?.code === 'CSV_QUOTE_NOT_CLOSED') isUnclosed = true;
      return undefined;
    },
  };
  // The option `info` makes each record come with where it was; the types do not know.
  const records = parse(text, options) as unknown as readonly Parsed[];
  return { records, isUnclosed };
}

function countLineBreaks(cells: readonly string[]): number {
  return cells.reduce((count, cell) => count + cell.split('\n').length - 1, 0);
}

function firstWritten(lines: readonly string[], from: number): number {
  const found = lines.findIndex((line, at) => at >= from && line.trim() !== '');
  return found === -1 ? lines.length : found;
}
