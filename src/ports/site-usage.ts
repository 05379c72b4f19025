/** How many answers each site has been given on each day. Survives a restart; a site cannot win a second budget by one. */
export type SiteUsage = {
  /** Counts one more answer of the day ("2031-04-27"), unless `limit` is reached: then false, and nothing is counted. */
  take(siteId: string, day: string, limit: number): Promise<boolean>;
  countOf(siteId: string, day: string): Promise<number>;
  /** Forgets days that nobody needs any more; returns how many counts went. */
  forgetExpired(): Promise<number>;
  close(): Promise<void>;
};
