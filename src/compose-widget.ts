import { join } from 'node:path';
import { readSecret } from './adapters/settings-files/secret-file.ts';
import { createSitesFile } from './adapters/settings-files/sites-file.ts';
import { openSqliteSiteUsage } from './adapters/sqlite/sqlite-site-usage.ts';
import type { WidgetDependencies } from './http/widget/widget-routes.ts';
import type { Clock } from './ports/clock.ts';
import type { Logger } from './ports/logger.ts';
import type { SiteRegistry } from './ports/site-registry.ts';

export function composeSites(options: {
  readonly dataFolder: string;
  readonly logger: Logger;
}): SiteRegistry {
  return createSitesFile({ file: join(options.dataFolder, 'sites.json'), logger: options.logger });
}

/** What partner sites need: their registry, their counts, the key that signs for them. */
export async function composeWidget(options: {
  readonly dataFolder: string;
  readonly logger: Logger;
  readonly clock: Clock;
}): Promise<WidgetDependencies & { close(): Promise<void> }> {
  const usage = await openSqliteSiteUsage({ folder: options.dataFolder, clock: options.clock });
  return {
    sites: composeSites(options),
    usage,
    key: await readSecret(options.dataFolder),
    now: () => options.clock.now(),
    close: () => usage.close(),
  };
}
