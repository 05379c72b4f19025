import { stringify } from 'csv-stringify/sync';
import type { BatchReport } from '../../ports/idea-table.ts';
import { type Cell, ideaCells } from './report-cells.ts';
import { reportWords } from './report-words.ts';

/** What a spreadsheet takes for a formula at the start of a cell, blanks before it and full-width forms included. */
const FORMULA_START = /^[\s\u0000-\u0020\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u;

/** The ideas with their judgements as CSV: UTF-8 with its mark, so that Excel reads the accents, and no cell that could run. */
export function writeCsvReport({ job, rows }: BatchReport): string {
  const words = reportWords[job.locale];
  const table = [words.columns, ...rows.map((row) => ideaCells(row, words))];
  return stringify(
    table.map((cells) => cells.map(inert)),
    { bom: true, record_delimiter: 'windows' },
  );
}

/** A cell that no spreadsheet takes for a formula: an apostrophe makes it text. */
export function inert(cell: Cell): Cell {
  return typeof cell === 'string' && FORMULA_START.test(cell) ? `'${cell}` : cell;
}
