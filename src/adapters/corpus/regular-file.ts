import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

export type RegularFile =
  | { readonly ok: true; readonly bytes: Buffer }
  | { readonly ok: false; readonly reason: 'missing' | 'not-regular' | 'too-large'; readonly detail: string };

// No symbolic links, and no waiting for the other end of a pipe that somebody named strategy.pdf.
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reads a whole regular file of at most `maximumBytes`; links, folders, pipes and devices are refused, never followed. */
export async function readRegularFile(path: string, maximumBytes: number): Promise<RegularFile> {
  let file: FileHandle;
  try {
    file = await open(path, openFlags);
  } catch (error) {
    return refusalOf(error);
  }
  try {
    return await readOpenFile(file, maximumBytes);
  } catch (error) {
    return refusalOf(error);
  } finally {
    await file.close();
  }
}

async function readOpenFile(file: FileHandle, maximumBytes: number): Promise<RegularFile> {
  const status = await file.stat();
  if (!status.isFile()) return { ok: false, reason: 'not-regular', detail: 'is not a regular file' };
  if (status.size > maximumBytes) return tooLarge(status.size, maximumBytes);
  const bytes = await file.readFile();
  // The file may have grown since it was measured.
  return bytes.length > maximumBytes ? tooLarge(bytes.length, maximumBytes) : { ok: true, bytes };
}

function tooLarge(bytes: number, maximumBytes: number): RegularFile {
  const detail = `has ${bytes} bytes; at most ${maximumBytes} are read`;
  return { ok: false, reason: 'too-large', detail };
}

function refusalOf(error: unknown): RegularFile {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ELOOP' || code === 'EMLINK') {
    return { ok: false, reason: 'not-regular', detail: 'is a symbolic link' };
  }
  if (code === 'EISDIR' || code === 'ENXIO') {
    return { ok: false, reason: 'not-regular', detail: 'is not a regular file' };
  }
  const isAbsent = code === 'ENOENT' || code === 'ENOTDIR';
  return { ok: false, reason: 'missing', detail: isAbsent ? 'does not exist' : `cannot be opened (${code})` };
}
