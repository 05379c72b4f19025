import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { AssistantError } from '../../domain/errors.ts';
import { codeOf, unusable } from './files.ts';

/** `startTicks`: when the process began, by the system's own count; tells a process from a later one of the same id. */
const holderSchema = z.object({ pid: z.int().positive(), startTicks: z.string().nullable() });
type Holder = z.infer<typeof holderSchema>;

/** What file systems without hard links answer. */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);
/** Without links a lock that cannot be read is being written, or its writer died before it had filled it. */
const UNREADABLE_IS_STALE_AFTER_MS = 10_000;
const MAXIMUM_ATTEMPTS = 5;

/** Paths that this very process holds; its own id in a lock from before a restart in a container means nothing. */
const heldHere = new Set<string>();

/**
 * Runs `work` while no other process does so for the same path. The lock of a process that is gone is taken over;
 * one that lives is never robbed.
 * @throws {AssistantError} `index-busy` naming the holder.
 */
export async function withPublishLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = resolve(path);
  await acquire(lock);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true }).finally(() => heldHere.delete(lock));
  }
}

async function acquire(path: string): Promise<void> {
  if (heldHere.has(path)) throw busy(process.pid);
  heldHere.add(path);
  try {
    for (let attempt = 0; attempt < MAXIMUM_ATTEMPTS; attempt++) {
      if (await createLock(path)) return;
      await removeStaleLock(path);
    }
    throw busy(null);
  } catch (error) {
    heldHere.delete(path);
    if (error instanceof AssistantError) throw error;
    throw unusable(`its folder cannot be written (${codeOf(error)})`, error);
  }
}

/**
 * The lock appears with its content or not at all: written under another name, then linked. A process killed between
 * creating and filling it would leave a lock that says nothing, and so would a full disk.
 */
async function createLock(path: string): Promise<boolean> {
  const content = JSON.stringify({ pid: process.pid, startTicks: startTicksOf(process.pid) });
  const draft = nameAside(path);
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await link(draft, path).catch(async (error: unknown) => {
      if (!WITHOUT_LINKS.has(codeOf(error))) throw error;
      await writeFile(path, content, { flag: 'wx' });
    });
    return true;
  } catch (error) {
    // Taken; or the draft was tidied away by the holder as what a killed process left.
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Moves a dead process's lock aside; should it have become a living one's in between, that one is put back. */
async function removeStaleLock(path: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder !== null && isAlive(holder)) throw busy(holder.pid);
  if (holder === null && !(await isOld(path))) throw busy(null);
  const aside = nameAside(path);
  const isMoved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  if (!isMoved) return;
  const moved = await readHolder(aside);
  if (moved !== null && isAlive(moved)) {
    await rename(aside, path);
    throw busy(moved.pid);
  }
  await rm(aside, { force: true });
}

function nameAside(path: string): string {
  return `${path}.${randomBytes(4).toString('hex')}`;
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}

async function isOld(path: string): Promise<boolean> {
  const modifiedMs = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return Date.now() - modifiedMs > UNREADABLE_IS_STALE_AFTER_MS;
}

function isAlive({ pid, startTicks }: Holder): boolean {
  // Only another path of this process or an earlier process can have left our own id: `heldHere` knows ours.
  if (pid === process.pid) return false;
  const present = startTicksOf(pid);
  if (startTicks !== null && present !== null) return startTicks === present;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** Field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces; null where there is no /proc. */
function startTicksOf(pid: number): string | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function busy(pid: number | null): AssistantError {
  const holder = pid === null ? 'another process' : `process ${pid}`;
  return new AssistantError(
    'index-busy',
    `The index is being published by ${holder}; wait until it has ended`,
  );
}
