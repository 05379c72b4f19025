import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { AssistantError } from '../../domain/errors.ts';
import { type Site, sitesFileSchema } from '../../domain/site.ts';
import type { Logger } from '../../ports/logger.ts';
import type { SiteRegistry } from '../../ports/site-registry.ts';
import { isMissing, stampOf, writeSettings } from './whole-file.ts';

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
      await writeSettings(options.file, { sites: [...others, site] });
    },
    remove: async (id) => {
      const sites = await readSites(options.file);
      const others = sites.filter((site) => site.id !== id);
      if (others.length === sites.length) return false;
      await writeSettings(options.file, { sites: others });
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
