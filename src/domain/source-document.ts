import type { DocumentKind } from './collection.ts';
import type { TextSpan } from './text-span.ts';

export type DocumentFormat = 'txt' | 'md' | 'pdf' | 'docx' | 'html';

/**
 * What a reader takes out of a file, before cleaning.
 *
 * `blocks`: every non-blank line of a page is one whole block (a paragraph, `# heading`, `- item`, a table cell).
 * `visual-lines`: every line is a line as printed; paragraphs must be found again (PDF).
 * Pages are numbered from 1; formats without pages give one page, or one per page-break mark.
 */
export type ExtractedDocument = {
  readonly layout: 'blocks' | 'visual-lines';
  readonly pages: readonly { readonly number: number; readonly text: string }[];
  readonly warnings: readonly ReadingWarning[];
};

/** What went wrong or looks wrong while a document was read; `page` null when it concerns the whole file. */
export type ReadingWarning = {
  readonly code:
    | 'page-without-text'
    | 'split-accents'
    | 'running-header'
    | 'broken-words'
    | 'missing-pages'
    | 'control-characters'
    | 'garbled-text'
    | 'unknown-encoding';
  readonly page: number | null;
  readonly detail: string;
};

export type BlockKind = 'heading' | 'paragraph' | 'list-item';

/** A paragraph, heading or list item of the normalised text, with the page it begins on. */
export type DocumentBlock = TextSpan & {
  readonly kind: BlockKind;
  /** Heading depth from 1; 0 for anything that is not a heading. */
  readonly level: number;
  readonly page: number;
};

/**
 * A document as everything downstream sees it. `text` is NFC, without markup, one block a line, blocks separated by
 * a blank line; all offsets (blocks, pages, passages, citations) point into it.
 */
export type SourceDocument = {
  readonly id: string;
  readonly collection: string;
  readonly file: string;
  readonly format: DocumentFormat;
  readonly kind: DocumentKind;
  readonly title: string;
  readonly sha256: string;
  readonly text: string;
  readonly blocks: readonly DocumentBlock[];
  readonly pages: readonly (TextSpan & { readonly number: number })[];
  readonly warnings: readonly ReadingWarning[];
};
