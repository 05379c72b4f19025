import { setMaxListeners } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { isIPv6 } from 'node:net';

export type ListenOptions = {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Aborted by `close`; the app must have been made with its signal, so that open streams end with a word. */
  readonly shutdown: AbortController;
  /** How long `close` waits for requests under way; for the first part of it answers are let finish. */
  readonly graceMs?: number;
  readonly onConnection?: () => void;
};

export type RunningServer = {
  readonly url: string;
  readonly port: number;
  /** Stops accepting, lets answers finish, ends the streams still open with a word, and at last cuts what is left. */
  close(): Promise<void>;
};

const headersTimeoutMs = 5_000;
const requestTimeoutMs = 10_000;
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
      // How often the two limits above are looked at; the default of 30 s would make them 35 and 40 s.
      connectionsCheckingInterval: 1_000,
    },
    app,
  );
  if (options.onConnection) server.on('connection', options.onConnection);
  const port = await bind(server, options);
  return {
    port,
    url: `http://${isIPv6(options.host) ? `[${options.host}]` : options.host}:${port}`,
    close: () => closeGracefully(server, options),
  };
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

async function closeGracefully(server: Server, options: ListenOptions): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const graceMs = options.graceMs ?? defaultGraceMs;
  const finishing = setTimeout(() => options.shutdown.abort(), graceMs * finishingShare);
  // A connection whose last request ends now would otherwise be kept open for the next one.
  const sweep = setInterval(() => server.closeIdleConnections(), 100);
  const limit = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(finishing);
  clearTimeout(limit);
  clearInterval(sweep);
  options.shutdown.abort();
}
