import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { createOpenTelemetryTracer } from '../../src/adapters/opentelemetry/opentelemetry-tracer.ts';
import type { Tracer } from '../../src/ports/tracer.ts';
import { attributeOf, type FakeCollector, startFakeCollector } from '../support/fake-collector.ts';
import { type LogLine, rememberingLogger } from '../support/running-app.ts';

let collector: FakeCollector;
afterEach(() => collector.close());

async function start(status = 200): Promise<{ tracer: Tracer; log: LogLine[] }> {
  collector = await startFakeCollector({ status });
  const log: LogLine[] = [];
  const { endpoint } = collector;
  const logger = rememberingLogger(log);
  return { tracer: createOpenTelemetryTracer({ endpoint, serviceName: 'elqui-sur', logger }), log };
}

it('sends each span within the one around it, also those begun after a wait', async () => {
  const { tracer } = await start();
  const work = async (name: string) => {
    const outer = tracer.begin(name);
    await outer.run(async () => {
      await sleep(5);
      const inner = tracer.begin('inner');
      await inner.run(async () => await sleep(5));
      inner.end();
    });
    outer.end();
  };
  await Promise.all([work('one'), work('two')]);
  await tracer.close();
  expect([...collector.paths()].sort()).toEqual(['one', 'one/inner', 'two', 'two/inner']);
  expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(2);
  expect([...collector.services]).toEqual(['elqui-sur']);
});

it('tells how a span ended, and only the first time that it is told', async () => {
  const { tracer } = await start();
  const good = tracer.begin('good');
  good.end({ attributes: { 'elqui.citations': 2 } });
  good.end({ failure: 'cancelled' });
  tracer.begin('bad').end({ failure: 'model-failed' });
  await tracer.close();
  const [first, second] = collector.spans;
  expect([first && attributeOf(first, 'elqui.citations'), first?.status.message]).toEqual([2, undefined]);
  expect([second?.status.code, second?.status.message]).toEqual([2, 'model-failed']);
});

it('tells once that a collector refuses, and holds nobody up', async () => {
  const { tracer, log } = await start(500);
  tracer.begin('lost').end();
  const closedAt = performance.now();
  await tracer.close();
  expect(performance.now() - closedAt).toBeLessThan(2500);
  expect(log.filter(({ event }) => event === 'traces-not-sent')).toHaveLength(1);
});

it('gives up on a collector that does not answer', async () => {
  const { tracer } = await start();
  await collector.close();
  const silent = await startSilentServer();
  const deaf = createOpenTelemetryTracer({
    ...{ endpoint: silent.endpoint, serviceName: 'elqui' },
    logger: rememberingLogger([]),
  });
  deaf.begin('lost').end();
  const closedAt = performance.now();
  await deaf.close();
  expect(performance.now() - closedAt).toBeLessThan(2500);
  await silent.close();
  await tracer.close();
});

async function startSilentServer(): Promise<{ endpoint: string; close(): Promise<void> }> {
  const { createServer } = await import('node:net');
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${port}/`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
