import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

/** What a workbook may become when it is unpacked: three times what two thousand ideas of full length need. */
const ARCHIVE_LIMITS = { bytes: 48 * 1_048_576, files: 500 } as const;

/** A file inside an archive that was unpacked as far as it may be. */
export type Archive = {
  readonly names: readonly string[];
  /** The text of a file, or null when there is none of that name. @throws {ArchiveTooLarge} past the limit over all files. */
  readText(name: string): Promise<string | null>;
};

export class ArchiveTooLarge extends Error {
  override readonly name: string = 'ArchiveTooLarge';
}

/** Opens a zip archive by its directory; sizes that it states are not believed, what comes out is counted. */
export async function openArchive(bytes: Uint8Array): Promise<Archive> {
  const zip = await openZip(bytes);
  const entries = await listEntries(zip);
  let unpacked = 0;

  async function readText(name: string): Promise<string | null> {
    const entry = entries.get(name);
    if (entry === undefined) return null;
    const pieces: Buffer[] = [];
    for await (const piece of await openEntry(zip, entry)) {
      const buffer = Buffer.from(piece as Uint8Array);
      unpacked += buffer.length;
      if (unpacked > ARCHIVE_LIMITS.bytes) throw new ArchiveTooLarge('The archive unpacks to too much');
      pieces.push(buffer);
    }
    return Buffer.concat(pieces).toString('utf8');
  }
  return { names: [...entries.keys()], readText };
}

function openZip(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

function listEntries(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: Entry) => {
      if (entries.size >= ARCHIVE_LIMITS.files) return reject(new Error('The archive holds too many files'));
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.once('end', () => resolve(entries));
    zip.once('error', reject);
    zip.readEntry();
  });
}

function openEntry(zip: ZipFile, entry: Entry): Promise<NodeJS.ReadableStream> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}
