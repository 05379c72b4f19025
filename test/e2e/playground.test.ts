import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { complaintsOf, violationsOf } from '../support/examine-page.ts';
import { aSite, aWidget } from '../support/in-memory-sites.ts';
import { browserPath, launchBrowser } from '../support/launch-browser.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';

if (browserPath === null) console.log('The playground is not tested: there is no Chromium on this machine');

const screenshots = process.env.SCREENSHOTS;

describe.skipIf(browserPath === null)('pages around the widget in a browser', () => {
  let app: RunningApp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    app = await startApp({}, { webDirectory: inject('webDirectory'), widget: aWidget([aSite()]) });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });
  afterEach(async () => {
    expect(complaints).toEqual([]);
    await context.close();
  });

  async function visit(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<void> {
    context = await browser.newContext({
      viewport: { width: 1280, height: 860 },
      reducedMotion: 'reduce',
      ...options,
    });
    page = await context.newPage();
    complaints = complaintsOf(page, [app.url]);
    await page.goto(`${app.url}${path}`);
  }

  const shoot = async (name: string) => {
    if (screenshots !== undefined)
      await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
  };

  it('shows the widget live, as it is chosen, and writes the tag for it', async () => {
    await visit('/widget');
    await page.waitForSelector('[part=launcher]');
    await page.fill('#option-siteId', 'muni');
    await page.fill('#option-greeting', 'Hola "vecina"');
    await page.selectOption('#option-language', 'en');
    expect(await page.textContent('[part=launcher]')).toBe('Ask about the challenges');
    expect(await page.textContent('#tag')).toBe(
      `<script async src="${app.url}/widget/v1/elqui.js" data-site-id="muni" data-lang="en" data-greeting="Hola &quot;vecina&quot;"></script>\n<noscript><a href="${app.url}/desafios">Leer los desafíos</a></noscript>`,
    );
    await page.click('[part=launcher]');
    await page.waitForSelector('.starter');
    expect(await page.textContent('.greeting')).toBe('Hola "vecina"');
    await page.fill('#elqui-question', 'agua');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.completeness');
    await shoot('playground-1280');
  });

  it('writes a pinned tag with its integrity, and a frame', async () => {
    await visit('/widget');
    await page.waitForSelector('[part=launcher]');
    await page.check('#option-pinned');
    await expect
      .poll(() => page.textContent('#tag'))
      .toMatch(/\/widget\/v[\d.]+\/elqui\.\w+\.js" integrity="sha384-/);
    await page.selectOption('#option-mode', 'full');
    expect(await page.textContent('#tag')).toContain(`<iframe src="${app.url}/widget/frame?site=mi-sitio"`);
    await page.waitForSelector('[part=panel]');
  });

  it('answers inside the frame', async () => {
    await visit('/widget/frame?site=muni', { viewport: { width: 390, height: 640 } });
    await page.waitForSelector('.starter');
    await page.fill('#elqui-question', 'agua');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.completeness');
    await shoot('frame-390');
  });

  it('lets the challenges and the passages be read without JavaScript', async () => {
    await visit('/desafios', { javaScriptEnabled: false });
    await page.click('.challenge-list a >> nth=1');
    await page.click('.parts a >> nth=1');
    expect(await page.textContent('mark')).toContain('¿Qué espacios pueden reunir');
    await page.click('.way');
    await page.waitForSelector('mark#cita');
    expect(page.url()).toContain('#cita');
  });

  it.each(['light', 'dark'] as const)('has nothing that axe complains of: %s', async (colorScheme) => {
    const paths = [
      '/widget',
      '/desafios',
      '/desafios/1',
      '/pasaje/valle-anta-2031.d1.q1',
      '/widget/frame?site=muni',
    ];
    for (const path of paths) {
      await visit(path, { colorScheme, bypassCSP: true, viewport: { width: 390, height: 844 } });
      if (path.startsWith('/widget')) await page.waitForSelector('[part=launcher]', { state: 'attached' });
      expect([path, await violationsOf(page)]).toEqual([path, []]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      await shoot(`${path.replaceAll(/[^a-z0-9]+/g, '-').slice(1)}-390-${colorScheme}`);
      await context.close();
    }
  });
});
