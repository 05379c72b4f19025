import type { TableRow } from './table.ts';

/** JSON lines as a table: a column for each key that any line has. A line that is not an object is a row with a problem. */
export function readJsonLines(text: string): {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
} {
  const parsed = text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    return [{ row: at + 1, values: parseObject(line) }];
  });
  const columns = [...new Set(parsed.flatMap(({ values }) => [...(values?.keys() ?? [])]))];
  const rows = parsed.map(
    ({ row, values }): TableRow =>
      values === null
        ? { row, cells: [], problem: 'malformed' }
        : { row, cells: columns.map((column) => values.get(column) ?? ''), problem: null },
  );
  return { columns, rows };
}

function parseObject(line: string): ReadonlyMap<string, string> | null {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'string') return new Map([['text', value]]);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    const scalars = Object.entries(value).filter(([, cell]) => ['string', 'number'].includes(typeof cell));
    return new Map(scalars.map(([key, cell]) => [key, String(cell)]));
  } catch {
    return null;
  }
}
