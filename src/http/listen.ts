import { EventEmitter, once, setMaxListeners } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { isIPv6 } from 'node:net';

export type ListenOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Aborted by `close` at once, so that the app can say that it is no longer ready while answers finish. */
  readonly stopping?: AbortController;
  /** Aborted by `close` when answers had their time; the app must have been made with its signal, so that open streams end with a word. */
  readonly shutdown: AbortController;
  /** How long `close` takes at most; for the first part of it answers are let finish. */
  readonly graceMs?: number;
  /** How long a connection is kept for a next request, as callers are told; it is closed a second later. */
  readonly keepAliveMs?: number;
  readonly onConnection?: () => void;
};

export type RunningServer = {
  readonly url: string;
  readonly port: number;
  /**
   * Lets answers finish, and meanwhile goes on listening: whoever sends visitors here learns that it is not ready before connections
   * are refused. Then stops accepting, ends the streams still open with a word, and at last cuts what is left.
   */
  close(): Promise<void>;
};

const headersTimeoutMs = 5_000;
const requestTimeoutMs = 10_000;
/** Visitors hold a connection each: kept for long, a crowd of them would be most of the memory and of the open files. */
const visitorKeepAliveMs = 5_000;
/**
 * A proxy holds a few and goes by its own time, 60 s in nginx and in most others: whoever closes first, as a request is on its way,
 * leaves it without a reply.
 */
const proxyKeepAliveMs = 65_000;
/** Below the ten seconds after which most process managers kill. */
const defaultGraceMs = 7_000;
const finishingShare = 0.7;
/** Connections that wait to be taken while the thread is busy. Beyond it the system drops them, and callers try again after 1, 3, 7, 15 s. */
const waitingConnections = 4096;

/** Opens the port. @throws the system's error when the address cannot be taken. */
export async function listen(app: RequestListener, options: ListenOptions): Promise<RunningServer> {
  // One listener for each open stream.
  setMaxListeners(0, options.shutdown.signal);
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: options.keepAliveMs ?? visitorKeepAliveMs,
      // How often the two limits above are looked at; the default of 30 s would make them 35 and 40 s.
      connectionsCheckingInterval: 1_000,
    },
    app,
  );
  if (options.onConnection) server.on('connection', options.onConnection);
  const underWay = countRequests(server, options.stopping?.signal);
  const port = await bind(server, options);
  return {
    port,
    url: `http://${isIPv6(options.host) ? `[${options.host}]` : options.host}:${port}`,
    close: () => closeGracefully(server, options, underWay),
  };
}

/** How long connections are kept, by who is at their other end: the proxies in front, or the visitors themselves. */
export function keepAliveMsBehind(trustedProxies: readonly string[]): number {
  return trustedProxies.length > 0 ? proxyKeepAliveMs : visitorKeepAliveMs;
}

async function bind(server: Server, { host, port }: ListenOptions): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, backlog: waitingConnections }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

type UnderWay = { noneWithin(ms: number): Promise<void> };

/** Counts the requests being answered. Who asks again while the service stops is made to connect anew, perhaps to another one. */
function countRequests(server: Server, stopping: AbortSignal | undefined): UnderWay {
  let count = 0;
  const ended = new EventEmitter();
  server.on('request', (_request, response) => {
    count += 1;
    if (stopping?.aborted) response.shouldKeepAlive = false;
    response.once('close', () => {
      count -= 1;
      if (count === 0) ended.emit('none');
    });
  });
  return {
    async noneWithin(ms) {
      if (count === 0) return;
      await once(ended, 'none', { signal: AbortSignal.timeout(ms) }).catch(() => undefined);
    },
  };
}

async function closeGracefully(server: Server, options: ListenOptions, underWay: UnderWay): Promise<void> {
  const graceMs = options.graceMs ?? defaultGraceMs;
  options.stopping?.abort();
  await underWay.noneWithin(graceMs * finishingShare);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  options.shutdown.abort();
  // A connection whose last request ends now would otherwise be kept open for the next one.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const limit = setTimeout(() => server.closeAllConnections(), graceMs * (1 - finishingShare));
  await closed;
  clearTimeout(limit);
  clearInterval(sweep);
}
