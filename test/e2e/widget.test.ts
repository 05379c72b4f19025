import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { MessageRequest } from '../../src/domain/conversation.ts';
import { complaintsOf, violationsOf } from '../support/examine-page.ts';
import { anAnswer, eventsOf, started } from '../support/fake-app-dependencies.ts';
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
type Partner = {
  readonly origin: string;
  page: { html: string; policy: string | null };
  close(): Promise<void>;
};

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
  let app: RunningApp;
  let partner: Partner;
  let stranger: Partner;
  let browser: Browser;
  let context: BrowserContext | null = null;
  let page: Page;
  let complaints: string[];
  const widget = aWidget([]);

  beforeAll(async () => {
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
      { webDirectory: inject('webDirectory'), widget },
    );
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await Promise.all([app.close(), partner.close(), stranger.close()]);
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
    complaints = complaintsOf(page, [app.url, on.origin]);
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

  it('opens with the keyboard alone, asks, cites, rates, and closes', async () => {
    await visit();
    ratings.length = 0;
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('launcher');
    await page.keyboard.press('Enter');
    await expect.poll(focused).toBe('elqui-question');
    await page.keyboard.type('agua');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('y niebla');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.completeness');
    expect(received.at(-1)?.message).toBe('agua\ny niebla');
    const tabTo = async (wanted: string) => {
      for (let at = 0; at < 20 && (await focused()) !== wanted; at += 1)
        await page.keyboard.press('Shift+Tab');
      expect(await focused()).toBe(wanted);
    };
    await tabTo('rating');
    await page.keyboard.press('Enter');
    await expect.poll(() => ratings.length).toBe(1);
    await tabTo('marker');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.passage mark');
    expect(await focused()).toBe('elqui-passage-place');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('marker');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[part=panel]', { state: 'hidden' });
    expect(await focused()).toBe('launcher');
    expect(await page.getAttribute('[part=launcher]', 'aria-expanded')).toBe('false');
    expect(complaints).toEqual([]);
  });

  it('lets the keyboard out of the panel again', async () => {
    await visit({ body: '<a id="after" href="#x">Después</a>' });
    await open();
    const places = new Set<string>();
    for (let at = 0; at < 14; at += 1) {
      await page.keyboard.press('Tab');
      places.add(await focused());
    }
    expect([...places]).toContain('after');
  });

  it('announces the finished answer once, from one live region', async () => {
    await visit();
    await open();
    await ask('agua');
    await page.waitForSelector('.completeness');
    const live = page.locator('elqui-chat [aria-live=polite]');
    expect(await live.count()).toBe(1);
    expect(await live.textContent()).toContain('El desafío 1 habla del agua');
    expect(await page.getAttribute('[role=log]', 'aria-live')).toBe('off');
  });

  it('works under a strict policy and trusted types, and breaks neither', async () => {
    await visit({
      policy: `default-src 'none'; script-src ${app.url} 'sha256-none'; connect-src ${app.url}; require-trusted-types-for 'script'; trusted-types 'none'; base-uri 'none'; form-action 'none'`,
      tag: 'data-site-id="muni" data-accent="#0b6e6e"',
    });
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { violations: seen });
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.violatedDirective));
    });
    await open();
    await ask('agua');
    await page.waitForSelector('.completeness');
    await page.click('.prose button.marker');
    await page.waitForSelector('.passage mark');
    expect(await page.evaluate(() => Object(window).violations)).toEqual([]);
    const look = await page.evaluate(() => {
      const send = document.querySelector('elqui-chat')?.shadowRoot?.querySelector('.send');
      return send ? getComputedStyle(send).backgroundColor : '';
    });
    expect(look).toBe('rgb(11, 110, 110)');
    // The policy names a hash that is none, which Chromium mentions once; nothing of ours may be refused.
    expect(complaints.filter((text) => !text.includes('sha256-none'))).toEqual([]);
  });

  it('keeps its looks where the page has styles for everything', async () => {
    const looks = () =>
      page.evaluate(() => {
        const shadow = document.querySelector('elqui-chat')?.shadowRoot;
        return [
          '[part=launcher]',
          '[part=panel]',
          '.send',
          '.starter',
          '#elqui-question',
          '.notice-line',
        ].map((name) => {
          const node = shadow?.querySelector(name);
          if (!node) return name;
          const { color, fontSize, display, padding, textTransform, opacity } = getComputedStyle(node);
          const { width, height, x, y } = node.getBoundingClientRect();
          return { name, color, fontSize, display, padding, textTransform, opacity, width, height, x, y };
        });
      });
    await visit();
    await open();
    await page.waitForSelector('.starter');
    await expect.poll(() => page.textContent('.notice-line')).toContain('7 días');
    const calm = await looks();
    await context?.close();
    await visit({
      head: `<style>html{font-size:62.5%} *{box-sizing:content-box!important;color:red!important;font:30px/3 cursive!important;
        text-transform:uppercase!important;opacity:.5!important;padding:9px!important;display:block!important;position:static!important;
        transform:none!important;float:left!important;letter-spacing:1em!important;max-width:50px!important}
        button,textarea,p,h2,section{display:none!important}</style>`,
    });
    await open();
    await page.waitForSelector('.starter');
    await expect.poll(() => page.textContent('.notice-line')).toContain('7 días');
    expect(await looks()).toEqual(calm);
    await shoot('widget-hostile-css-1280');
  });

  it('shows hostile text as text, and asks nothing of other hosts', async () => {
    await visit();
    await open();
    await ask(`hostil ${hostile}`);
    await page.waitForSelector('.suggestion');
    expect(await page.locator('.log :is(img, script, a, iframe)').count()).toBe(0);
    expect(await page.textContent('.prose')).toBe(hostile);
    expect(complaints).toEqual([]);
  });

  it('takes nothing from hostile attributes and strings', async () => {
    await visit({
      tag: `data-site-id="muni" data-accent="red;}*{display:none" data-greeting='${hostile.replaceAll("'", '')}'
        data-privacy-url="javascript:alert(1)" data-suggestions="{not json" data-strings='{"send":"<b>Pregunte</b>","__proto__.x":"1","match.title":"Calce"}'`,
    });
    await open();
    expect(await page.textContent('.greeting')).toBe(hostile);
    expect(await page.textContent('.send')).toBe('<b>Pregunte</b>');
    expect(await page.locator('.notice-line a').count()).toBe(0);
    expect(await page.locator('.starter').count()).toBe(3);
    expect(await page.evaluate(() => Object.hasOwn(Object.prototype, 'x'))).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('stores nothing before the first message, keeps the talk for the tab after it, and deletes it everywhere', async () => {
    await visit();
    await open();
    await page.waitForSelector('.starter');
    const stored = () =>
      page.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie.length]);
    expect(await stored()).toEqual([0, 0, 0]);
    expect(await context?.cookies()).toEqual([]);
    await ask('agua');
    await page.waitForSelector('.completeness');
    expect(await stored()).toEqual([1, 0, 0]);
    await page.reload();
    await open();
    await page.waitForSelector('.completeness');
    await ask('¿y quién lo mantiene?');
    await expect.poll(() => received.at(-1)?.conversationId).toBe('conversation-1');
    await page.waitForSelector('.exchange:nth-child(2) .completeness');
    await page.click('[part=delete]');
    expect(await stored()).toEqual([0, 0, 0]);
    expect(await page.locator('.exchange').count()).toBe(0);
    await expect.poll(() => forgotten).toEqual(['conversation-1']);
  });

  it('works where storage is refused', async () => {
    await visit({
      head: `<script>for (const name of ['sessionStorage','localStorage']) Object.defineProperty(window, name, { get() { throw new Error('refused') } });
        Array.prototype.surprise = 1;</script>`,
    });
    await open();
    await ask('agua');
    await page.waitForSelector('.completeness');
    expect(complaints).toEqual([]);
  });

  it('refuses a page of another origin with a sentence, and gives it nothing', async () => {
    await visit({ on: stranger });
    await open();
    // Without CORS headers the browser hides even the words of the refusal: the widget has its own.
    await expect.poll(() => page.textContent('.greeting')).toContain('no está disponible por ahora');
    expect(received.at(-1)?.message).not.toBe('x');
  });

  it('says that a paused site is paused', async () => {
    await visit({ tag: 'data-site-id="en-pausa"' });
    await open();
    await expect.poll(() => page.textContent('.greeting')).toContain('en pausa');
  });

  it('says within five seconds that the service does not answer, and leaves the page in peace', async () => {
    await visit();
    await page.route('**/panel*.js', (route) => route.abort());
    await page.click('[part=launcher]');
    await page.waitForSelector('[role=status] >> text=no está disponible', { timeout: 6000 });
    expect(await page.textContent('h1')).toBe('Municipio');
    expect(complaints.filter((text) => !text.includes('ERR_FAILED'))).toEqual([]);
  });

  it('hears early calls, tells events without the visitor words, and takes commands', async () => {
    await visit({
      head: `<script>window.Elqui = window.Elqui || function () { (Elqui.q = Elqui.q || []).push(arguments) };
        window.told = [];
        for (const name of ['ready','open','close','question','answer','refusal','source-click','feedback','match','error'])
          Elqui('on', name, (detail) => told.push([name, detail]));
        Elqui('open', { query: 'agua secreta', submit: true });</script>`,
    });
    await page.waitForSelector('.completeness');
    await page.evaluate(() => Object(window).Elqui('ask', 'el monto secreto'));
    await page.waitForSelector('[data-kind=refusal]');
    await page.click('.prose button.marker');
    await page.evaluate(() => Object(window).Elqui('close'));
    const told = (await page.evaluate(() => Object(window).told)) as [string, Record<string, unknown>][];
    expect(told.map(([name]) => name)).toEqual([
      ...['ready', 'open', 'question', 'answer', 'question', 'refusal', 'source-click', 'close'],
    ]);
    expect(JSON.stringify(told)).not.toContain('secret');
    expect(told[6]?.[1]).toMatchObject({ marker: 1, passageId: 'valle-anta-2031.d1.q1' });
    await page.evaluate(() => Object(window).Elqui('setLang', 'en'));
    expect(await page.textContent('[part=launcher]')).toBe('Ask about the challenges');
    await page.evaluate(() => Object(window).Elqui('clear'));
    expect(await page.locator('.exchange').count()).toBe(0);
    await page.evaluate(() => Object(window).Elqui('destroy'));
    expect(await page.locator('elqui-chat').count()).toBe(0);
  });

  it('tells the words of a question only to a page that asks for them', async () => {
    await visit({ tag: 'data-site-id="muni" data-share-text' });
    await page.evaluate(() => {
      document.addEventListener('elqui:question', (event) =>
        Object.assign(window, { told: Object(event).detail }),
      );
    });
    await open();
    await ask('agua');
    await page.waitForSelector('.completeness');
    expect(await page.evaluate(() => Object(window).told)).toEqual({ text: 'agua' });
  });

  it('judges an idea, within the page, and prints its report', async () => {
    await visit({
      tag: '',
      body: '<elqui-chat site-id="muni" mode="inline" task="match"></elqui-chat>',
    });
    await page.waitForSelector('[part=panel]');
    expect(await page.getAttribute('[part=panel]', 'role')).toBe('region');
    await ask('muy corta');
    await expect.poll(() => page.textContent('#elqui-note')).toContain('al menos 20');
    await ask('Atrapanieblas para treinta familias que no tienen agua');
    await page.waitForSelector('.match .verdict');
    await shoot('widget-match-1280');
    await page.click('.match + .print');
    await expect.poll(() => page.frames().length).toBe(2);
    expect(await page.frames()[1]?.textContent('.match .verdict')).toBe('Tu idea responde a un desafío');
    expect(complaints).toEqual([]);
  });

  it('is the only one, however often the tag stands there', async () => {
    await visit({ body: `<script async src="${app.url}/widget/v1/elqui.js" data-site-id="muni"></script>` });
    await page.waitForLoadState('networkidle');
    expect(await page.locator('elqui-chat').count()).toBe(1);
    expect(await page.evaluate(() => Object.keys(window).filter((key) => /elqui/i.test(key)))).toEqual([
      'Elqui',
    ]);
    expect(complaints).toEqual([]);
  });

  it('moves nothing on the page and delays nothing of it', async () => {
    await visit();
    const shift = await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let sum = 0;
          new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) sum += Object(entry).value;
          }).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => resolve(sum), 300);
        }),
    );
    expect(shift).toBe(0);
    await open();
    expect(await page.evaluate(() => document.body.scrollWidth)).toBe(1264);
  });

  it('fits a screen of 320 px and a page enlarged four times', async () => {
    await visit({ width: 320, height: 640 });
    await open();
    await ask('agua');
    await page.waitForSelector('.suggestion');
    await shoot('widget-answer-320');
    const overflow = () =>
      page.evaluate(() => {
        const panel = document.querySelector('elqui-chat')?.shadowRoot?.querySelector('.talk');
        return [document.documentElement.scrollWidth, panel ? panel.scrollWidth - panel.clientWidth : -1];
      });
    expect(await overflow()).toEqual([320, 0]);
    const small = await page.$$eval('elqui-chat :is(button, summary, a)', (nodes) =>
      nodes
        .map((node) => node.getBoundingClientRect())
        .filter((box) => box.width > 1 && (box.width < 24 || box.height < 24)),
    );
    expect(small).toEqual([]);
    await page.setViewportSize({ width: 320, height: 200 });
    await page.locator('#elqui-question').scrollIntoViewIfNeeded();
    expect(await page.isVisible('#elqui-question')).toBe(true);
    await shoot('widget-zoomed-320x200');
  });

  it.each(['light', 'dark'] as const)('has nothing that axe complains of: %s', async (colorScheme) => {
    await visit({ colorScheme, bypassCSP: true, width: 390, height: 844 });
    expect(await violationsOf(page)).toEqual([]);
    await open();
    await page.waitForSelector('.starter');
    expect(await violationsOf(page)).toEqual([]);
    await shoot(`widget-open-390-${colorScheme}`);
    await ask('agua');
    await page.waitForSelector('.suggestion');
    expect(await violationsOf(page)).toEqual([]);
    await shoot(`widget-answer-390-${colorScheme}`);
    await page.click('.prose button.marker');
    await page.waitForSelector('.passage mark');
    expect(await violationsOf(page)).toEqual([]);
    await shoot(`widget-passage-390-${colorScheme}`);
    await page.keyboard.press('Escape');
    await page.evaluate(() => Object(window).Elqui('open', { task: 'match' }));
    await ask('Atrapanieblas para treinta familias que no tienen agua');
    await page.waitForSelector('.match .verdict');
    expect(await violationsOf(page)).toEqual([]);
    await shoot(`widget-match-390-${colorScheme}`);
  });

  it('warns the web master of colours that are hard to read', async () => {
    await visit({ tag: 'data-site-id="muni" data-accent="#ffe14d"' });
    await open();
    await page.waitForSelector('.starter');
    expect(complaints.join('\n')).toContain('--elqui-accent on --elqui-surface has a contrast of 1.');
  });

  it('stays within its weight, and its integrity is what the manifest says', async () => {
    const read = async (path: string) => Buffer.from(await (await fetch(`${app.url}${path}`)).arrayBuffer());
    const manifest = JSON.parse((await read('/widget/v1/manifest.json')).toString()) as Record<
      'loader' | 'panel',
      { path: string; integrity: string }
    >;
    const [loader, panel] = await Promise.all([read(manifest.loader.path), read(manifest.panel.path)]);
    expect(loader).toEqual(await read('/widget/v1/elqui.js'));
    const asked = { 'accept-encoding': 'gzip' };
    const sent = await fetch(`${app.url}${manifest.loader.path}`, { headers: asked });
    expect(sent.headers.get('content-encoding')).toBe('gzip');
    expect(Number(sent.headers.get('content-length'))).toBeLessThanOrEqual(3000);
    expect(sent.headers.get('cache-control')).toContain('immutable');
    expect(sent.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect((await fetch(`${app.url}/widget/v1/nada.js`)).status).toBe(404);
    const sizes = { loader: gzipSync(loader).length, all: gzipSync(loader).length + gzipSync(panel).length };
    if (screenshots !== undefined) console.log(sizes);
    expect(sizes.loader).toBeLessThanOrEqual(3000);
    expect(sizes.all).toBeLessThanOrEqual(30_000);
    await visit({ tag: 'data-site-id="muni"', body: '' });
    await context?.close();
    partner.page = {
      policy: null,
      html: `<!doctype html><html lang="es"><title>x</title><body><script src="${app.url}${manifest.loader.path}" integrity="${manifest.loader.integrity}" crossorigin="anonymous" data-site-id="muni"></script>`,
    };
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(partner.origin);
    await open();
    await ask('agua');
    await page.waitForSelector('.completeness');
  });

  it('runs no loader and no panel that is not the one whose integrity was published', async () => {
    const manifest = (await (await fetch(`${app.url}/widget/v1/manifest.json`)).json()) as {
      loader: { path: string; integrity: string };
    };
    const visitPinned = async (integrity: string) => {
      partner.page = {
        policy: null,
        html: `<!doctype html><html lang="es"><title>x</title><body><script src="${app.url}${manifest.loader.path}" integrity="${integrity}" crossorigin="anonymous" data-site-id="muni"></script>`,
      };
      context = await browser.newContext();
      page = await context.newPage();
      await page.route('**/panel*.js', async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, body: `${await response.text()};window.tampered=1` });
      });
      await page.goto(partner.origin, { waitUntil: 'networkidle' });
    };
    await visitPinned(`sha384-${'A'.repeat(64)}`);
    expect(await page.locator('elqui-chat').count()).toBe(0);
    await context?.close();
    await visitPinned(manifest.loader.integrity);
    await page.click('[part=launcher]');
    await page.waitForSelector('[role=status] >> text=no está disponible', { timeout: 6000 });
    expect(await page.evaluate(() => Object(window).tampered)).toBeUndefined();
  });

  it('is framed by its own site and by no other page', async () => {
    const frameOn = async (on: Partner) => {
      on.page = {
        policy: null,
        html: `<!doctype html><html lang="es"><title>x</title><body><iframe src="${app.url}/widget/frame?site=muni" title="x" width="400" height="600"></iframe>`,
      };
      context = await browser.newContext();
      page = await context.newPage();
      await page.goto(on.origin, { waitUntil: 'networkidle' });
      return page.frameLocator('iframe').locator('[part=panel]');
    };
    await (await frameOn(partner)).waitFor();
    await context?.close();
    expect(await (await frameOn(stranger)).count()).toBe(0);
  });
});
