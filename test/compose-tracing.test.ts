import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { z } from 'zod';
import { composeTracer, traceAnswers } from '../src/compose-tracing.ts';
import type { AnswerEvent } from '../src/domain/answer.ts';
import { AssistantError } from '../src/domain/errors.ts';
import type { Tracer } from '../src/ports/tracer.ts';
import { anAnswer, eventsOf, fakeAppDependencies, started } from './support/fake-app-dependencies.ts';
import { attributeOf, type FakeCollector, startFakeCollector } from './support/fake-collector.ts';
import { startService } from './support/running-service.ts';
import { createSilentLogger } from './support/silent-logger.ts';

const QUESTION = '¿Qué dice el documento sobre la soledad de las personas mayores?';
const IDEA = 'Un taller donde vecinas reparan ropa usada y la venden en la feria del domingo.';
/** The API of the name alone comes with the counters' library, which it is a part of. */
const OF_TRACES = /opentelemetry-tracer|@opentelemetry\/(?!api\/)/;
const logger = createSilentLogger();
let folder: string;
let collector: FakeCollector;
let service: ChildProcess | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elqui-traces-'));
  collector = await startFakeCollector();
});
afterEach(async () => {
  service?.kill('SIGKILL');
  await collector.close();
  await rm(folder, { recursive: true, force: true });
});

const notesSchema = z.looseObject({ result: z.array(z.looseObject({ url: z.string() })) });

/** The addresses of all that the whole service loads; `ask` is run against it before it is told to stop. */
async function serveOnce(
  environment: Record<string, string>,
  ask: (url: string) => Promise<void> = async () => undefined,
): Promise<string[]> {
  const { url, process: running } = await startService(
    {
      ...{ DATA_DIR: folder, INDEX_DIR: inject('indexFolder'), NODE_V8_COVERAGE: join(folder, 'loaded') },
      ...environment,
    },
    (process) => {
      service = process;
    },
  );
  await ask(url);
  const exit = once(running, 'exit');
  running.kill('SIGTERM');
  expect((await exit)[0]).toBe(0);
  const names = await readdir(join(folder, 'loaded'));
  const notes = await Promise.all(names.map((name) => readFile(join(folder, 'loaded', name), 'utf8')));
  return notes.flatMap((note) => notesSchema.parse(JSON.parse(note)).result.map((script) => script.url));
}

async function readAll(events: AsyncIterable<AnswerEvent>): Promise<void> {
  for await (const _event of events);
}

async function post(url: string, body: unknown): Promise<number> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  await response.text();
  return response.status;
}

describe('the service', { timeout: 60_000 }, () => {
  it('sends a trace of each answer with its stages, and nothing that was asked', async () => {
    const loaded = await serveOnce({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.endpoint}/` }, async (url) => {
      expect(await post(`${url}/api/chat`, { message: QUESTION })).toBe(200);
      expect(await post(`${url}/api/match`, { idea: IDEA })).toBe(200);
    });
    expect(loaded.filter((url) => OF_TRACES.test(url)).length).toBeGreaterThan(1);
    expect(collector.paths()).toEqual([
      ...['answer/draft/understand', 'answer/draft/retrieve', 'answer/draft/decide', 'answer/draft'],
      ...['answer/tell', 'answer', 'match'],
    ]);
    expect([...collector.services]).toEqual(['elqui']);
    const answer = collector.spans.find(({ name }) => name === 'answer');
    expect(answer && attributeOf(answer, 'elqui.kind')).toBe('answer');
    expect(answer && attributeOf(answer, 'elqui.answerer')).toBe('documents');
    const sent = collector.bodies.join('\n');
    for (const word of ['soledad', 'mayores', 'vecinas', 'feria']) expect(sent).not.toContain(word);
  });

  it('loads nothing of OpenTelemetry while no collector is configured', async () => {
    const loaded = await serveOnce({ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, async (url) => {
      expect(await post(`${url}/api/chat`, { message: QUESTION })).toBe(200);
    });
    expect(loaded.some((url) => url.includes('src/server.ts'))).toBe(true);
    expect(loaded.filter((url) => OF_TRACES.test(url))).toEqual([]);
    expect(collector.bodies).toEqual([]);
  });
});

it('the service does not start where a collector is configured and the packages are missing', async () => {
  vi.doMock('../src/adapters/opentelemetry/opentelemetry-tracer.ts', () => {
    throw new Error('Cannot find package');
  });
  const tracing = { endpoint: collector.endpoint, serviceName: 'elqui' };
  await expect(composeTracer({ tracing }, logger)).rejects.toMatchObject({
    code: 'invalid-environment',
    message: expect.stringContaining('run npm ci'),
  });
  vi.doUnmock('../src/adapters/opentelemetry/opentelemetry-tracer.ts');
});

describe('a trace', () => {
  const tracing = () => ({ tracing: { endpoint: collector.endpoint, serviceName: 'elqui' } });
  const signal = new AbortController().signal;

  async function traced(work: (tracer: Tracer) => Promise<void>): Promise<void> {
    const tracer = await composeTracer(tracing(), logger);
    if (!tracer) throw new Error('no tracer');
    await work(tracer);
    await tracer.close();
  }
  const statusOf = (path: string) => collector.spans[collector.paths().indexOf(path)]?.status.message;

  it('tells the code of what failed, and not its message', async () => {
    await traced(async (tracer) => {
      async function* failing() {
        yield* [{ type: 'answer-start' as const, kind: 'answer' as const, engine: anAnswer().engine }];
        throw new AssistantError('model-failed', 'secret of ours');
      }
      const { startAnswer } = traceAnswers(
        fakeAppDependencies({ startAnswer: async () => started(failing()) }),
        tracer,
      );
      const { events } = await startAnswer({ message: 'agua' }, signal);
      await expect(readAll(events)).rejects.toThrow('secret');
    });
    expect([...collector.paths()].sort()).toEqual(['answer', 'answer/draft', 'answer/tell']);
    expect([statusOf('answer'), statusOf('answer/draft')]).toEqual(['model-failed', undefined]);
    expect(collector.bodies.join('')).not.toContain('secret');
  });

  it('is ended where nobody waits for the answer any more', async () => {
    const leaving = new AbortController();
    await traced(async (tracer) => {
      const { startAnswer } = traceAnswers(
        fakeAppDependencies({ startAnswer: async () => started(eventsOf(anAnswer())) }),
        tracer,
      );
      await startAnswer({ message: 'agua' }, leaving.signal);
      leaving.abort();
    });
    expect([statusOf('answer'), statusOf('answer/draft')]).toEqual(['cancelled', 'cancelled']);
  });
});
