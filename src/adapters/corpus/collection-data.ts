import { z } from 'zod';
import {
  type AbsentMatter,
  absentMatterSchema,
  type ExpectedQuestion,
  expectedQuestionSchema,
  type GlossaryEntry,
  type LabelledIdea,
  labelledIdeaSchema,
} from '../../domain/collection.ts';
import { parseCsv } from './parse-csv.ts';

/** The rows of a data file that can be used, and a line for each that cannot. */
export type DataRows<Row> = { readonly rows: readonly Row[]; readonly problems: readonly string[] };

export function readExpectedQuestions(text: string): DataRows<ExpectedQuestion> {
  return readJsonLines(text, expectedQuestionSchema);
}

export function readExamples(text: string): DataRows<LabelledIdea> {
  return readJsonLines(text, labelledIdeaSchema);
}

export function readAbsentMatters(text: string): DataRows<AbsentMatter> {
  const parsed = parseJson(text);
  if (!parsed.ok) return { rows: [], problems: [parsed.problem] };
  if (!Array.isArray(parsed.value)) return { rows: [], problems: ['the file must hold a JSON array'] };
  return collect(parsed.value, (value, index) => checkRow(value, absentMatterSchema, `item ${index + 1}`));
}

const glossaryHeader = ['term', 'variants', 'meaning', 'document_words', 'challenges'];

const glossaryRowSchema = z.tuple([
  z.string().trim().min(1, 'the term is missing'),
  z.string(),
  z.string(),
  z.string(),
  z.string().regex(/^[\d|\s]*$/, 'challenges must be numbers separated by |'),
]);

export function readGlossary(text: string): DataRows<GlossaryEntry> {
  const { rows, unclosedLine } = parseCsv(text);
  const header = rows[0]?.fields.map((field) => field.trim().toLowerCase()) ?? [];
  if (header.join() !== glossaryHeader.join()) {
    return { rows: [], problems: [`line 1: the header must be ${glossaryHeader.join(',')}`] };
  }
  const table = collect(rows.slice(1), (row) => readGlossaryRow(row.fields, `line ${row.line}`));
  if (unclosedLine === null) return table;
  return { ...table, problems: [...table.problems, `line ${unclosedLine}: a quoted field never ends`] };
}

function readGlossaryRow(fields: readonly string[], place: string): CheckedRow<GlossaryEntry> {
  if (fields.length !== glossaryHeader.length) {
    const problem = `${place}: it has ${fields.length} fields, not ${glossaryHeader.length}`;
    return { ok: false, problem };
  }
  const checked = checkRow(fields, glossaryRowSchema, place);
  if (!checked.ok) return checked;
  const [term, variants, meaning, documentWords, challenges] = checked.row;
  const row: GlossaryEntry = {
    terms: [...new Set([term, ...splitList(variants)])],
    meaning: meaning.trim(),
    documentWords: splitList(documentWords),
    challenges: splitList(challenges).map(Number),
  };
  return { ok: true, row };
}

function splitList(field: string): readonly string[] {
  return field
    .split('|')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

type CheckedRow<Row> =
  | { readonly ok: true; readonly row: Row }
  | { readonly ok: false; readonly problem: string };

function readJsonLines<Row>(text: string, schema: z.ZodType<Row>): DataRows<Row> {
  const lines = text.split(/\r?\n/).map((content, index) => ({ content, place: `line ${index + 1}` }));
  const written = lines.filter((line) => line.content.trim() !== '');
  return collect(written, ({ content, place }) => {
    const parsed = parseJson(content);
    if (!parsed.ok) return { ok: false, problem: `${place}: ${parsed.problem}` };
    return checkRow(parsed.value, schema, place);
  });
}

function collect<Item, Row>(
  items: readonly Item[],
  check: (item: Item, index: number) => CheckedRow<Row>,
): DataRows<Row> {
  const checked = items.map(check);
  return {
    rows: checked.flatMap((result) => (result.ok ? [result.row] : [])),
    problems: checked.flatMap((result) => (result.ok ? [] : [result.problem])),
  };
}

function checkRow<Row>(value: unknown, schema: z.ZodType<Row>, place: string): CheckedRow<Row> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, row: result.data };
  return { ok: false, problem: `${place}: ${describeIssues(result.error)}` };
}

/** One line that names each field at fault. */
export function describeIssues(error: z.ZodError): string {
  return error.issues.map((issue) => [...issue.path, issue.message].join(': ')).join('; ');
}

type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

export function parseJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : 'is not JSON' };
  }
}
