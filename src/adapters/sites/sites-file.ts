import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { AssistantError } from '../../domain/errors.ts';
import { type Site, sitesFileSchema } from '../../domain/site.ts';
import type { Logger } from '../../ports/logger.ts';
import type { SiteRegistry } from '../../ports/site-registry.ts';

/**
 * The registry as one JSON file that people may also edit by hand. It is read again when it changes; a file that a hand has
 * broken leaves the sites as they were, with a line in the log. Without a file there is no site.
 */
export function createSitesFile(options: { readonly file: string; readonly logger: Logger }): SiteRegistry {
  let known: { readonly stamp: string; readonly sites: readonly Site[] } = { stamp: '', sites: [] };

  async function current(): Promise<readonly Site[]> {
    const stamp = await stampOf(options.file);
    if (stamp === known.stamp) return known.sites;
    try {
      known = { stamp, sites: await readSites(options.file) };
    } catch (error) {
      if (!(error instanceof AssistantError)) throw error;
      options.logger.error('sites-unusable', { reason: error.message });
      known = { stamp, sites: known.sites };
    }
    return known.sites;
  }

  return {
    find: async (id) => (await current()).find((site) => site.id === id) ?? null,
    list: current,
    save: async (site) => {
      // Read anew and strictly: to write over a file that cannot be read would lose what a hand meant.
      const others = (await readSites(options.file)).filter(({ id }) => id !== site.id);
      await writeSites(options.file, [...others, site]);
    },
    remove: async (id) => {
      const sites = await readSites(options.file);
      const others = sites.filter((site) => site.id !== id);
      if (others.length === sites.length) return false;
      await writeSites(options.file, others);
      return true;
    },
  };
}

/** @throws {AssistantError} `invalid-input` naming the file and everything that is wrong in it. */
async function readSites(file: string): Promise<readonly Site[]> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '{"sites":[]}';
    throw error;
  });
  try {
    return sitesFileSchema.parse(JSON.parse(text.replace(/^\uFEFF/, ''))).sites;
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : 'it is not JSON';
    throw new AssistantError('invalid-input', `${basename(file)} cannot be used: ${reason}`, { cause });
  }
}

/** Written beside, synced, then moved into place: a reader sees the old file or the new one. */
async function writeSites(file: string, sites: readonly Site[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify({ sites }, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

async function stampOf(file: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (error) {
    if (isMissing(error)) return 'missing';
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
