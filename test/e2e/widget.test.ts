import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { MessageRequest } from '../../src/domain/conversation.ts';
import { aMatchReport, anAnswer, eventsOf, started } from '../support/fake-app-dependencies.ts';
import { aSite, aWidget } from '../support/in-memory-sites.ts';
import { browserPath, launchBrowser } from '../support/launch-browser.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';
import { aCitation } from '../support/sample-collection.ts';

if (browserPath === null) console.log('The widget is not tested: there is no Chromium on this machine');

const hostile =
  '<img src=x onerror="alert(1)"> [ver](javascript:alert(1)) ![x](https://evil.test/?d=1) <script>alert(1)</script>';
const screenshots = process.env.SCREENSHOTS;
const received: MessageRequest[] = [];
const ratings: string[] = [];
const forgotten: string[] = [];

function answerFor(message: string) {
  if (message.includes('hostil')) {
    return anAnswer({ answer: hostile, suggestions: [hostile], notices: [hostile], citations: [] });
  }
  if (message.includes('monto')) {
    return anAnswer({
      ...{ kind: 'refusal', completeness: 'none', citations: [] },
      answer: 'El documento no lo dice.',
    });
  }
  return anAnswer({ citations: [aCitation('d1.q1')] });
}

/** A partner's site: a page of its own on a port of its own, under whatever policy and styles it has. */
type Partner = { readonly origin: string; page: { html: string; policy: string | null }; close(): Promise<void> };

async function startPartner(): Promise<Partner> {
  const partner = { page: { html: '', policy: null as string | null } };
  const server: Server = createServer((request, response) => {
    if (request.url !== '/') {
      response.writeHead(204).end();
      return;
    }
    const { policy, html } = partner.page;
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      ...(policy !== null && { 'content-security-policy': policy }),
    });
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(partner, {
    origin: `http://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

describe.skipIf(browserPath === null)('the widget on the page of a partner', () => {
  let webDirectory: string;
  let app: RunningApp;
  let partner: Partner;
  let stranger: Partner;
  let browser: Browser;
  let context: BrowserContext | null = null;
  let page: Page;
  let complaints: string[];
  const widget = aWidget([]);

  beforeAll(async () => {
    webDirectory = await mkdtemp(join(tmpdir(), 'elqui-widget-'));
    const configFile = new URL('../../src/web/vite.config.ts', import.meta.url).pathname;
    await build({ configFile, logLevel: 'error', build: { outDir: webDirectory } });
    partner = await startPartner();
    stranger = await startPartner();
    await widget.sites.save(aSite({ origins: [partner.origin], retentionDays: 7 }));
    await widget.sites.save(aSite({ id: 'en-pausa', origins: [partner.origin], isPaused: true }));
    app = await startApp(
      {
        startAnswer: async (request) => {
          received.push(request);
          return started(eventsOf(answerFor(request.message)));
        },
        recordFeedback: async ({ messageId, rating }) => {
          ratings.push(`${messageId} ${rating}`);
        },
        forgetConversation: async (id) => {
          forgotten.push(id);
          return true;
        },
      },
      { webDirectory, widget },
    );
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([app.close(), partner.close(), stranger.close()]);
    await rm(webDirectory, { recursive: true });
  });
  afterEach(async () => {
    await context?.close();
    context = null;
  });

  type Visit = {
    readonly on?: Partner;
    readonly tag?: string;
    readonly body?: string;
    readonly head?: string;
    readonly lang?: string;
    readonly policy?: string | null;
    readonly width?: number;
    readonly height?: number;
    readonly colorScheme?: 'light' | 'dark';
    readonly bypassCSP?: boolean;
  };

  async function visit(options: Visit = {}): Promise<void> {
    const on = options.on ?? partner;
    const tag = options.tag ?? 'data-site-id="muni"';
    on.page = {
      policy: options.policy ?? null,
      html: `<!doctype html><html lang="${options.lang ?? 'es'}"><head><meta charset="utf-8"><title>Municipio</title>
        <meta name="viewport" content="width=device-width, initial-scale=1">${options.head ?? ''}</head>
        <body><main><h1>Municipio</h1><p>Un párrafo de la página.</p>${options.body ?? ''}</main>
        <script async src="${app.url}/widget/v1/elqui.js" ${tag}></script></body></html>`,
    };
    context = await browser.newContext({
      viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
      reducedMotion: 'reduce',
      colorScheme: options.colorScheme ?? 'light',
      bypassCSP: options.bypassCSP ?? false,
    });
    page = await context.newPage();
    complaints = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => complaints.push(dialog.message()));
    page.on('request', (request) => {
      const { origin } = new URL(request.url());
      if (origin !== app.url && origin !== on.origin) complaints.push(request.url());
    });
    await page.goto(`${on.origin}/`);
    await page.waitForSelector('elqui-chat', { state: 'attached' });
  }

  const open = async () => {
    await page.click('[part=launcher]');
    await page.waitForSelector('[part=panel]');
  };
  const ask = async (text: string) => {
    await page.fill('#elqui-question', text);
    await page.keyboard.press('Enter');
  };
  const shoot = async (name: string) => {
    if (screenshots !== undefined) await page.screenshot({ path: join(screenshots, `${name}.png`) });
  };
  /** The element that has the focus, also inside the widget. */
  const focused = () =>
    page.evaluate(() => {
      const host = document.activeElement;
      const inside = host?.shadowRoot?.activeElement ?? host;
      return inside?.id || inside?.getAttribute('part') || inside?.className || inside?.tagName || '';
    });

  it('is one tag: asks, cites, opens the passage, rates', async () => {
    await visit();
    await open();
    await shoot('widget-open-1280');
    await ask('¿Qué desafío habla del agua?');
    await page.waitForSelector('.completeness');
    await shoot('widget-answer-1280');
    const marker = page.locator('.prose button.marker');
    await expect.poll(() => marker.getAttribute('aria-label')).toBe('Fuente 1, desafío 1, pregunta guía 1');
    await marker.click();
    await page.waitForSelector('.passage mark');
    await shoot('widget-passage-1280');
    expect(await page.textContent('.passage mark')).toBe(aCitation('d1.q1').quote);
    await page.keyboard.press('Escape');
    await page.click('.rating >> nth=0');
    await expect.poll(() => ratings).toEqual(['message-1 up']);
    expect(received.at(-1)).toMatchObject({ message: '¿Qué desafío habla del agua?', retentionDays: 7 });
    expect(complaints).toEqual([]);
  });
});
