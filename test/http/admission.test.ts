import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createPrometheusMetrics } from '../../src/adapters/prometheus/prometheus-metrics.ts';
import { measureAnswers } from '../../src/compose-metrics.ts';
import { admitOnly, createAdmission } from '../../src/http/admission.ts';
import { createMcpEndpoint } from '../../src/mcp/serve-mcp.ts';
import { anAnswer, eventsOf, fakeAppDependencies, started } from '../support/fake-app-dependencies.ts';
import { aSite, aWidget } from '../support/in-memory-sites.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';
import { createSilentLogger } from '../support/silent-logger.ts';

const SITE = 'https://www.muni.cl';
let app: RunningApp | undefined;
afterEach(async () => {
  await app?.close();
  app = undefined;
});

/** An app whose answers wait until the test lets them go. */
async function crowdedApp(limits: { slots: number; queue: number; waitMs: number }) {
  const release: (() => void)[] = [];
  const metrics = createPrometheusMetrics();
  async function* slowEvents() {
    await new Promise<void>((resolve) => release.push(resolve));
    yield* eventsOf(anAnswer());
  }
  const slow = fakeAppDependencies({ startAnswer: async () => started(slowEvents()) });
  const admission = createAdmission(limits, metrics);
  const admitted = admitOnly(measureAnswers(slow, metrics), admission);
  app = await startApp(admitted, {
    ...{ admission, metrics: { metrics, token: null }, hosts: ['127.0.0.1'] },
    widget: aWidget([aSite({ origins: [SITE] })]),
    answerMcp: createMcpEndpoint({ ...admitted, answer: async () => anAnswer() }, createSilentLogger()),
  });
  const { url } = app;
  const ask = (signal?: AbortSignal) =>
    fetch(`${url}/api/chat`, {
      ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"message":"agua"}' },
      ...(signal ? { signal } : {}),
    });
  const scrape = async () => await (await fetch(`${url}/metrics`)).text();
  return { ask, release, scrape, url };
}

describe('a crowd', () => {
  it('is answered a few at a time, then in line, and told to come back beyond that', async () => {
    const { ask, release, scrape } = await crowdedApp({ slots: 2, queue: 3, waitMs: 5000 });
    const replies = Array.from({ length: 8 }, () => ask());
    await expect.poll(() => release.length).toBe(2);
    await expect.poll(scrape).toContain('elqui_answers_under_way{state="waiting"} 3');
    const refused = await Promise.any(replies.map(async (reply) => await reply));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    for (let i = 0; i < 5; i++) {
      await expect.poll(() => release.length).toBeGreaterThan(i);
      release[i]?.();
    }
    const statuses = (await Promise.all(replies)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, 200, 200, 200, 200, 503, 503, 503]);
    expect(await scrape()).toContain('elqui_answers_refused_total 3');
    expect(await scrape()).toContain('elqui_answers_under_way{state="busy"} 0');
  });

  it('does not wait in line for longer than is said', async () => {
    const { ask, release } = await crowdedApp({ slots: 1, queue: 3, waitMs: 100 });
    const first = ask();
    await expect.poll(() => release.length).toBe(1);
    expect((await ask()).status).toBe(503);
    release[0]?.();
    expect((await first).status).toBe(200);
  });

  it('makes room when somebody leaves, in line or at work', async () => {
    const { ask, release, scrape } = await crowdedApp({ slots: 1, queue: 1, waitMs: 5000 });
    const leaving = new AbortController();
    const gone = [ask(leaving.signal), ask(leaving.signal)].map((reply) => reply.catch(() => null));
    await expect.poll(() => release.length).toBe(1);
    leaving.abort();
    await Promise.all(gone);
    release[0]?.();
    await expect.poll(scrape).toContain('elqui_answers_under_way{state="busy"} 0');
    // The one in line may have had its turn for a moment.
    const begun = release.length;
    const next = ask();
    await expect.poll(() => release.length).toBe(begun + 1);
    release[begun]?.();
    expect((await next).status).toBe(200);
  });
});

