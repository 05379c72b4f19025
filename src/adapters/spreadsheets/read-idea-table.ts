import { BATCH_LIMITS, findTextProblem, type IdeaRow } from '../../domain/idea-batch.ts';
import type {
  ColumnChoice,
  IdeaFile,
  IdeaTable,
  IdeaTableFormat,
  IdeaTableOutcome,
} from '../../ports/idea-table.ts';
import { decodeBytes } from './decode-bytes.ts';
import { type Columns, guessColumns } from './guess-columns.ts';
import { findDelimiter, readCsv } from './read-csv.ts';
import { readJsonLines } from './read-jsonl.ts';
import { readWorkbook } from './read-workbook.ts';
import type { TableRow } from './table.ts';
import { ArchiveTooLarge } from './unpack-archive.ts';

type RawTable = Pick<IdeaTable, 'format' | 'encoding' | 'delimiter'> & {
  readonly rows: readonly TableRow[];
  /** Names of the columns where the format itself has them. */
  readonly columns?: readonly string[];
};

/** Reads a file of ideas, whatever it is: CSV, Excel, JSON lines, or one idea a line. */
export async function readIdeaTable(file: IdeaFile, choice: ColumnChoice): Promise<IdeaTableOutcome> {
  if (file.bytes.length > BATCH_LIMITS.fileBytes) return { ok: false, reason: 'too-large' };
  try {
    return toIdeas(await readRaw(file), choice);
  } catch (error) {
    return { ok: false, reason: error instanceof ArchiveTooLarge ? 'too-large' : 'unreadable' };
  }
}

async function readRaw(file: IdeaFile): Promise<RawTable> {
  const format = formatOf(file);
  if (format === 'xlsx') {
    const rows = await readWorkbook(file.bytes, BATCH_LIMITS.ideas + 2);
    return { format, encoding: null, delimiter: null, rows };
  }
  const { text, encoding } = decodeBytes(file.bytes);
  if (format === 'jsonl' || (format === 'lines' && /^\s*\{"/.test(text))) {
    return { format: 'jsonl', encoding, delimiter: null, ...readJsonLines(text) };
  }
  if (format === 'lines' && !text.includes('\t')) {
    return { format, encoding, delimiter: null, rows: readLines(text) };
  }
  // Cells copied out of a spreadsheet are pasted with tabs.
  const delimiter = format === 'lines' ? '\t' : findDelimiter(text);
  return { format: 'csv', encoding, delimiter, rows: readCsv(text, delimiter) };
}

function formatOf({ bytes, name, mediaType }: IdeaFile): IdeaTableFormat {
  const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (isArchive) return 'xlsx';
  const ending = name?.toLowerCase().split('.').at(-1);
  if (ending === 'jsonl' || ending === 'ndjson' || mediaType === 'application/x-ndjson') return 'jsonl';
  return ending === 'txt' || mediaType === 'text/plain' ? 'lines' : 'csv';
}

function readLines(text: string): readonly TableRow[] {
  return text.split('\n').flatMap((line, at) => {
    // Lists are pasted with their bullets and numbers.
    const idea = line.replace(/^\s*(?:[-*•·]|\d{1,4}[.)])\s+/u, '');
    return idea.trim() === '' ? [] : [{ row: at + 1, cells: [idea], problem: null }];
  });
}

function toIdeas(raw: RawTable, choice: ColumnChoice): IdeaTableOutcome {
  const columns = columnsOf(raw, choice);
  if (columns === null) return { ok: false, reason: raw.rows.length === 0 ? 'no-rows' : 'no-such-column' };
  const headingRow = columns.hasHeading ? raw.rows.find(({ problem }) => problem === null) : undefined;
  const body = raw.rows.filter((row) => row !== headingRow);
  if (body.length === 0) return { ok: false, reason: 'no-rows' };
  if (body.length > BATCH_LIMITS.ideas) return { ok: false, reason: 'too-many-rows' };
  const table: IdeaTable = {
    format: raw.format,
    encoding: raw.encoding,
    delimiter: raw.delimiter,
    columns: columns.names.map((name, at) => ({ name, sample: sampleOf(body, at) })),
    ideaColumn: columns.idea,
    idColumn: columns.id,
    rows: body.map((row) => toIdea(row, columns, raw.delimiter)),
  };
  return { ok: true, table };
}

function columnsOf(raw: RawTable, choice: ColumnChoice): Columns | null {
  if (raw.format === 'lines') return { hasHeading: false, width: null, names: ['1'], idea: 0, id: null };
  if (raw.columns === undefined) return guessColumns(raw.rows, choice);
  const heading: TableRow = { row: 0, cells: raw.columns, problem: null };
  const guessed = guessColumns([heading, ...raw.rows], {
    idea: choice.idea ?? ideaKey(raw.columns),
    ...idChoice(choice),
  });
  return guessed === null ? null : { ...guessed, hasHeading: false, names: raw.columns };
}

/** JSON lines name their fields: "text" and "idea" mean what they say. */
function ideaKey(columns: readonly string[]): string | undefined {
  return ['text', 'idea', 'texto'].find((key) => columns.includes(key));
}

function idChoice({ id }: ColumnChoice): { readonly id?: string } {
  return id === undefined ? {} : { id };
}

function toIdea({ row, cells, problem }: TableRow, columns: Columns, delimiter: string | null): IdeaRow {
  // Control characters become blanks, as in a single idea; NUL is refused.
  const text = ideaCell(cells, columns, delimiter).replace(
    /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g,
    ' ',
  );
  const id = columns.id === null ? '' : (cells[columns.id] ?? '').trim().slice(0, 200);
  const found = problem ?? findTextProblem(text);
  return {
    row,
    id: id || String(row),
    text: found === 'unreadable-text' ? '' : text.slice(0, 20_000),
    problem: found,
  };
}

function sampleOf(rows: readonly TableRow[], column: number): string {
  const sample = rows.map(({ cells }) => cells[column]?.trim() ?? '').find((cell) => cell !== '') ?? '';
  return sample.slice(0, 120).replace(/\p{Surrogate}/gu, '');
}

/** An idea in the last column whose commas were not quoted spills over: it is put together again. */
function ideaCell(cells: readonly string[], { idea, width }: Columns, delimiter: string | null): string {
  const isSpilt = width !== null && idea === width - 1 && cells.length > width;
  return isSpilt ? cells.slice(idea).join(delimiter ?? '') : (cells[idea] ?? '');
}
