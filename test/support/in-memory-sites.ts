import { type Site, siteSchema } from '../../src/domain/site.ts';
import type { WidgetDependencies } from '../../src/http/widget/widget-routes.ts';
import type { SiteRegistry } from '../../src/ports/site-registry.ts';
import type { SiteUsage } from '../../src/ports/site-usage.ts';

export function aSite(changes: Partial<Site> = {}): Site {
  return siteSchema.parse({ id: 'muni', origins: ['https://www.muni.cl'], ...changes });
}

function createInMemorySites(initial: readonly Site[] = []): SiteRegistry {
  const sites = new Map(initial.map((site) => [site.id, site]));
  return {
    find: async (id) => sites.get(id) ?? null,
    list: async () => [...sites.values()],
    save: async (site) => {
      sites.set(site.id, site);
    },
    remove: async (id) => sites.delete(id),
  };
}

function createInMemoryUsage(): SiteUsage {
  const counts = new Map<string, number>();
  const countOf = (siteId: string, day: string) => counts.get(`${siteId} ${day}`) ?? 0;
  return {
    take: async (siteId, day, limit) => {
      const count = countOf(siteId, day);
      if (count >= limit) return false;
      counts.set(`${siteId} ${day}`, count + 1);
      return true;
    },
    countOf: async (siteId, day) => countOf(siteId, day),
    forgetExpired: async () => 0,
    close: async () => {},
  };
}

/** A widget's surroundings whose time the test sets. */
export function aWidget(
  sites: readonly Site[] = [aSite()],
): WidgetDependencies & { setTime(time: string): void } {
  let now = new Date('2031-04-27T12:00:00Z');
  return {
    sites: createInMemorySites(sites),
    usage: createInMemoryUsage(),
    key: Buffer.alloc(32, 7),
    now: () => now,
    setTime: (time) => {
      now = new Date(time);
    },
  };
}
