import { request } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { keepAliveMsBehind, listen, type RunningServer } from '../../src/http/listen.ts';

let server: RunningServer | undefined;
afterEach(() => server?.close());

/** Node's own client: what fetch is told of a connection is not shown. */
async function announcedTo(trustedProxies: readonly string[]): Promise<string> {
  server = await listen((_request, response) => response.end('{}'), {
    ...{ host: '127.0.0.1', port: 0, shutdown: new AbortController(), graceMs: 100 },
    keepAliveMs: keepAliveMsBehind(trustedProxies),
  });
  const { url } = server;
  return await new Promise((resolve, reject) => {
    const headers = { connection: 'keep-alive' };
    const asked = request(url, { headers }, (response) => {
      response.resume();
      resolve(String(response.headers['keep-alive']));
    });
    asked.once('error', reject).end();
  });
}

it('keeps a connection longer than the proxy in front, which would else send a request into one that is being closed', async () => {
  expect(await announcedTo(['172.30.0.0/24'])).toBe('timeout=65');
});

it('keeps the connection of a visitor for seconds only, and says how long', async () => {
  expect(await announcedTo([])).toBe('timeout=5');
});
