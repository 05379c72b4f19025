import { readFileSync } from 'node:fs';
import type { DocumentFormat, ExtractedDocument, SourceDocument } from '../../src/domain/source-document.ts';
import { cleanPageText } from '../../src/ingestion/clean-page-text.ts';

/** The document that an extraction becomes; names only what the parser may look at. */
export function aSourceDocument(
  extracted: ExtractedDocument,
  format: DocumentFormat = 'txt',
): SourceDocument {
  return {
    id: 'list',
    collection: 'made-up',
    file: `list.${format}`,
    format,
    kind: 'challenge-list',
    title: 'A challenge list',
    sha256: '0'.repeat(64),
    ...cleanPageText(extracted),
  };
}

/** Pages of whole blocks, one block a line, as the readers of TXT, Markdown, DOCX and HTML give them. */
export function extractedBlocks(...pages: readonly string[]): ExtractedDocument {
  return { layout: 'blocks', warnings: [], pages: pages.map((text, i) => ({ number: i + 1, text })) };
}

/** Pages of printed lines, as the PDF reader gives them. */
export function extractedLines(...pages: readonly string[]): ExtractedDocument {
  return { ...extractedBlocks(...pages), layout: 'visual-lines' };
}

/** A text file with one block a line, where a run of three blank lines is a page break. */
export function readTextFile(path: string): ExtractedDocument {
  return extractedBlocks(...readFileSync(path, 'utf8').split(/\n(?:[ \t]*\n){3,}/));
}
