import { existsSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPinoLogger } from './adapters/pino/pino-logger.ts';
import { createPrometheusMetrics } from './adapters/prometheus/prometheus-metrics.ts';
import { createKeyFile } from './adapters/settings-files/key-file.ts';
import { KEY_FILE } from './cli-keys.ts';
import { type Assistant, composeAssistant } from './compose.ts';
import { composeFoundation } from './compose-foundation.ts';
import { composeMcp } from './compose-mcp.ts';
import { measureAnswers } from './compose-metrics.ts';
import { keepForgetting } from './compose-retention.ts';
import { composeTracer, traceAnswers } from './compose-tracing.ts';
import { composeWidget } from './compose-widget.ts';
import { type Config, readConfig } from './config.ts';
import { AssistantError } from './domain/errors.ts';
import { admitOnly, createAdmission } from './http/admission.ts';
import { createApp } from './http/create-app.ts';
import { keepAliveMsBehind, listen } from './http/listen.ts';
import type { AnswerMcp } from './http/mcp-route.ts';
import { defaultRateLimits } from './http/middleware/rate-limits.ts';
import { createProgressLine, describeReport } from './ingestion-report.ts';
import type { Logger } from './ports/logger.ts';

/** The built page lies beside the compiled server (dist/web), or under dist when run from source. */
const WEB_FOLDERS = ['./web/', '../dist/web/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Serves until a signal: ingests what is stale, listens, and closes cleanly. */
export async function serve(config: Config): Promise<void> {
  const metrics = createPrometheusMetrics();
  const logger = createPinoLogger(config.logLevel);
  const tracer = await composeTracer(config, logger);
  const foundation = await composeFoundation(config, { logger, metrics, tracer });
  const progress = createProgressLine(process.stderr);
  const assistant = await composeAssistant(foundation, {
    onProgress: progress.show,
    onReport: (report) => {
      progress.end();
      process.stderr.write(`${describeReport(report)}\n`);
    },
  });
  const { clock } = foundation;
  const widget = await composeWidget({ dataFolder: config.folders.data, logger, clock });
  const [stopping, shutdown] = [new AbortController(), new AbortController()];
  const webDirectory = WEB_FOLDERS.find((folder) => existsSync(`${folder}assets`));
  const admission = createAdmission(config.server.admission, metrics);
  const watched = tracer ? traceAnswers(assistant, tracer) : assistant;
  const served = admitOnly(measureAnswers(watched, metrics), admission);
  const app = createApp(served, {
    logger,
    widget,
    rateLimits: config.server.isRateLimited ? defaultRateLimits : null,
    trustedProxies: config.server.trustedProxies,
    publicUrl: publicUrlOf(config),
    hosts: hostsOf(config),
    admission,
    metrics: { metrics, token: config.server.metricsToken },
    answerMcp: lazyMcpEndpoint(served, logger),
    clientKeys: isForThisMachineOnly(config)
      ? null
      : createKeyFile({ file: join(config.folders.data, KEY_FILE), clock }),
    ...{ stoppingSignal: stopping.signal, shutdownSignal: shutdown.signal },
    ...(webDirectory ? { webDirectory } : {}),
  });
  const { host, port, trustedProxies } = config.server;
  const onConnection = admission.noticeConnection;
  const keepAliveMs = keepAliveMsBehind(trustedProxies);
  const server = await listen(app, { host, port, stopping, shutdown, keepAliveMs, onConnection });
  // What an earlier process left half judged goes on, behind the first visitors.
  await assistant.batches.resume();
  process.stdout.write(`Elqui is ready at ${server.url}\n`);
  const stopForgetting = keepForgetting({ clock, logger, stores: [...assistant.expiring, widget.usage] });
  await untilSignal();
  stopForgetting();
  await server.close();
  await assistant.close();
  await widget.close();
  await tracer?.close();
}

/** Bound to loopback with no proxy in front: whoever gets there is on this machine. */
function isForThisMachineOnly({ server: { host, trustedProxies } }: Config): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host) && trustedProxies.length === 0;
}

/** The names that requests may be for; null where only the proxies in front know them. */
function hostsOf(config: Config): readonly string[] | null {
  const { publicUrl, host } = config.server;
  const own = [host, 'localhost', '127.0.0.1', '[::1]'];
  if (publicUrl !== null) return [...own, new URL(publicUrl).hostname];
  return isForThisMachineOnly(config) ? own : null;
}

/** The protocol's library is loaded when somebody first speaks it. */
function lazyMcpEndpoint(assistant: Assistant, logger: Logger): AnswerMcp {
  let endpoint: Promise<AnswerMcp> | null = null;
  return async (request, response, body) => {
    endpoint ??= import('./mcp/serve-mcp.ts').then(({ createMcpEndpoint }) =>
      createMcpEndpoint(composeMcp(assistant), logger),
    );
    await (await endpoint)(request, response, body);
  };
}

function publicUrlOf({ server: { host, port, publicUrl } }: Config): string {
  return publicUrl ?? `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

async function untilSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
  });
}

/** Ends with one clear line instead of a stack; a fault that is ours still shows where it happened. */
export function reportFatal(error: unknown): void {
  const isExpected = error instanceof AssistantError || (error instanceof Error && 'code' in error);
  process.stderr.write(
    `${isExpected ? (error as Error).message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exitCode = 1;
}

if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  try {
    await serve(readConfig());
    process.exit(0);
  } catch (error) {
    reportFatal(error);
    process.exit(1);
  }
}
