import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { complaintsOf, violationsOf } from '../support/examine-page.ts';
import { aMatchReport } from '../support/fake-app-dependencies.ts';
import { browserPath, launchBrowser } from '../support/launch-browser.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';

if (browserPath === null) console.log('The bench is not tested: there is no Chromium on this machine');

const WATER = 'Mallas que atrapan la niebla para las familias de los cerros';
const SHOP = 'Abrir una tienda de telas y juguetes en el centro';
const hostile = '<img src=x onerror="alert(1)"> <script>alert(1)</script> para las familias del cerro';

describe.skipIf(browserPath === null)('the bench in a browser', () => {
  let app: RunningApp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    app = await startApp(
      {
        matchIdea: async ({ idea }) => {
          if (!idea.includes('comité')) return aMatchReport();
          const { ranking } = aMatchReport();
          const [best, ...rest] = ranking;
          if (!best) return aMatchReport();
          const questions = best.questions.map((question) => ({ ...question, verdict: 'covers' as const }));
          return aMatchReport({ ranking: [{ ...best, score: 0.95, questions }, ...rest] });
        },
      },
      { webDirectory: inject('webDirectory') },
    );
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await app.close();
  });

  async function openPage(
    path = '/asesor',
    options: {
      readonly width?: number;
      readonly scheme?: 'light' | 'dark';
      readonly bypassCSP?: boolean;
    } = {},
  ): Promise<void> {
    context = await browser.newContext({
      viewport: { width: options.width ?? 1280, height: 860 },
      colorScheme: options.scheme ?? 'light',
      bypassCSP: options.bypassCSP ?? false,
      reducedMotion: 'reduce',
    });
    page = await context.newPage();
    complaints = complaintsOf(page, [app.url]);
    await page.goto(`${app.url}${path}`);
    await page.waitForSelector('[aria-selected="true"]');
  }

  /** Loads a file of ideas and waits for its table. */
  async function judgeFile(csv: string): Promise<void> {
    await page.click('#tab-many');
    const buffer = Buffer.from(csv, 'latin1');
    await page.setInputFiles('#many-file', { name: 'ideas.csv', mimeType: 'text/csv', buffer });
    await page.click('#many-start');
    await page.waitForSelector('.ideas');
    await page.waitForFunction(() => document.querySelector('#batch-progress') === null);
  }

  const three = `Folio;Idea\nF-1;${WATER}\nF-2;${SHOP}\nF-3;corta\n`;
  const rowCount = () => page.locator('.ideas tbody tr').count();

  // Whatever a test does: no policy broken, no error, nothing asked of another host.
  afterEach(async () => {
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('judges one idea, and shows what an answer to one of the questions changes', async () => {
    await openPage();
    await page.fill('#one-idea', 'corta');
    await page.click('#one-send');
    expect(await page.textContent('#one-problem')).toContain('20 caracteres');
    await page.fill('#one-idea', WATER);
    await page.click('#one-send');
    await page.waitForSelector('.match');
    expect(await page.textContent('.match .verdict')).toBe('Tu idea responde a un desafío');
    await page.fill('.what-if textarea >> nth=0', 'Lo mantendrá el comité de agua con sus cuotas.');
    await page.click('.what-if .send');
    await page.waitForSelector('.changes');
    const changes = await page.locator('.changes li').allTextContents();
    expect(changes[0]).toBe('Desafío 1, ajuste: 86 → 95');
    expect(changes[1]).toMatch(/^Desafío 1, «.*»: en parte → responde$/);
    expect(changes).toHaveLength(2);
  });

  it('reads a file as Excel in Spanish writes it, and shows every row of it', async () => {
    await openPage();
    await judgeFile(three);
    expect(await rowCount()).toBe(3);
    const cells = await page.locator('.ideas tbody tr >> nth=2').locator('td').allTextContents();
    expect(cells).toContain('menos de 20 caracteres');
    expect(await page.textContent('.batch-head h2')).toBe('2 de 3 ideas evaluadas');
    expect(page.url()).toMatch(/#lote=job-\d+$/);
    await page.reload();
    await page.waitForSelector('.ideas');
    expect(await rowCount()).toBe(3);
  });

  it('lets the column of ideas be chosen before anything is judged', async () => {
    await openPage();
    await page.click('#tab-many');
    const buffer = Buffer.from(`Idea;Otra columna\n${SHOP};${WATER}\n`);
    await page.setInputFiles('#many-file', { name: 'ideas.csv', mimeType: 'text/csv', buffer });
    await page.waitForSelector('#idea-column');
    expect(await page.textContent('.samples')).toContain(SHOP);
    await page.selectOption('#idea-column', '2');
    await page.waitForFunction(
      (text) => document.querySelector('.samples')?.textContent?.includes(text),
      WATER,
    );
    await page.click('#many-start');
    await page.waitForSelector('.ideas');
    expect(await page.textContent('.ideas tbody')).toContain(WATER);
  });

  it('judges pasted lines, filters, and says how many are shown', async () => {
    await openPage();
    await page.click('#tab-many');
    await page.fill('#many-lines', `- ${WATER}\n- ${SHOP}\n`);
    await page.click('#many-entry .send');
    await page.click('#many-start');
    await page.waitForSelector('.ideas');
    await page.selectOption('#filter-verdict', 'none');
    expect(await rowCount()).toBe(1);
    expect(await page.textContent('#ideas-table [role=status]')).toBe('1 de 2 ideas');
    await page.selectOption('#filter-verdict', '');
    await page.fill('#filter-search', 'NIÉBLA');
    expect(await page.locator('.excerpt').allTextContents()).toEqual([WATER]);
  });

  it('opens a row with its card and keeps what the adviser decides, by keyboard alone', async () => {
    await openPage();
    await judgeFile(three);
    await page.focus('[data-row="3"]');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#idea-dialog .match');
    expect(await page.textContent('.whole-idea')).toBe(SHOP);
    await page.focus('#decision-challenge');
    await page.selectOption('#decision-challenge', '2');
    await page.fill('#decision-note', 'Vende oficios del valle');
    await page.focus('.correction .quiet >> nth=0');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() =>
      document.querySelector('#idea-dialog [role=status]')?.textContent?.includes('Guardado'),
    );
    await page.keyboard.press('Escape');
    await page.waitForSelector('#idea-dialog', { state: 'hidden' });
    expect(await page.textContent('.ideas tbody tr >> nth=1')).toContain('Corregida: desafío 2');
    await page.waitForSelector('#agreement table');
    expect(await page.textContent('#agreement')).toContain('Coinciden 0 de 1');
    expect(await page.textContent('#agreement .command')).toMatch(/elqui label --job job-\d+/);
    await page.reload();
    await page.waitForSelector('.ideas');
    expect(await page.textContent('.ideas tbody tr >> nth=1')).toContain('Corregida: desafío 2');
  });

  it('draws the map with its numbers beside it, and names what nobody answers', async () => {
    await openPage();
    await judgeFile(three);
    const drawn = await page.locator('.heat-map .map-number, .heat-map .map-zero').allTextContents();
    const told = await page.locator('.map-and-table .numbers tbody tr:not(.group)').allTextContents();
    expect(drawn).toHaveLength(6);
    expect(told.map((row) => row.match(/(\d+)\d$/)?.[1])).toEqual(drawn);
    expect(await page.locator('.findings').first().textContent()).toContain('Preguntas que nadie responde');
  });

  it('offers the report as files, and says what an unreadable file must be', async () => {
    await openPage();
    await judgeFile(three);
    for (const format of ['csv', 'xlsx', 'html']) {
      const download = page.waitForEvent('download');
      await page.click(`.exports a[href*="format=${format}"]`);
      expect((await download).suggestedFilename()).toMatch(new RegExp(`^elqui-job-\\d+\\.${format}$`));
    }
    await page.click('.exports button:has-text("Cargar otras")');
    const buffer = Buffer.from('PK\u0003\u0004basura');
    await page.setInputFiles('#many-file', { name: 'ideas.xlsx', mimeType: 'application/zip', buffer });
    await page.waitForFunction(() => document.querySelector('#many-entry [role=alert]')?.textContent !== '');
    expect(await page.textContent('#many-entry [role=alert]')).toContain('CSV, Excel');
    // The browser notes the refusal of the file by itself.
    complaints = complaints.filter((text) => !text.includes('422'));
  });

  it('shows what an idea says as text, whatever it says', async () => {
    await openPage();
    await judgeFile(`Idea\n${hostile}\n`);
    expect(await page.locator('.ideas img, .ideas script').count()).toBe(0);
    await page.click('[data-row="2"]');
    await page.waitForSelector('#idea-dialog .match');
    expect(await page.textContent('.whole-idea')).toBe(hostile);
  });

  it('speaks English, and moves between its tabs by arrow keys', async () => {
    await openPage('/asesor?lang=en');
    expect(await page.textContent('#tab-many')).toBe('Many ideas');
    await page.focus('#tab-one');
    await page.keyboard.press('ArrowRight');
    expect(await page.isVisible('#panel-many')).toBe(true);
    expect(await page.isVisible('#panel-one')).toBe(false);
    await judgeFile(three);
    expect(await page.textContent('.batch-head h2')).toBe('2 of 3 ideas judged');
  });

  it('fits a phone: nothing is wider than the screen', async () => {
    await openPage('/asesor', { width: 390 });
    await judgeFile(three);
    const widths = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(widths[0]).toBeLessThanOrEqual(widths[1] ?? 0);
    await page.click('[data-row="2"]');
    await page.waitForSelector('#idea-dialog .match');
    const body = await page.locator('#idea-body').evaluate((node) => [node.scrollWidth, node.clientWidth]);
    expect(body[0]).toBeLessThanOrEqual(body[1] ?? 0);
  });

  it.each(['light', 'dark'] as const)(
    'breaks no rule of accessibility that can be checked, in %s',
    async (scheme) => {
      await openPage('/asesor', { scheme, bypassCSP: true });
      await page.fill('#one-idea', WATER);
      await page.click('#one-send');
      await page.waitForSelector('.what-if');
      expect(await violationsOf(page)).toEqual([]);
      await judgeFile(three);
      expect(await violationsOf(page)).toEqual([]);
      await page.click('[data-row="2"]');
      await page.waitForSelector('#idea-dialog .match');
      expect(await violationsOf(page)).toEqual([]);
    },
  );
});
