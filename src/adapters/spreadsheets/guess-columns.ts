import { foldText } from '../../domain/fold-text.ts';
import type { ColumnChoice } from '../../ports/idea-table.ts';
import type { TableRow } from './table.ts';

/** Words that head a column of ideas or of their ids, in Spanish and English, folded. */
const IDEA_WORDS =
  /\b(?:ideas?|descripci[oó]n|textos?|propuestas?|proyectos?|res[uú]men(?:es)?|iniciativas?|soluci[oó]n(?:es)?|problemas?|detalles?|description|text|proposals?|projects?|summary|solutions?|pitch|abstract)\b/u;
const ID_WORDS =
  /^(?:id|ids|folio|c[oó]digo|codigo|code|n|nº|n°|no|num|n[uú]mero|numero|number|#|c[oó]d|ref|referencia|row)\.?$/u;
const OTHER_HEADINGS =
  /\b(?:nombres?|correo|e-?mail|rut|tel[eé]fono|comuna|fecha|regi[oó]n|t[ií]tulo|titulo|postulante|organizaci[oó]n|name|title|date|phone|desaf[ií]o|challenge|categor[ií]a|category|autor|author|comentarios?|notas?)\b/u;
const SMALL_WORDS = /^(?:el|la|los|las|de|del|su|sus|tu|y|o|the|of|your|and|or|breve|completa)$/u;
const LONGEST_HEADING = 60;
const MOST_HEADING_WORDS = 6;

export type Columns = {
  readonly hasHeading: boolean;
  /** How many columns the heading names; null without one. */
  readonly width: number | null;
  readonly names: readonly string[];
  readonly idea: number;
  readonly id: number | null;
};

/** Tells which column holds the ideas: by its heading, else by its length. Null: a column was asked for that is not there. */
export function guessColumns(rows: readonly TableRow[], choice: ColumnChoice): Columns | null {
  const readable = rows.filter(({ problem }) => problem === null);
  const first = readable[0]?.cells ?? [];
  const count = Math.max(0, ...readable.map(({ cells }) => cells.length));
  const hasHeading = isHeading(first, choice);
  const body = hasHeading ? readable.slice(1) : readable;
  const lengths = Array.from({ length: count }, (_, at) => meanLength(body, at));
  const headings = Array.from({ length: count }, (_, at) => (hasHeading ? (first[at] ?? '').trim() : ''));
  const names = headings.map((heading, at) => heading || String(at + 1));
  const idea = choice.idea === undefined ? guessIdea(headings, lengths) : findColumn(names, choice.idea);
  const id = choice.id === undefined ? guessId(headings, idea) : findColumn(names, choice.id);
  if (idea === null || (choice.id !== undefined && id === null)) return null;
  const width = hasHeading ? first.length : null;
  return { hasHeading, width, names, idea, id };
}

/** A first row is a heading when it says what a column is; a first idea must never be taken for one. */
function isHeading(cells: readonly string[], choice: ColumnChoice): boolean {
  const folded = cells.map((cell) => foldText(cell.trim()));
  if (folded.some((cell) => cell.length > LONGEST_HEADING)) return false;
  const chosen = [choice.idea, choice.id].flatMap((name) =>
    name === undefined ? [] : [foldText(name.trim())],
  );
  if (chosen.some((name) => folded.includes(name))) return true;
  if (folded.some((cell) => /^[\d.,-]+$/.test(cell) || cell.split(/\s+/).length > MOST_HEADING_WORDS))
    return false;
  // In a single column only a heading by the book counts: "Proyecto de riego" may be an idea.
  if (cells.length === 1) return IDEA_WORDS.test(folded[0] ?? '') && isAllHeadingWords(folded[0] ?? '');
  return folded.some((cell) => IDEA_WORDS.test(cell) || ID_WORDS.test(cell) || OTHER_HEADINGS.test(cell));
}

function isAllHeadingWords(heading: string): boolean {
  const words = heading.split(/[^\p{L}]+/u).filter((word) => word !== '');
  return words.every((word) => IDEA_WORDS.test(word) || SMALL_WORDS.test(word));
}

function guessIdea(headings: readonly string[], lengths: readonly number[]): number | null {
  if (lengths.length === 0) return null;
  const longest = indexOfLongest(lengths, () => true);
  const named = indexOfLongest(lengths, (at) => IDEA_WORDS.test(foldText(headings[at] ?? '')));
  // A column called "Idea" that holds two words beside one of whole paragraphs is its title.
  const isTitleOnly = (lengths[named] ?? 0) < (lengths[longest] ?? 0) / 5;
  return named === -1 || isTitleOnly ? longest : named;
}

function indexOfLongest(lengths: readonly number[], isCandidate: (at: number) => boolean): number {
  return lengths.reduce(
    (best, length, at) => (isCandidate(at) && (best === -1 || length > (lengths[best] ?? 0)) ? at : best),
    -1,
  );
}

function guessId(headings: readonly string[], idea: number | null): number | null {
  const at = headings.findIndex((heading, column) => column !== idea && ID_WORDS.test(foldText(heading)));
  return at === -1 ? null : at;
}

function findColumn(names: readonly string[], chosen: string): number | null {
  const folded = names.map((name) => foldText(name));
  const byName = folded.indexOf(foldText(chosen.trim()));
  if (byName !== -1) return byName;
  const byNumber = Number(chosen) - 1;
  return Number.isInteger(byNumber) && byNumber >= 0 && byNumber < names.length ? byNumber : null;
}

function meanLength(rows: readonly TableRow[], column: number): number {
  const total = rows.reduce((sum, { cells }) => sum + (cells[column]?.trim().length ?? 0), 0);
  return rows.length === 0 ? 0 : total / rows.length;
}
