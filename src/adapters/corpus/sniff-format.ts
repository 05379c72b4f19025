import type { DocumentFormat } from '../../domain/source-document.ts';
import { ReadingFailure } from './reading-failure.ts';

const formatOfExtension: Readonly<Record<string, DocumentFormat>> = {
  txt: 'txt',
  md: 'md',
  pdf: 'pdf',
  docx: 'docx',
  html: 'html',
  htm: 'html',
};

/** Signatures of what people also send, so that the report can say what it is. */
const unsupportedSignatures: readonly (readonly [signature: string, name: string])[] = [
  ['{\\rtf', 'a Rich Text (RTF) document'],
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['II*\0', 'a TIFF image'],
  ['MM\0*', 'a TIFF image'],
  ['\x1f\x8b', 'a gzip archive'],
];

const oldOfficeSignature = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1';

/**
 * Tells the format of a file by its bytes, and by its extension (without dot) where bytes cannot tell.
 * @throws {ReadingFailure} when the bytes are of no format we read, or contradict the extension.
 */
export function sniffFormat(bytes: Buffer, extension: string): DocumentFormat {
  const head = bytes.toString('latin1', 0, 1024);
  refuseUnsupported(bytes, head);
  const expected = formatOfExtension[extension.toLowerCase()];
  if (expected === undefined)
    throw new ReadingFailure('unsupported', `files of type ".${extension}" are not read`);
  const found = formatOfBytes(head, expected);
  if (found !== null) return found;
  if (expected === 'pdf' || expected === 'docx') {
    const content = looksLikeHtml(head) ? 'a web page (HTML)' : 'something else';
    throw new ReadingFailure('damaged', `the file is named .${expected} but holds ${content}`);
  }
  return expected;
}

function formatOfBytes(head: string, expected: DocumentFormat): DocumentFormat | null {
  if (head.startsWith('%PDF-')) return 'pdf';
  // Mail programs and scanners put a few bytes before the header; a text that mentions it is still a text.
  if (expected === 'pdf' && head.includes('%PDF-') && !looksLikeHtml(head)) return 'pdf';
  if (head.startsWith('PK\x03\x04')) return 'docx';
  const canBeHtml = expected === 'txt' || expected === 'md' || expected === 'html';
  return canBeHtml && looksLikeHtml(head) ? 'html' : null;
}

function looksLikeHtml(head: string): boolean {
  return /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b/i.test(head);
}

function refuseUnsupported(bytes: Buffer, head: string): void {
  if (head.startsWith(oldOfficeSignature)) refuseOldOffice(bytes);
  const known = unsupportedSignatures.find(([signature]) => head.startsWith(signature));
  if (known !== undefined)
    throw new ReadingFailure('unsupported', `the file is ${known[1]}, which is not read`);
}

function refuseOldOffice(bytes: Buffer): never {
  // A password-protected .docx is such a container too, with the encrypted package inside.
  if (bytes.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
    throw new ReadingFailure('encrypted', 'the document is protected by a password; save it without one');
  }
  throw new ReadingFailure('unsupported', 'the file is an old Office document (.doc); save it as .docx');
}
