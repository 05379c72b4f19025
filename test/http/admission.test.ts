import { afterEach, describe, expect, it } from 'vitest';
import { createPrometheusMetrics } from '../../src/adapters/prometheus/prometheus-metrics.ts';
import { measureAnswers } from '../../src/compose-metrics.ts';
import { admitOnly, createAdmission } from '../../src/http/admission.ts';
import { anAnswer, eventsOf, fakeAppDependencies, started } from '../support/fake-app-dependencies.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';

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
  const admitted = admitOnly(measureAnswers(slow, metrics), createAdmission(limits, metrics));
  app = await startApp(admitted, { metrics: { metrics, token: null } });
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
