import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import { AssistantError } from '../../domain/errors.ts';

/** What a file must be: its size and the SHA-256 of its bytes. */
export type FileProof = { readonly bytes: number; readonly sha256: string };

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

export function proofOf(content: Buffer): FileProof {
  return { bytes: content.length, sha256: sha256(content) };
}

/** Returns once the bytes are on the disk. */
export async function writeSynced(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A rename or a new file is only certain once its folder is on the disk. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; its file system keeps names in a journal of its own.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** @throws {AssistantError} `index-unusable` when the file is not, byte for byte, the one that was proven. */
export async function readProven(path: string, proof: FileProof | undefined): Promise<Buffer> {
  if (proof === undefined) throw unusable(`${nameOf(path)} is not in its manifest`);
  const content = await readOrRefuse(path);
  if (content.length !== proof.bytes) {
    throw unusable(`${nameOf(path)} has ${content.length} bytes instead of ${proof.bytes}`);
  }
  if (sha256(content) !== proof.sha256) throw unusable(`${nameOf(path)} does not match its checksum`);
  return content;
}

export async function readOrRefuse(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw unusable(`${nameOf(path)} cannot be read (${codeOf(cause)})`, cause);
  }
}

export function unusable(reason: string, cause?: unknown): AssistantError {
  return new AssistantError('index-unusable', `The index is unusable: ${reason}; run npm run ingest`, {
    cause,
  });
}

/** The system's code of a failure ("ENOSPC"), for messages that hold no path of this machine. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return error instanceof Error ? error.name : 'unknown';
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
