import type { Site } from '../domain/site.ts';

/** The sites that may embed the widget. What another process saved is seen without a restart. */
export type SiteRegistry = {
  find(id: string): Promise<Site | null>;
  list(): Promise<readonly Site[]>;
  /** Adds the site, or replaces the one of the same id. */
  save(site: Site): Promise<void>;
  /** False when there was none. */
  remove(id: string): Promise<boolean>;
};
