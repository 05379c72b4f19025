import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Assistant, composeAssistant } from '../../src/compose.ts';
import { composeFoundation } from '../../src/compose-foundation.ts';
import { readConfig } from '../../src/config.ts';
import { createApp } from '../../src/http/create-app.ts';
import { listen, type RunningServer } from '../../src/http/listen.ts';
import { violationsOf } from '../support/examine-page.ts';
import { aSite, aWidget } from '../support/in-memory-sites.ts';
import { browserPath, launchBrowser } from '../support/launch-browser.ts';
import { createSilentLogger } from '../support/silent-logger.ts';

if (browserPath === null) console.log('Access for all is not tested: there is no Chromium on this machine');

/** A folder for pictures of every page; unset: none are taken. */
const screenshots = process.env.SCREENSHOTS;

const QUESTION = '¿Qué preguntas guía tiene el desafío 1?';
const IDEA =
  'Tengo una idea: un taller donde vecinas y vecinos mayores arreglan ropa y la venden, para que gasten menos y se acompañen.';
const looks = (['light', 'dark'] as const).flatMap((scheme) =>
  [390, 1280].map((width) => ({ scheme, width })),
);

describe.skipIf(browserPath === null)('access for all, over the real document', () => {
  let folder: string;
  let assistant: Assistant;
  let server: RunningServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'elqui-access-'));
    const environment = {
      LOG_LEVEL: 'error',
      INDEX_DIR: inject('indexFolder'),
      DATA_DIR: join(folder, 'data'),
    };
    assistant = await composeAssistant(await composeFoundation(readConfig(environment)));
    const shutdown = new AbortController();
    const options = {
      logger: createSilentLogger(),
      rateLimits: null,
      webDirectory: inject('webDirectory'),
      widget: aWidget([aSite()]),
    };
    const app = createApp(assistant, { ...options, shutdownSignal: shutdown.signal });
    server = await listen(app, { host: '127.0.0.1', port: 0, shutdown, graceMs: 500 });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await assistant.close();
    await rm(folder, { recursive: true });
  });
  afterEach(() => context.close());

  async function open(look: { readonly scheme: 'light' | 'dark'; readonly width: number }): Promise<void> {
    context = await browser.newContext({
      viewport: { width: look.width, height: 860 },
      colorScheme: look.scheme,
      reducedMotion: 'reduce',
      // The pages let no script in but their own: the examiner has to be let past.
      bypassCSP: true,
    });
    page = await context.newPage();
  }

  /** Questions that the page of what could not be answered has to show. */
  async function leaveUnanswered(): Promise<void> {
    for (const message of [
      '¿Cuánta plata entregan por proyecto?',
      'receta de pan amasado',
      '¿y los drones?',
    ]) {
      const { events } = await assistant.startAnswer({ message }, new AbortController().signal);
      for await (const _event of events);
    }
  }

  async function visit(path: string): Promise<void> {
    await page.goto(`${server.url}${path}`, { waitUntil: 'networkidle' });
  }

  async function ask(message: string, count: number): Promise<void> {
    await page.fill('#question', message);
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      (replies) => document.querySelectorAll('[data-phase=complete]').length === replies,
      count,
    );
  }

  async function expectAccessible(name: string, look: { scheme: string; width: number }): Promise<void> {
    if (screenshots !== undefined) {
      const path = join(screenshots, `${name}-${look.width}-${look.scheme}.png`);
      await page.screenshot({ path, fullPage: true });
    }
    expect([name, ...(await violationsOf(page))]).toEqual([name]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect([name, overflow <= 0]).toEqual([name, true]);
  }

  it.each(looks)('the talk, with everything that can open in it: $scheme, $width px', async (look) => {
    await open(look);
    await visit('/');
    await expectAccessible('welcome', look);
    await ask(QUESTION, 1);
    await page.click('.rating >> nth=1');
    await page.waitForSelector('.feedback');
    await ask(IDEA, 2);
    await expectAccessible('talk', look);
    await page.click('.source >> nth=0');
    await page.waitForSelector('#passage-text mark');
    await expectAccessible('passage-dialog', look);
    await page.keyboard.press('Escape');
    if (look.width > 1000) return;
    await page.click('#show-challenges');
    await page.click('.challenge summary >> nth=0');
    await expectAccessible('drawer', look);
  });

  it.each(looks)('every other page: $scheme, $width px', async (look) => {
    await open(look);
    const [first] = await assistant.listChallenges();
    const passage = `/pasaje/${first?.questions[0]?.passageId}`;
    await leaveUnanswered();
    for (const [name, path] of [
      ...([
        ['challenges', '/desafios'],
        ['challenge', '/desafios/1'],
        ['passage', passage],
      ] as const),
      ...([
        ['bench', '/asesor'],
        ['gaps', '/asesor/vacios'],
        ['widget', '/widget'],
      ] as const),
    ]) {
      await visit(path);
      await expectAccessible(name, look);
    }
  });

  it.each(['light', 'dark'] as const)('the talk at 320 px, as at 400 %% zoom: %s', async (scheme) => {
    const look = { scheme, width: 320 };
    await open(look);
    await visit('/');
    await expectAccessible('welcome', look);
    await ask(QUESTION, 1);
    await page.click('.rating >> nth=1');
    await expectAccessible('talk', look);
  });

  it('the keyboard alone: asks, opens a source, says what was wrong, agrees to keep, deletes', async () => {
    await open({ scheme: 'light', width: 1280 });
    await visit('/');
    const focusIs = (css: string) =>
      page.evaluate((one) => document.activeElement?.matches(one) ?? false, css);
    /** Presses Tab until the focus is where it should be; a trap would never get there. */
    async function tabTo(css: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
      for (let presses = 0; presses < 150; presses += 1) {
        if (await focusIs(css)) return;
        await page.keyboard.press(key);
      }
      throw new Error(`${css} cannot be reached by keyboard`);
    }
    await tabTo('.skip');
    await page.keyboard.press('Enter');
    expect(await focusIs('#question')).toBe(true);
    await page.keyboard.type(QUESTION);
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-phase=complete]');
    await tabTo('.prose button.marker', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#passage-text mark');
    await page.keyboard.press('Escape');
    expect(await focusIs('.prose button.marker')).toBe(true);
    await tabTo('[data-key=rate-down]');
    await page.keyboard.press('Space');
    await tabTo('.reason input');
    await page.keyboard.press('Space');
    await tabTo('[data-key=comment]');
    await page.keyboard.type('no dice la página');
    await tabTo('[data-key=send-comment]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.feedback >> text=Gracias');
    expect(await focusIs('.feedback p')).toBe(true);
    await tabTo('#remember');
    await page.keyboard.press('Space');
    expect(await page.evaluate(() => localStorage.length)).toBe(1);
    await tabTo('#delete-conversation', 'Shift+Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#welcome', { state: 'visible' });
    expect(await focusIs('#question')).toBe(true);
    await tabTo('#to-widget');
  });
});
