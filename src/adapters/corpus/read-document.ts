import type { DocumentFormat, ExtractedDocument } from '../../domain/source-document.ts';
import type { ReadOutcome } from '../../ports/document-reader.ts';
import { inspectExtraction } from './inspect-extraction.ts';
import { failureFrom, ReadingFailure } from './reading-failure.ts';
import { readingLimits } from './reading-limits.ts';
import { sniffFormat } from './sniff-format.ts';

type Reader = (bytes: Buffer) => ExtractedDocument | Promise<ExtractedDocument>;

/** Loaded one at a time: reading a text must not cost what starting the PDF reader costs. */
const loadReader: Readonly<Record<DocumentFormat, () => Promise<Reader>>> = {
  txt: async () => (await import('./readers/text.ts')).readText,
  md: async () => (await import('./readers/markdown.ts')).readMarkdown,
  html: async () => (await import('./readers/html.ts')).readHtml,
  docx: async () => (await import('./readers/docx.ts')).readDocx,
  pdf: async () => (await import('./readers/pdf.ts')).readPdf,
};

/** Reads a document's bytes in this very process: only for a process that may die of it (see read-document-child). */
export async function readDocument(bytes: Buffer, extension: string): Promise<ReadOutcome> {
  try {
    if (bytes.length === 0) throw new ReadingFailure('no-text', 'the file is empty');
    const format = sniffFormat(bytes, extension);
    const read = await loadReader[format]();
    const extracted = await read(bytes);
    refuseOversized(extracted);
    const document = inspectExtraction(extracted);
    refuseTextless(document, format);
    return { ok: true, format, document };
  } catch (error) {
    const { reason, message } = failureFrom(error, 'the file');
    return { ok: false, reason, detail: message };
  }
}

function refuseOversized(document: ExtractedDocument): void {
  const characters = document.pages.reduce((sum, page) => sum + page.text.length, 0);
  const { maximumCharacters, maximumPages } = readingLimits;
  if (characters > maximumCharacters) {
    throw new ReadingFailure('too-large', `its text is longer than ${maximumCharacters} characters`);
  }
  if (document.pages.length > maximumPages) {
    throw new ReadingFailure('too-large', `it has more than ${maximumPages} pages`);
  }
}

function refuseTextless(document: ExtractedDocument, format: DocumentFormat): void {
  if (document.pages.some((page) => /[\p{L}\p{N}]/u.test(page.text))) return;
  const advice = format === 'pdf' ? ': its pages are pictures and need OCR' : '';
  throw new ReadingFailure('no-text', `no page has text${advice}`);
}
