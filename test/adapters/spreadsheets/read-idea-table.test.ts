import { describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { readIdeaTable } from '../../../src/adapters/spreadsheets/read-idea-table.ts';
import type { ColumnChoice, IdeaTable } from '../../../src/ports/idea-table.ts';
import { zipOf } from '../corpus/document-builders.ts';

const WATER = 'Mallas que atrapan la niebla para las familias de los cerros, con un estanque común.';
const LOOM = 'Las tejedoras mayores enseñan telar a jóvenes del liceo y reciben un pago por aprendiz.';
const aZip = (files: Readonly<Record<string, string>>) =>
  new Uint8Array(zipOf(Object.entries(files).map(([name, content]) => ({ name, content }))));
const NUL = String.fromCharCode(0);

async function read(
  content: string | Uint8Array,
  options: { readonly name?: string; readonly choice?: ColumnChoice; readonly mediaType?: string } = {},
) {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const file = { bytes, name: options.name ?? 'ideas.csv', mediaType: options.mediaType ?? null };
  return await readIdeaTable(file, options.choice ?? {});
}

async function table(...[content, options]: Parameters<typeof read>): Promise<IdeaTable> {
  const outcome = await read(content, options);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.table;
}

const textsOf = ({ rows }: IdeaTable) => rows.map(({ text }) => text);

describe('encodings and delimiters', () => {
  const csv = `folio;idea;comuna\r\nF-1;${WATER};Anta\r\nF-2;${LOOM};Pardo\r\n`;
  const wide = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
  const latin = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
  const files: [string, string | Uint8Array, string][] = [
    ['UTF-8', csv, 'utf-8'],
    ['UTF-8 with its mark', `\uFEFF${csv}`, 'utf-8'],
    ['windows-1252, as Excel in Spanish saves it', latin(csv), 'windows-1252'],
    ['UTF-16 with its mark', wide(`\uFEFF${csv}`), 'utf-16le'],
    ['UTF-16 without its mark', wide(csv), 'utf-16le'],
  ];

  it.each(files)('reads %s', async (_name, content, encoding) => {
    const found = await table(content);
    expect([found.encoding, found.delimiter]).toEqual([encoding, ';']);
    expect(found.rows.map(({ id, text }) => [id, text])).toEqual([
      ['F-1', WATER],
      ['F-2', LOOM],
    ]);
  });

  it('keeps the euro and the quotes of windows-1252', async () => {
    const bytes = Buffer.from(`idea\nCuesta 5 X y la llaman Ymallas de nieblaZ los vecinos\n`, 'latin1');
    for (const [letter, code] of [
      ['X', 0x80],
      ['Y', 0x93],
      ['Z', 0x94],
    ] as const) {
      bytes[bytes.indexOf(letter)] = code;
    }
    // A byte that no UTF-8 text has stands in it, so it is not UTF-8.
    expect(textsOf(await table(new Uint8Array(bytes)))[0]).toBe(
      'Cuesta 5 € y la llaman “mallas de niebla” los vecinos',
    );
  });

  it.each([',', ';', '\t'])('cuts at %j, whatever stands in quotes', async (delimiter) => {
    const quoted = `"${WATER} Se usa ${delimiter} así, y ""así""; también"`;
    const found = await table(`id${delimiter}idea\n1${delimiter}${quoted}\n2${delimiter}"${LOOM}"\n`);
    expect(found.delimiter).toBe(delimiter);
    expect(textsOf(found)[0]).toBe(`${WATER} Se usa ${delimiter} así, y "así"; también`);
  });
});

describe('rows', () => {
  it('are numbered by the line they begin on, blank lines and cells of several lines counted', async () => {
    const found = await table(`id,idea\n1,"${WATER}\nsegunda línea"\n\n\n2,${LOOM}\n`);
    expect(found.rows.map(({ row }) => row)).toEqual([2, 6]);
    expect(textsOf(found)[0]).toBe(`${WATER}\nsegunda línea`);
  });

  it('are reported one by one when they cannot be judged, and the rest is read', async () => {
    const rows = ['', 'corta', 'x'.repeat(8001), WATER, `${WATER}${NUL}`, 'y'.repeat(8000)];
    const found = await table(`id,idea\n${rows.map((text, at) => `${at},${text}`).join('\n')}\n`);
    expect(found.rows.map(({ row, problem }) => [row, problem])).toEqual([
      [2, 'empty'],
      [3, 'too-short'],
      [4, 'too-long'],
      [5, null],
      [6, 'unreadable-text'],
      [7, null],
    ]);
  });

  it('an unclosed quote spoils its own line and no other', async () => {
    const found = await table(`id,idea\n1,${WATER}\n2,"sin cerrar esta vez\n3,${LOOM}\n4,${WATER}\n`);
    expect(found.rows.map(({ row, id, problem }) => [row, id, problem])).toEqual([
      [2, '1', null],
      [3, '3', 'unclosed-quote'],
      [4, '3', null],
      [5, '4', null],
    ]);
  });

  it('with too few cells are empty; a last idea whose commas are not quoted keeps its end', async () => {
    const found = await table(`id,idea\n1\n2,${LOOM}\n3,${LOOM}, con más, y más\n`);
    expect(found.rows.map(({ problem }) => problem)).toEqual(['empty', null, null]);
    expect(textsOf(found)[2]).toBe(`${LOOM}, con más, y más`);
  });

  it('of a single column are whole lines, commas and all', async () => {
    const found = await table(`idea\n${WATER}\n"${LOOM}"\n`);
    expect([found.delimiter, ...textsOf(found)]).toEqual([null, WATER, LOOM]);
  });

  it('make control characters blanks and move nothing', async () => {
    const found = await table(`idea\n${WATER}\u001b[31m\n`);
    expect(textsOf(found)[0]).toBe(`${WATER} [31m`);
  });

  it('are 2,000 at most', async () => {
    const lines = (count: number) => `idea\n${Array(count).fill(WATER).join('\n')}\n`;
    expect((await table(lines(2000))).rows).toHaveLength(2000);
    expect(await read(lines(2001))).toEqual({ ok: false, reason: 'too-many-rows' });
  });

  it.each([
    ['nothing', ''],
    ['blank lines', '\n\n  \n'],
    ['a heading alone', 'id,idea\n'],
  ])('%s is no table', async (_name, content) => {
    expect(await read(content)).toEqual({ ok: false, reason: 'no-rows' });
  });

  it('8 MB is the most', async () => {
    expect(await read(new Uint8Array(8_388_609))).toEqual({ ok: false, reason: 'too-large' });
  });
});

describe('columns', () => {
  const guess = async (content: string, choice?: ColumnChoice) => {
    const { columns, ideaColumn, idColumn, rows } = await table(content, choice ? { choice } : {});
    return {
      idea: columns[ideaColumn]?.name,
      id: idColumn === null ? null : columns[idColumn]?.name,
      rows: rows.length,
    };
  };

  it('are guessed by their headings', async () => {
    expect(await guess(`Folio,Nombre,Descripción de la idea,Correo\n1,Ana,${WATER},a@b.cl\n`)).toEqual({
      idea: 'Descripción de la idea',
      id: 'Folio',
      rows: 1,
    });
  });

  it('are guessed by their length where a heading names only the title', async () => {
    const found = await guess(
      `ID,Proyecto,Antecedentes\n1,Niebla,${WATER} ${LOOM}\n2,Telar,${LOOM} ${WATER}\n`,
    );
    expect(found).toEqual({ idea: 'Antecedentes', id: 'ID', rows: 2 });
  });

  it('are guessed by their length where there are no headings, and the first idea is not lost', async () => {
    expect(await guess(`1,Ana,${WATER}\n2,Eva,${LOOM}\n`)).toEqual({ idea: '3', id: null, rows: 2 });
    expect(await guess(`${WATER.replaceAll(',', '')}\n${LOOM}\n`)).toEqual({ idea: '1', id: null, rows: 2 });
    expect(await guess(`Proyecto de riego para huertos\n${LOOM}\n`)).toMatchObject({ rows: 2 });
  });

  it('are those that were chosen, by heading or number', async () => {
    const csv = `a,b,c\n${LOOM},${WATER.replaceAll(',', '')},7\n`;
    expect(await guess(csv, { idea: 'B', id: 'c' })).toEqual({ idea: 'b', id: 'c', rows: 1 });
    expect(await guess(`folio,idea,otra\n1,${LOOM},${LOOM}\n`, { idea: '3' })).toMatchObject({
      idea: 'otra',
    });
    expect(await read(csv, { choice: { idea: 'no está' } })).toEqual({ ok: false, reason: 'no-such-column' });
  });

  it('give an id, or the row where there is none', async () => {
    const found = await table(`código,idea\nA-7,${WATER.replaceAll(',', '')}\n,${LOOM}\n`);
    expect(found.rows.map(({ id }) => id)).toEqual(['A-7', '3']);
  });
});

describe('JSON lines and pasted lines', () => {
  it('reads a field named text, ids and all, and reports a broken line', async () => {
    const lines = [{ id: 'a', text: WATER }, null, { id: 'b', texto: 1, text: LOOM }].map((one) =>
      one === null ? '{broken' : JSON.stringify(one),
    );
    const found = await table(lines.join('\n'), { name: 'ideas.jsonl' });
    expect(found.rows.map(({ row, id, problem }) => [row, id, problem])).toEqual([
      [1, 'a', null],
      [2, '2', 'malformed'],
      [3, 'b', null],
    ]);
    expect(textsOf(found)[2]).toBe(LOOM);
  });

  it('reads one idea a line, without bullets and numbers', async () => {
    const found = await table(`- ${WATER}\n\n2) ${LOOM}\n`, { name: 'pegado.txt' });
    expect(found.format).toBe('lines');
    expect(found.rows.map(({ row, text }) => [row, text])).toEqual([
      [1, WATER],
      [3, LOOM],
    ]);
  });

  it('reads cells pasted from a spreadsheet', async () => {
    const found = await table(`Folio\tIdea\n9\t"${WATER}\nsigue"\n`, { name: 'pegado.txt' });
    expect(found.rows).toEqual([{ row: 2, id: '9', text: `${WATER}\nsigue`, problem: null }]);
  });
});

describe('Excel workbooks', () => {
  it('reads the first sheet with something in it, by its own row numbers', async () => {
    const sheet = [
      [{ value: 'Folio' }, { value: 'Idea' }],
      [{ value: 7, type: Number }, { value: `${WATER}\nsigue` }],
      [],
      [{ value: 8, type: Number }, { value: LOOM }],
    ];
    const bytes = await writeXlsxFile([
      { data: [], sheet: 'vacía' },
      { data: sheet, sheet: 'ideas' },
    ]).toBuffer();
    const found = await table(new Uint8Array(bytes), { name: 'ideas.xlsx' });
    expect(found.rows).toEqual([
      { row: 2, id: '7', text: `${WATER}\nsigue`, problem: null },
      { row: 4, id: '8', text: LOOM, problem: null },
    ]);
  });

  const workbook = (sheet: string, strings = '') =>
    aZip({
      'xl/workbook.xml': '<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/sharedStrings.xml': `<sst>${strings}</sst>`,
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    });
  const inline = (address: string, text: string) =>
    `<c r="${address}" t="inlineStr"><is><t>${text}</t></is></c>`;

  it('joins runs of rich text, and leaves out how it is pronounced and cells with errors', async () => {
    const strings = `<si><r><t>Mallas que atrapan </t></r><r><t>la niebla &amp; la lluvia</t></r><rPh><t>x</t></rPh></si>`;
    const rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="e"><v>#N/A</v></c></row>';
    const found = await table(workbook(rows, strings));
    expect(textsOf(found)).toEqual(['Mallas que atrapan la niebla & la lluvia']);
  });

  it('is not hurt by addresses far away', async () => {
    const far = `<row r="9999999999">${inline('XFD9999999999', WATER)}${inline('A9999999999', WATER)}</row>`;
    const found = await table(workbook(`${far}<row r="2">${inline('A2', LOOM)}</row>`));
    expect(textsOf(found)).toEqual([WATER, LOOM]);
  });

  it('refuses what unpacks to far more than it is', async () => {
    const bomb = workbook(`<row r="1">${inline('A1', 'a'.repeat(60_000_000))}</row>`);
    expect(bomb.length).toBeLessThan(200_000);
    expect(await read(bomb)).toEqual({ ok: false, reason: 'too-large' });
  });

  it.each([
    ['an archive that is no workbook', aZip({ 'a.txt': 'hola' })],
    ['a broken archive', workbook('').subarray(0, 100)],
    [
      'an entity bomb',
      workbook('<!DOCTYPE x [<!ENTITY a "&b;&b;">]><row><c t="inlineStr"><is><t>&a;</t></is></c></row>'),
    ],
  ])('takes %s for no table', async (_name, bytes) => {
    const outcome = await read(bytes);
    expect(outcome.ok && outcome.table.rows.some(({ problem }) => problem === null)).toBe(false);
  });
});
