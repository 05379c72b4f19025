import { crc32 } from 'node:zlib';
import PDFDocument from 'pdfkit';
import type { ExtractedDocument } from '../../src/domain/source-document.ts';
import { cleanPageText } from '../../src/ingestion/clean-page-text.ts';

/** A block to print. A row is a table row whose cells are blocks. */
export type PrintedBlock =
  | { readonly kind: 'heading' | 'paragraph' | 'list-item'; readonly text: string }
  | { readonly kind: 'row'; readonly cells: readonly string[] };

/** What an author would have typed to get a text: its blocks, with the cells that a tab parts in one row. */
export function printableBlocks(extracted: ExtractedDocument): readonly PrintedBlock[] {
  const { text, blocks } = cleanPageText(extracted);
  const source = extracted.pages.map((page) => page.text).join('\n');
  const printed: PrintedBlock[] = [];
  for (const { kind, start, end } of blocks) {
    const block = text.slice(start, end);
    const previous = printed.at(-1);
    if (previous !== undefined && previous.kind !== 'row' && source.includes(`${previous.text}\t${block}`)) {
      printed[printed.length - 1] = { kind: 'row', cells: [previous.text, block] };
    } else printed.push({ kind, text: block });
  }
  return printed;
}

export type PdfOptions = { readonly fontSize?: number; readonly runningHeader?: string };

/** A paged PDF: lines break where the paper ends, pages break inside paragraphs, each page has a header and a number. */
export async function renderPdf(
  blocks: readonly PrintedBlock[],
  { fontSize = 11, runningHeader = 'Documento de trabajo' }: PdfOptions = {},
): Promise<Buffer> {
  const pdf = new PDFDocument({ size: 'A4', margin: 72, bufferPages: true });
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve) => pdf.on('end', resolve));
  for (const block of blocks) printPdfBlock(pdf, block, fontSize);
  const { count } = pdf.bufferedPageRange();
  for (let i = 0; i < count; i++) {
    pdf.switchToPage(i);
    pdf.page.margins = { top: 0, bottom: 0, left: 0, right: 0 };
    pdf.font('Helvetica').fontSize(8).text(runningHeader, 72, 36, { lineBreak: false });
    pdf.text(`Página ${i + 1} de ${count}`, 72, 800, { lineBreak: false });
  }
  pdf.end();
  await ended;
  return Buffer.concat(chunks);
}

function printPdfBlock(pdf: PDFKit.PDFDocument, block: PrintedBlock, fontSize: number): void {
  const font = block.kind === 'heading' || block.kind === 'row' ? 'Helvetica-Bold' : 'Helvetica';
  pdf.font(font).fontSize(fontSize);
  if (block.kind === 'row') pdf.text(block.cells.join('   '));
  else if (block.kind === 'list-item') pdf.text(`• ${block.text}`, { indent: 14 });
  else pdf.text(block.text);
  pdf.moveDown(0.7);
}

/** A web page with the noise of one: scripts, styles, inline tags inside words, entities. */
export function renderHtml(blocks: readonly PrintedBlock[]): Buffer {
  const body = blocks.map((block, i) => htmlOf(block, blocks[i - 1]?.kind, blocks[i + 1]?.kind)).join('\n');
  return Buffer.from(
    `<!doctype html><html lang="es"><head><meta charset="utf-8"><title>Lista</title><style>p{margin:0}</style></head>
<body><script>document.title = "otra";</script>\n${body}\n</body></html>`,
  );
}

function htmlOf(block: PrintedBlock, before: string | undefined, after: string | undefined): string {
  if (block.kind === 'row') {
    return `<table><tr>${block.cells.map((cell) => `<td>${inlineHtml(cell)}</td>`).join('')}</tr></table>`;
  }
  const html = inlineHtml(block.text);
  if (block.kind === 'heading') return `<h2>${html}</h2>`;
  if (block.kind === 'paragraph') return `<p>${html}</p>`;
  return `${before === 'list-item' ? '' : '<ul>'}<li>${html}</li>${after === 'list-item' ? '' : '</ul>'}`;
}

function inlineHtml(text: string): string {
  const middle = Math.floor(text.length / 2);
  return `${escapeHtml(text.slice(0, middle))}<strong>${escapeHtml(text.slice(middle))}</strong>`;
}

function escapeHtml(text: string): string {
  return escapeXml(text).replaceAll('ó', '&oacute;').replaceAll('“', '&ldquo;').replaceAll(' ', '&nbsp;');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A word-processor file: styled headings, numbered lists, tables, runs that part words, a page break. */
export function renderDocx(blocks: readonly PrintedBlock[]): Buffer {
  const halfway = Math.floor(blocks.length / 2);
  const body = blocks.map((block, i) => (i === halfway ? PAGE_BREAK : '') + docxOf(block)).join('');
  const word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
  return zip({
    '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
    '_rels/.rels': `${XML}<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `${XML}<Relationships xmlns="${RELATIONSHIPS}"><Relationship Id="r1" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="r2" Type="${OFFICE}/numbering" Target="numbering.xml"/></Relationships>`,
    'word/styles.xml': `${XML}<w:styles ${word}><w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>`,
    'word/numbering.xml': `${XML}<w:numbering ${word}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`,
    'word/document.xml': `${XML}<w:document ${word}><w:body>${body}</w:body></w:document>`,
  });
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>';
const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';

function docxOf(block: PrintedBlock): string {
  if (block.kind === 'row') {
    const cells = block.cells.map((cell) => `<w:tc>${docxParagraph(cell, '')}</w:tc>`).join('');
    return `<w:tbl><w:tr>${cells}</w:tr></w:tbl>`;
  }
  if (block.kind === 'heading') return docxParagraph(block.text, '<w:pStyle w:val="H2"/>');
  const list = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>';
  return docxParagraph(block.text, block.kind === 'list-item' ? list : '');
}

function docxParagraph(text: string, properties: string): string {
  const middle = Math.floor(text.length / 2);
  const run = (part: string, style: string): string =>
    `<w:r>${style}<w:t xml:space="preserve">${escapeXml(part)}</w:t></w:r>`;
  const runs = run(text.slice(0, middle), '') + run(text.slice(middle), '<w:rPr><w:b/></w:rPr>');
  return `<w:p><w:pPr>${properties}</w:pPr>${runs}</w:p>`;
}

/** A zip archive whose entries are stored, not compressed. */
function zip(entries: Readonly<Record<string, string>>): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(entries)) {
    const [path, data] = [Buffer.from(name), Buffer.from(content)];
    const fields = zipFields(path, data);
    const file = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), fields, path, data]);
    const position = Buffer.alloc(14);
    position.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), fields, position, path]));
    files.push(file);
    offset += file.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, central, end]);
}

/** Version to extra-field length: the fields that a local header and a directory entry have in common. */
function zipFields(path: Buffer, data: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x0800, 2);
  fields.writeUInt32LE(crc32(data), 10);
  fields.writeUInt32LE(data.length, 14);
  fields.writeUInt32LE(data.length, 18);
  fields.writeUInt16LE(path.length, 22);
  return fields;
}
