import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../../../src/adapters/spreadsheets/read-workbook.ts';
import { writeBatchReport } from '../../../src/adapters/spreadsheets/write-batch-report.ts';
import { inert } from '../../../src/adapters/spreadsheets/write-csv.ts';
import { aBatchReport } from '../../support/sample-batch.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const formula = '=HYPERLINK("https://evil.test","ver")';

describe('a batch as CSV', () => {
  it('begins with the mark of UTF-8, has a heading, and a line for each idea', async () => {
    const csv = text(await writeBatchReport(aBatchReport(), 'csv'));
    expect(csv.startsWith('\uFEFF')).toBe(true);
    const records: Record<string, string>[] = parse(csv, { columns: true, bom: true });
    expect(records.map((record) => [record.fila, record.id, record.resultado, record.desafío])).toEqual([
      ['2', 'F-1', 'responde a un desafío', '1'],
      ['3', 'F-2', 'a ninguno', ''],
      ['4', 'F-3', '', ''],
    ]);
    expect(records[0]?.['palabras de la idea']).toBe('atrapanieblas para treinta familias');
    expect(records[1]).toMatchObject({
      decisión: 'corregida',
      'desafío según quien asesora': '2',
      nota: 'Es oficio',
    });
    expect(records[2]?.problema).toBe('la idea está vacía');
  });

  it.each(['=', '+', '-', '@', '\t=', '\r=', '\n=', '  =', '\uFF1D', '\u00a0+', '\u0000='])(
    'makes a cell that begins with %j inert',
    async (start) => {
      expect(inert(`${start}1+1`)).toBe(`'${start}1+1`);
      const report = aBatchReport({
        text: `${start}cmd|' /C calc'!A0 una idea de agua`,
        id: `${start}1`,
        note: `${start}nota`,
      });
      const csv = text(await writeBatchReport(report, 'csv'));
      const cells = (parse(csv, { bom: true }) as string[][]).flat();
      expect(cells.filter((cell) => /^[\s\0\u00a0]*[=+@\-\uFF1D]/u.test(cell))).toEqual([]);
      expect(cells.filter((cell) => cell.startsWith("'")).length).toBe(3);
    },
  );

  it('leaves numbers and plain words as they are', () => {
    expect([inert(-3), inert('Mallas = agua'), inert('')]).toEqual([-3, 'Mallas = agua', '']);
  });

  it('gives the same bytes for the same batch, in English when the batch is', async () => {
    const write = async () => text(await writeBatchReport(aBatchReport({ locale: 'en' }), 'csv'));
    expect(await write()).toBe(await write());
    expect(await write()).toContain('answers one challenge');
  });
});

describe('a batch as an Excel workbook', () => {
  it('holds the ideas as text, formulas included, and can be read back', async () => {
    const rows = await readWorkbook(await writeBatchReport(aBatchReport({ text: formula }), 'xlsx'), 100);
    expect(rows[0]?.cells.slice(0, 3)).toEqual(['fila', 'id', 'idea']);
    expect(rows[1]?.cells.slice(0, 3)).toEqual(['2', 'F-1', formula]);
    expect(text(await writeBatchReport(aBatchReport({ text: formula }), 'xlsx'))).not.toContain('<f>');
  });

  it('survives characters that XML cannot hold, and cells longer than Excel takes', async () => {
    const strange = `a\u0001b\uFFFEc\uD800d ${'x'.repeat(40_000)}`;
    const rows = await readWorkbook(await writeBatchReport(aBatchReport({ text: strange }), 'xlsx'), 100);
    const cell = rows[1]?.cells[2] ?? '';
    expect([cell.startsWith('a b c d '), cell.length]).toEqual([true, 32_000]);
  });
});

describe('a batch as a printable page', () => {
  it('holds the ideas, the questions nobody answers and the decisions, and nothing that runs or loads', async () => {
    const page = text(await writeBatchReport(aBatchReport(), 'html'));
    expect(page).toContain('2 de 3 ideas evaluadas');
    expect(page).toContain('Preguntas que ninguna idea responde');
    expect(page).toContain('Es oficio');
    expect(page).toContain('no es una probabilidad de adjudicación');
    expect(page).not.toMatch(/<script|\son\w+=|(?:src|href)=|@import|url\(/i);
  });

  it('shows what an idea says as text, whatever it says', async () => {
    const hostile = '<script>alert(1)</script><img src=x onerror="alert(1)"> </blockquote>&amp; \'"';
    const page = text(
      await writeBatchReport(aBatchReport({ text: hostile, id: hostile, note: hostile }), 'html'),
    );
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page.match(/<\/blockquote>/g)).toHaveLength(3);
  });
});
