import type { AppDependencies } from '../../src/http/app-dependencies.ts';
import { type AppOptions, createApp } from '../../src/http/create-app.ts';
import { listen, type RunningServer } from '../../src/http/listen.ts';
import type { Logger } from '../../src/ports/logger.ts';
import { fakeAppDependencies } from './fake-app-dependencies.ts';

export type LogLine = { level: string; event: string; fields: Readonly<Record<string, unknown>> };
export type RunningApp = RunningServer & { readonly log: readonly LogLine[] };

/** A logger that remembers its lines. */
export function rememberingLogger(lines: LogLine[]): Logger {
  const remember =
    (level: string) =>
    (event: string, fields: Readonly<Record<string, unknown>> = {}) => {
      lines.push({ level, event, fields });
    };
  return { info: remember('info'), warn: remember('warn'), error: remember('error') };
}

/** A real server on a free port over fake dependencies. The caller closes it. */
export async function startApp(
  changes: Partial<AppDependencies> = {},
  options: Partial<AppOptions> & { readonly graceMs?: number } = {},
): Promise<RunningApp> {
  const log: LogLine[] = [];
  const [stopping, shutdown] = [new AbortController(), new AbortController()];
  const app = createApp(fakeAppDependencies(changes), {
    logger: rememberingLogger(log),
    rateLimits: null,
    ...options,
    ...{ stoppingSignal: stopping.signal, shutdownSignal: shutdown.signal },
  });
  const graceMs = options.graceMs ?? 500;
  const server = await listen(app, { host: '127.0.0.1', port: 0, stopping, shutdown, graceMs });
  return { ...server, log };
}
