import { Parser } from 'htmlparser2';
import type { TableRow } from './table.ts';
import { type Archive, openArchive } from './unpack-archive.ts';

/** Cells further right than this hold no idea. */
const MOST_COLUMNS = 200;

/**
 * Reads the first sheet of an Excel workbook (.xlsx) that has anything in it. Written here and not taken from
 * read-excel-file: that one reads past the archive's directory, gives the whole file up for one cell with an error, and
 * fills in every row up to an address such as A9999999999.
 * @throws when the file is no workbook, or unpacks to too much.
 */
export async function readWorkbook(bytes: Uint8Array, mostRows: number): Promise<readonly TableRow[]> {
  const archive = await openArchive(bytes);
  const strings = readSharedStrings((await archive.readText('xl/sharedStrings.xml')) ?? '');
  for (const path of await listSheets(archive)) {
    const rows = readSheet((await archive.readText(path)) ?? '', { strings, mostRows });
    if (rows.length > 0) return rows;
  }
  return [];
}

/** Paths of the sheets in the order of their tabs, hidden ones left out. */
async function listSheets(archive: Archive): Promise<readonly string[]> {
  const workbook = await archive.readText('xl/workbook.xml');
  if (workbook === null) throw new Error('The archive holds no workbook');
  const targets = new Map<string, string>();
  readTags((await archive.readText('xl/_rels/workbook.xml.rels')) ?? '', (name, { Id, Target }) => {
    if (name === 'Relationship' && Id && Target) targets.set(Id, Target);
  });
  const paths: string[] = [];
  readTags(workbook, (name, attributes) => {
    if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return;
    const target = targets.get(attributes['r:id'] ?? '');
    if (target !== undefined) paths.push(target.startsWith('/') ? target.slice(1) : `xl/${target}`);
  });
  return paths;
}

type Attributes = Readonly<Record<string, string>>;

function readTags(xml: string, onTag: (name: string, attributes: Attributes) => void): void {
  const parser = new Parser({ onopentag: (name, attributes) => onTag(localName(name), attributes) }, XML);
  parser.end(xml);
}

function readSharedStrings(xml: string): readonly string[] {
  const strings: string[] = [];
  let text = '';
  let isText = false;
  let phonetic = 0;
  const parser = new Parser(
    {
      onopentag(name) {
        const tag = localName(name);
        if (tag === 'si') text = '';
        if (tag === 'rPh') phonetic += 1;
        isText = tag === 't' && phonetic === 0;
      },
      ontext(piece) {
        if (isText) text += piece;
      },
      onclosetag(name) {
        const tag = localName(name);
        if (tag === 'rPh') phonetic -= 1;
        if (tag === 'si') strings.push(unescapeCharacters(text));
        isText = false;
      },
    },
    XML,
  );
  parser.end(xml);
  return strings;
}

function readSheet(
  xml: string,
  { strings, mostRows }: { readonly strings: readonly string[]; readonly mostRows: number },
): readonly TableRow[] {
  const rows: TableRow[] = [];
  let row = 0;
  let cells: string[] = [];
  let column = 0;
  let type = '';
  let value = '';
  let isValue = false;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const tag = localName(name);
        if (tag === 'row') {
          row = Number(attributes.r ?? row + 1);
          cells = [];
          column = -1;
        } else if (tag === 'c') {
          column = attributes.r === undefined ? column + 1 : columnOf(attributes.r);
          type = attributes.t ?? 'n';
          value = '';
        }
        isValue = tag === 'v' || tag === 't';
      },
      ontext(piece) {
        if (isValue) value += piece;
      },
      onclosetag(name) {
        const tag = localName(name);
        isValue = false;
        if (tag === 'c' && column >= 0 && column < MOST_COLUMNS) {
          while (cells.length < column) cells.push('');
          cells[column] = cellText(type, value, strings);
        }
        const isWritten = tag === 'row' && cells.some((cell) => cell.trim() !== '');
        if (isWritten && rows.length < mostRows) rows.push({ row, cells, problem: null });
      },
    },
    XML,
  );
  parser.end(xml);
  return rows;
}

const XML = { xmlMode: true, decodeEntities: true } as const;

/** Some writers put every tag into a namespace with a prefix. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function cellText(type: string, value: string, strings: readonly string[]): string {
  if (type === 's') return strings[Number(value)] ?? '';
  if (type === 'e') return '';
  return type === 'inlineStr' || type === 'str' ? unescapeCharacters(value) : value;
}

/** "C12" stands in the third column: 2. */
function columnOf(address: string): number {
  let column = 0;
  for (const letter of address.match(/^[A-Z]{1,3}/)?.[0] ?? '')
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** Characters that XML cannot hold are written _x000D_; an underscore that only looks so is written _x005F_. */
function unescapeCharacters(text: string): string {
  return text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\r\n?/g, '\n');
}