describe('the line', () => {
  const never = new AbortController().signal;

  it('lets nobody in while its first has waited half of the longest wait', async () => {
    let clock = 0;
    const admission = createAdmission({ slots: 1, queue: 100, waitMs: 60_000 }, undefined, () => clock);
    const leave = await admission.enter(never);
    const waiting = admission.enter(never);
    clock = 29_000;
    expect(admission.isFull()).toBe(false);
    clock = 31_000;
    expect(admission.isFull()).toBe(true);
    await expect(admission.enter(never)).rejects.toMatchObject({ code: 'overloaded' });
    leave();
    (await waiting)();
    expect(admission.isFull()).toBe(false);
  });

  it('hands a place to its first: whoever comes just then does not overtake', async () => {
    const admission = createAdmission({ slots: 1, queue: 10, waitMs: 60_000 });
    const order: string[] = [];
    const leave = await admission.enter(never);
    const first = admission.enter(never).then((out) => {
      order.push('first');
      out();
    });
    leave();
    const late = admission.enter(never).then((out) => {
      order.push('late');
      out();
    });
    await Promise.all([first, late]);
    expect(order).toEqual(['first', 'late']);
  });

  it('keeps no place for who left at the very moment of the turn', async () => {
    const admission = createAdmission({ slots: 1, queue: 0, waitMs: 60_000 });
    const leaving = new AbortController();
    const entering = admission.enter(leaving.signal);
    leaving.abort();
    await expect(entering).rejects.toMatchObject({ code: 'cancelled' });
    expect(admission.isFull()).toBe(false);
    await expect(admission.enter(leaving.signal)).rejects.toMatchObject({ code: 'cancelled' });
    (await admission.enter(never))();
  });

  it('lets those who have come be heard before an answer is begun, and not for ever', async () => {
    const admission = createAdmission({ slots: 1, queue: 0, waitMs: 60_000 });
    let isCrowd = true;
    let arrivals = 0;
    const crowd = () => {
      if (!isCrowd) return;
      arrivals += 1;
      admission.noticeConnection();
      setImmediate(crowd);
    };
    crowd();
    await admission.enter(never);
    isCrowd = false;
    expect(arrivals).toBeGreaterThan(10);
  });

  it('turns away before anything is read of a request, on every door', async () => {
    const { ask, release, url } = await crowdedApp({ slots: 1, queue: 0, waitMs: 5000 });
    const first = ask();
    await expect.poll(() => release.length).toBe(1);
    for (const path of DOORS) {
      const headers = { 'content-type': 'application/json', origin: path.startsWith('/widget') ? SITE : url };
      const refused = await fetch(`${url}${path}`, { method: 'POST', headers, body: '{"not json' });
      expect([path, refused.status, refused.headers.get('retry-after')]).toEqual([path, 503, '5']);
      expect(refused.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await shapeOf(refused)).toBe(shapeAt(path));
      // A page of elsewhere reads the refusal, and when to come back, only with these.
      if (!path.startsWith('/widget')) continue;
      expect(refused.headers.get('access-control-allow-origin')).toBe(SITE);
      expect(refused.headers.get('access-control-expose-headers')).toContain('retry-after');
    }
    release[0]?.();
    expect((await first).status).toBe(200);
  });

  it('is as long at whatever address it is joined, and a stream under way in it comes to its end', async () => {
    const { release, url, ask } = await crowdedApp({ slots: 1, queue: 1, waitMs: 5000 });
    const body = '{"model":"elqui","stream":true,"messages":[{"role":"user","content":"agua"}]}';
    const stream = async () => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers, body });
      return { status: response.status, text: await response.text() };
    };
    const both = [stream(), stream()];
    await expect.poll(async () => (await ask()).status).toBe(503);
    const late = await stream();
    expect([late.status, late.text]).toEqual([503, expect.stringMatching(/^\{"error":\{"message":/)]);
    for (let turn = 0; turn < 2; turn++) {
      await expect.poll(() => release.length).toBeGreaterThan(turn);
      release[turn]?.();
    }
    for (const { status, text } of await Promise.all(both)) {
      expect([status, text.trimEnd().endsWith('data: [DONE]')]).toEqual([200, true]);
    }
  });

  it('is told to speakers of the Model Context Protocol as an error of theirs', async () => {
    const { ask, release, url } = await crowdedApp({ slots: 1, queue: 0, waitMs: 5000 });
    const client = new Client({ name: 'test', version: '1' });
    // The client's transport types do not know exactOptionalPropertyTypes.
    await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`)) as never);
    const first = ask();
    await expect.poll(() => release.length).toBe(1);
    await expect(client.callTool({ name: 'ask', arguments: { message: 'agua' } })).rejects.toThrow(
      /"jsonrpc":"2\.0","error":\{"code":-32000/,
    );
    release[0]?.();
    expect((await first).status).toBe(200);
    const answered = await client.callTool({ name: 'ask', arguments: { message: 'agua' } });
    expect(answered.isError).toBeUndefined();
    await client.close();
  });
});

const DOORS = [
  ...['/api/chat', '/api/match', '/v1/chat/completions', '/mcp', '/MCP/'],
  ...['/widget/v1/chat', '/widget/v1/match'],
];
const shapes = {
  problem: z.looseObject({ code: z.literal('overloaded'), title: z.string() }),
  openai: z.strictObject({ error: z.looseObject({ code: z.literal('overloaded'), type: z.string() }) }),
  jsonrpc: z.strictObject({
    ...{ jsonrpc: z.literal('2.0'), id: z.null() },
    error: z.looseObject({ code: z.literal(-32000), message: z.string().min(1) }),
  }),
};

async function shapeOf(response: Response): Promise<string> {
  const body: unknown = await response.json();
  const found = Object.entries(shapes).find(([, schema]) => schema.safeParse(body).success);
  return `${found?.[0]} as ${response.headers.get('content-type')}`;
}

function shapeAt(path: string): string {
  if (path.startsWith('/v1')) return 'openai as application/json; charset=utf-8';
  if (/^\/mcp/i.test(path)) return 'jsonrpc as application/json; charset=utf-8';
  return 'problem as application/problem+json; charset=utf-8';
}

describe('the counters', () => {
  it('tell requests by route pattern and answers by kind, and nothing that a visitor wrote', async () => {
    const { ask, release, scrape, url } = await crowdedApp({ slots: 1, queue: 1, waitMs: 100 });
    const reply = ask();
    await expect.poll(() => release.length).toBe(1);
    release[0]?.();
    await reply;
    await fetch(`${url}/api/search?q=secreto`);
    await fetch(`${url}/nada/secreto`);
    const text = await scrape();
    expect(text).toContain(
      'elqui_http_request_seconds_count{method="GET",route="/api/search",status="200"} 1',
    );
    expect(text).toContain('elqui_answer_seconds_count{kind="answer",answerer="documents"} 1');
    expect(text).toContain('elqui_answer_stage_seconds_count{stage="draft"} 1');
    expect(text).toContain('elqui_answer_stage_seconds_count{stage="tell"} 1');
    expect(text).not.toContain('secreto');
  });

  it('are for this machine, or for who shows the token', async () => {
    const metrics = createPrometheusMetrics();
    app = await startApp({}, { metrics: { metrics, token: null } });
    const status = async (headers: Record<string, string>) =>
      (await fetch(`${app?.url}/metrics`, { headers })).status;
    expect(await status({})).toBe(200);
    expect(await status({ 'x-forwarded-for': '10.0.0.1' })).toBe(404);
    await app.close();
    app = await startApp({}, { metrics: { metrics, token: 'right' } });
    expect(await status({})).toBe(404);
    expect(await status({ authorization: 'Bearer wrong' })).toBe(404);
    expect(await status({ authorization: 'Bearer right', 'x-forwarded-for': '10.0.0.1' })).toBe(200);
  });
});
