import writeXlsxFile, { type Sheet, type Cell as SheetCell } from 'write-excel-file/node';
import type { BatchReport } from '../../ports/idea-table.ts';
import { type Cell, challengeCells, ideaCells } from './report-cells.ts';
import { reportWords } from './report-words.ts';

/** Excel refuses to open a sheet with a longer cell. */
const LONGEST_CELL = 32_000;
const IDEA_WIDTHS = [6, 10, 60, 22, 9, 40, 10, 10, 9, 9, 40, 40, 40, 40, 24, 12, 12, 30, 24];
const CHALLENGE_WIDTHS = [10, 70, 12, 10, 12, 12];

/** The ideas and the challenges as an Excel workbook. Text cells are of type text: none of them is a formula. */
export async function writeWorkbookReport(report: BatchReport): Promise<Uint8Array> {
  const words = reportWords[report.job.locale];
  const [ideas, challenges] = words.sheets;
  const sheets = [
    aSheet(
      ideas,
      words.columns,
      report.rows.map((row) => ideaCells(row, words)),
      IDEA_WIDTHS,
    ),
    aSheet(challenges, words.challengeColumns, challengeCells(report), CHALLENGE_WIDTHS),
  ];
  return await writeXlsxFile(sheets).toBuffer();
}

function aSheet(
  name: string,
  headings: readonly string[],
  rows: readonly (readonly Cell[])[],
  widths: readonly number[],
): Sheet<Buffer> {
  const heading = headings.map((value): SheetCell => ({ value, type: String, fontWeight: 'bold' }));
  return {
    sheet: name,
    data: [heading, ...rows.map((cells) => cells.map(toSheetCell))],
    columns: widths.map((width) => ({ width })),
    stickyRowsCount: 1,
  };
}

function toSheetCell(cell: Cell): SheetCell {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'number') return { value: cell, type: Number };
  return { value: writable(cell), type: String, wrap: true, alignVertical: 'top' };
}

/** Characters that XML cannot hold would make Excel call the whole file damaged. */
function writable(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, ' ')
    .slice(0, LONGEST_CELL);
}
