export type CsvRow = { readonly line: number; readonly fields: readonly string[] };
export type CsvTable = {
  readonly rows: readonly CsvRow[];
  /** Line where a quoted field begins that never ends; the rows before it stand. */
  readonly unclosedLine: number | null;
};

/** Reads comma-separated values as RFC 4180 writes them, and tells the line (from 1) each row begins on. Blank lines are skipped. */
export function parseCsv(text: string): CsvTable {
  const rows: CsvRow[] = [];
  let fields: string[] = [];
  let line = 1;
  let rowLine = 1;
  let position = text.startsWith('\uFEFF') ? 1 : 0;
  while (position < text.length) {
    const field = readField(text, position);
    if (field === null) return { rows, unclosedLine: line };
    fields.push(field.value);
    line += text.slice(position, field.end).split('\n').length - 1;
    position = field.end;
    if (text[position] === ',') {
      position++;
      // A comma at the very end leaves one more, empty, field.
      if (position < text.length) continue;
      fields.push('');
    }
    if (fields.some((value) => value !== '')) rows.push({ line: rowLine, fields });
    fields = [];
    position += text.startsWith('\r\n', position) ? 2 : 1;
    rowLine = ++line;
  }
  return { rows, unclosedLine: null };
}

type Field = { readonly value: string; readonly end: number };

function readField(text: string, start: number): Field | null {
  return text[start] === '"' ? readQuotedField(text, start) : readBareField(text, start);
}

function readBareField(text: string, start: number): Field {
  const bareField = /[^,\r\n]*/y;
  bareField.lastIndex = start;
  const value = bareField.exec(text)?.[0] ?? '';
  return { value, end: start + value.length };
}

function readQuotedField(text: string, start: number): Field | null {
  let end = text.indexOf('"', start + 1);
  while (end !== -1 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  if (end === -1) return null;
  const quoted = text.slice(start + 1, end).replaceAll('""', '"');
  // Whatever a careless hand wrote between the closing quote and the comma belongs to the field.
  const rest = readBareField(text, end + 1);
  return { value: quoted + rest.value, end: rest.end };
}
