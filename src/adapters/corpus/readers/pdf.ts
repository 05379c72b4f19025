import type { PDFParse } from 'pdf-parse';
import type { ExtractedDocument, ReadingWarning } from '../../../domain/source-document.ts';
import { failureFrom, ReadingFailure } from '../reading-failure.ts';
import { readingLimits } from '../reading-limits.ts';
import { createPageTextBuilder, type PdfTextItem } from './pdf-lines.ts';

/** PDF, page by page, one line a printed line; a page that cannot be read is a warning, not the end. */
export async function readPdf(bytes: Buffer): Promise<ExtractedDocument> {
  const parser = await openPdf(bytes);
  try {
    // Asking for a page that does not exist opens the document and counts its pages, nothing else.
    const { total } = await parser.getText({ partial: [0] });
    if (total > readingLimits.maximumPages) throw new ReadingFailure('too-large', `it has ${total} pages`);
    return await readPages(parser, total);
  } catch (error) {
    throw failureOf(error);
  } finally {
    await parser.destroy();
  }
}

async function openPdf(bytes: Buffer): Promise<PDFParse> {
  // pdf.js names these drawing classes while it loads; taking out text never draws.
  const drawing = { DOMMatrix: class {}, ImageData: class {}, Path2D: class {} };
  for (const [name, stub] of Object.entries(drawing)) {
    if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value: stub });
  }
  const { PDFParse } = await import('pdf-parse');
  // pdf.js once built functions out of font data (CVE-2024-4367): nothing of a document is ever compiled.
  const parser = new PDFParse({ data: new Uint8Array(bytes), isEvalSupported: false, disableFontFace: true });
  return keepParagraphGaps(parser);
}

type PdfPage = {
  getTextContent(): Promise<{ readonly items: readonly (PdfTextItem | { readonly type: string })[] }>;
};

/** pdf-parse (2.4.5) drops how far apart lines stand; its step from a page to text is replaced by one that keeps it. */
function keepParagraphGaps(parser: PDFParse): PDFParse {
  const buildPageText = createPageTextBuilder();
  const getPageText = async (page: PdfPage): Promise<string> => {
    const { items } = await page.getTextContent();
    return buildPageText(items.filter((item) => 'str' in item));
  };
  return Object.assign(parser, { getPageText });
}

async function readPages(parser: PDFParse, total: number): Promise<ExtractedDocument> {
  const pages: { readonly number: number; readonly text: string }[] = [];
  const warnings: ReadingWarning[] = [];
  let characters = 0;
  for (let number = 1; number <= total; number++) {
    const text = await readPage(parser, number, warnings);
    characters += text.length;
    if (characters > readingLimits.maximumCharacters) {
      throw new ReadingFailure(
        'too-large',
        `its text is longer than ${readingLimits.maximumCharacters} characters`,
      );
    }
    pages.push({ number, text });
  }
  const [first] = warnings;
  if (first !== undefined && warnings.length === total) throw new ReadingFailure('damaged', first.detail);
  return { layout: 'visual-lines', pages, warnings };
}

async function readPage(parser: PDFParse, number: number, warnings: ReadingWarning[]): Promise<string> {
  try {
    const { pages } = await parser.getText({ partial: [number], pageJoiner: '' });
    return pages[0]?.text ?? '';
  } catch (error) {
    const failure = failureFrom(error, `Page ${number}`);
    if (failure.reason === 'out-of-memory') throw failure;
    warnings.push({ code: 'page-without-text', page: number, detail: failure.message });
    return '';
  }
}

function failureOf(error: unknown): ReadingFailure {
  const isEncrypted = error instanceof Error && error.name === 'PasswordException';
  if (!isEncrypted) return failureFrom(error, 'the PDF');
  const detail = 'the PDF is protected by a password; save it without one';
  return new ReadingFailure('encrypted', detail, { cause: error });
}
