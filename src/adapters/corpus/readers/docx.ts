import mammoth from 'mammoth';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import type { ExtractedDocument } from '../../../domain/source-document.ts';
import { ReadingFailure } from '../reading-failure.ts';
import { readingLimits } from '../reading-limits.ts';
import { readHtmlText } from './html.ts';

/** Word documents: measured first, then turned into HTML, whose reader does the rest. */
export async function readDocx(bytes: Buffer): Promise<ExtractedDocument> {
  await measureArchive(bytes);
  const { value: html } = await mammoth.convertToHtml(
    { buffer: bytes },
    {
      styleMap: ["br[type='page'] => hr.page:fresh", "p[style-name='Title'] => h1:fresh"],
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      externalFileAccess: false,
    },
  );
  return readHtmlText(html);
}

/**
 * Inflates every entry and counts what really comes out: the sizes that an archive declares may lie.
 * @throws {ReadingFailure} `too-large`, `encrypted`, or `unsupported` when it is another kind of archive.
 */
async function measureArchive(bytes: Buffer): Promise<void> {
  const archive = await openArchive(bytes);
  let inflated = 0;
  let entries = 0;
  let hasDocument = false;
  for (let entry = await nextEntry(archive); entry !== null; entry = await nextEntry(archive)) {
    entries++;
    if (entries > readingLimits.maximumZipEntries) throw tooLarge(`more than ${entries - 1} entries`);
    if (entry.isEncrypted()) throw new ReadingFailure('encrypted', 'the archive is encrypted');
    hasDocument ||= entry.fileName === 'word/document.xml';
    inflated += await inflatedSize(archive, entry, readingLimits.maximumInflatedBytes - inflated);
  }
  if (!hasDocument) throw new ReadingFailure('unsupported', 'the archive is not a Word document (.docx)');
}

function openArchive(bytes: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, archive) => (error ? reject(error) : resolve(archive)));
  });
}

function nextEntry(archive: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      archive.removeAllListeners();
      finish();
    };
    archive.once('entry', (entry: Entry) => settle(() => resolve(entry)));
    archive.once('end', () => settle(() => resolve(null)));
    archive.once('error', (error: Error) => settle(() => reject(error)));
    archive.readEntry();
  });
}

async function inflatedSize(archive: ZipFile, entry: Entry, allowed: number): Promise<number> {
  const stream = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    archive.openReadStream(entry, (error, opened) => (error ? reject(error) : resolve(opened)));
  });
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > allowed) throw tooLarge(`more than ${readingLimits.maximumInflatedBytes} bytes`);
  }
  return size;
}

function tooLarge(what: string): ReadingFailure {
  return new ReadingFailure('too-large', `the archive unpacks to ${what}`);
}
