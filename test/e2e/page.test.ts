import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { AnswerEvent } from '../../src/domain/answer.ts';
import type { MessageRequest } from '../../src/domain/conversation.ts';
import { complaintsOf } from '../support/examine-page.ts';
import { aMatchReport, anAnswer, eventsOf, sampleEngine, started } from '../support/fake-app-dependencies.ts';
import { browserPath, launchBrowser } from '../support/launch-browser.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';
import { aCitation } from '../support/sample-collection.ts';

if (browserPath === null) console.log('The page is not tested: there is no Chromium on this machine');

const hostile =
  '<img src=x onerror="alert(1)"> [ver](javascript:alert(1)) ![x](https://evil.test/?d=1) <script>alert(1)</script>';

const received: MessageRequest[] = [];
const ratings: string[] = [];
const forgotten: string[] = [];
let cuts = 0;
let wasAborted = false;

function answerFor(message: string) {
  if (message.includes('idea')) return anAnswer({ kind: 'match', match: aMatchReport() });
  if (message.includes('hostil')) {
    return anAnswer({ answer: hostile, suggestions: [hostile], notices: [hostile], citations: [] });
  }
  if (message.includes('monto')) {
    return anAnswer({
      kind: 'refusal',
      completeness: 'none',
      answer: 'El documento no lo dice.',
      citations: [],
    });
  }
  return anAnswer({ citations: [aCitation('d1.q1')] });
}

/** Two pieces of an answer, and then the service breaks off. */
async function* brokenOff(): AsyncGenerator<AnswerEvent> {
  yield { type: 'answer-start', kind: 'answer', engine: sampleEngine };
  yield { type: 'text-delta', text: 'El desafío' };
  throw new Error('made up');
}

async function* slowly(): AsyncGenerator<AnswerEvent> {
  yield { type: 'answer-start', kind: 'answer', engine: sampleEngine };
  yield { type: 'text-delta', text: 'El desafío' };
  await new Promise(() => undefined);
}

describe.skipIf(browserPath === null)('the page in a browser', () => {
  let app: RunningApp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    app = await startApp(
      {
        startAnswer: async (request, signal) => {
          received.push(request);
          if (request.message.includes('corte') && cuts++ === 0) return started(brokenOff());
          if (!request.message.includes('lento')) return started(eventsOf(answerFor(request.message)));
          signal.addEventListener('abort', () => {
            wasAborted = true;
          });
          return started(slowly());
        },
        recordFeedback: async ({ messageId, rating, comment }) => {
          ratings.push([messageId, rating, comment].filter((part) => part !== null).join(' '));
        },
        forgetConversation: async (id) => {
          forgotten.push(id);
          return true;
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

  async function openPage(path = '/', viewport = { width: 1280, height: 860 }): Promise<void> {
    context = await browser.newContext({ viewport, reducedMotion: 'reduce' });
    page = await context.newPage();
    complaints = complaintsOf(page, [app.url]);
    await page.goto(`${app.url}${path}`);
    await page.waitForSelector('.challenge', { state: 'attached' });
  }

  async function ask(message: string): Promise<void> {
    await page.fill('#question', message);
    await page.keyboard.press('Enter');
  }

  beforeEach(() => {
    received.length = 0;
  });
  // Whatever a test does: no policy broken, no error, nothing asked of another host.
  afterEach(async () => {
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('answers, and opens the cited passage highlighted; Escape closes it and gives focus back', async () => {
    await openPage();
    await ask('¿Qué desafío habla del agua?');
    await page.waitForSelector('.completeness');
    const marker = page.locator('.prose button.marker');
    expect(await marker.getAttribute('aria-label')).toBe('Fuente 1, desafío 1, pregunta guía 1');
    await marker.focus();
    await page.keyboard.press('Enter');
    await page.waitForSelector('mark');
    expect(await page.textContent('mark')).toBe(aCitation('d1.q1').quote);
    expect(await page.locator('mark').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    await page.waitForSelector('#passage-dialog', { state: 'hidden' });
    expect(await marker.evaluate((node) => node === document.activeElement)).toBe(true);
  });

  it('opens the whole document at the passage', async () => {
    await openPage('/?pasaje=valle-anta-2031.d2.q2');
    await page.waitForSelector('mark');
    expect(await page.textContent('#passage-place')).toBe('Desafío 2, pregunta guía 2');
    await page.click('#passage-foot >> text=Ver el documento completo');
    await page.waitForSelector('#passage-foot >> text=Ver el documento completo', { state: 'detached' });
    expect(await page.textContent('#passage-text')).toContain('restos de la vendimia');
    await page.keyboard.press('Escape');
    await page.waitForURL(`${app.url}/`);
  });

  it('carries the conversation on, suggests, and deletes it here and on the server', async () => {
    await openPage();
    await ask('¿Qué desafío habla del agua?');
    await page.click('.suggestion');
    await page.waitForFunction(() => document.querySelectorAll('.completeness').length === 2);
    expect(received.map((request) => request.conversationId)).toEqual([undefined, 'conversation-1']);
    await page.click('#delete-conversation');
    await page.waitForSelector('#welcome', { state: 'visible' });
    expect(await page.locator('.exchange').count()).toBe(0);
    expect(forgotten).toEqual(['conversation-1']);
    expect(await page.textContent('#announcer')).toBe('La conversación se borró.');
  });

  it('announces the finished answer once, and the log itself stays silent', async () => {
    await openPage();
    await ask('agua');
    await page.waitForSelector('.completeness');
    expect(await page.textContent('#announcer')).toContain('El desafío 1 habla del agua');
    expect(await page.getAttribute('#log', 'aria-live')).toBe('off');
    expect(await page.locator('[aria-live=polite]').count()).toBe(1);
  });

  it('stops an answer and the work behind it', async () => {
    await openPage();
    await ask('lento');
    await page.waitForSelector('.prose >> text=El desafío');
    await page.click('#send');
    await page.waitForSelector('.aside >> text=Detuviste la respuesta.');
    await expect.poll(() => wasAborted).toBe(true);
    expect(await page.textContent('#send')).toBe('Enviar');
  });

  it('shows the report of an idea', async () => {
    await openPage();
    await ask('Tengo una idea: atrapanieblas');
    await page.waitForSelector('.match');
    expect(await page.textContent('.match .verdict')).toBe('Tu idea responde a un desafío');
    expect(await page.textContent('.score')).toContain('Ajuste 86 de 100');
    expect(await page.getAttribute('.score-bar rect', 'width')).toBe('86');
    await page.click('.ranked summary');
    expect(await page.locator('.judgements >> nth=0 >> .idea-quote').count()).toBe(2);
  });

  it('declines calmly', async () => {
    await openPage();
    await ask('¿Cuál es el monto?');
    await page.waitForSelector('[data-completeness=none]');
    expect(await page.locator('.sources').count()).toBe(0);
  });

  it('records a rating', async () => {
    await openPage();
    await ask('agua');
    await page.click('.rating >> nth=0');
    await expect.poll(() => ratings).toEqual(['message-1 up']);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Sí');
    expect(await page.getAttribute('.rating >> nth=0', 'aria-pressed')).toBe('true');
  });

  it('asks what was wrong after a thumb down, and sends it as one text', async () => {
    ratings.length = 0;
    await openPage();
    await ask('agua');
    await page.click('.rating >> nth=1');
    await page.click('.feedback .quiet');
    expect(await page.textContent('.feedback [role=alert]')).toBe('Elige un motivo o escribe un comentario.');
    await page.click('.reason >> text=Incompleta');
    await page.fill('.feedback textarea', 'falta una página');
    await page.click('.feedback .quiet');
    await page.waitForSelector('.feedback >> text=Gracias: tu comentario quedó guardado.');
    expect(ratings).toEqual([
      'message-1 down',
      'message-1 down Motivos: incompleta. Comentario: falta una página',
    ]);
    await page.click('.rating >> nth=0');
    await page.waitForSelector('.feedback', { state: 'detached' });
  });

  it('keeps nothing in the browser unless its visitor agrees, and erases it when they no longer do', async () => {
    await openPage();
    const keptThere = () =>
      page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie]);
    await ask('agua');
    await page.waitForSelector('.completeness');
    expect(await keptThere()).toEqual([0, 0, '']);
    await page.check('#remember');
    await ask('más agua');
    await page.waitForFunction(() => document.querySelectorAll('.completeness').length === 2);
    await page.reload();
    await page.waitForFunction(() => document.querySelectorAll('.completeness').length === 2);
    expect(await page.isChecked('#remember')).toBe(true);
    await page.waitForFunction(() =>
      document.querySelector('.prose button.marker')?.getAttribute('aria-label'),
    );
    await ask('y otra vez');
    await page.waitForFunction(() => document.querySelectorAll('.completeness').length === 3);
    expect(received.at(-1)?.conversationId).toBe('conversation-1');
    await page.uncheck('#remember');
    expect(await keptThere()).toEqual([0, 0, '']);
    await page.reload();
    await page.waitForSelector('#welcome', { state: 'visible' });
    expect(await page.isChecked('#remember')).toBe(false);
  });

  it('copies an answer with its sources, and the link to a passage', async () => {
    await openPage();
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: app.url });
    await ask('agua');
    await page.click('.reply-tools button >> nth=0');
    await page.waitForSelector('.reply-tools >> text=Copiado');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(`«${aCitation('d1.q1').quote}»\n    ${app.url}/pasaje/valle-anta-2031.d1.q1`);
    await page.click('.source');
    await page.click('#passage-foot >> text=Copiar enlace');
    await page.waitForSelector('#passage-foot >> text=Copiado');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${app.url}/pasaje/valle-anta-2031.d1.q1`);
    expect((await fetch(link)).status).toBe(200);
  });

  it('prints one answer alone, unfolded and without the buttons around it', async () => {
    await openPage();
    await ask('agua');
    await page.waitForSelector('.completeness');
    await ask('Tengo una idea: atrapanieblas');
    await page.waitForSelector('.match');
    await page.emulateMedia({ media: 'print' });
    const seen = await page.evaluate(() => {
      const shown = (css: string) =>
        [...document.querySelectorAll(css)].filter((node) => node.getBoundingClientRect().height > 0).length;
      let during: unknown = null;
      window.print = () => {
        dispatchEvent(new Event('beforeprint'));
        during = {
          exchanges: shown('.exchange'),
          around: shown('.bar, .composer, .reply-tools, .keeping, .ways-out, .side, .ratings'),
          folded: document.querySelectorAll('.exchange details:not([open])').length,
          wholeQuote: getComputedStyle(document.querySelector('.source-quote') ?? document.body).display,
        };
        dispatchEvent(new Event('afterprint'));
      };
      document.querySelectorAll<HTMLElement>('[data-key=print]')[1]?.click();
      return {
        during,
        after: shown('.exchange'),
        foldedAfter: document.querySelectorAll('.match details:not([open])').length > 0,
      };
    });
    expect(seen).toEqual({
      during: { exchanges: 1, around: 0, folded: 0, wholeQuote: 'block' },
      after: 2,
      foldedAfter: true,
    });
  });

  it('says that an answer was cut off, and asks again from a clean start', async () => {
    await openPage();
    await ask('corte');
    await page.waitForSelector('.failure');
    await page.click('.failure button');
    await page.waitForSelector('.completeness');
    expect(await page.locator('.exchange').count()).toBe(1);
    expect(await page.textContent('.prose')).toMatch(/^El desafío 1 habla del agua/);
    expect(await page.evaluate(() => document.activeElement !== document.body)).toBe(true);
  });

  it('leads to the readable challenges, the bench and the widget', async () => {
    await openPage();
    const ways = await page.$$eval('.ways-out a', (links) => links.map((link) => link.getAttribute('href')));
    expect(ways).toEqual(['/desafios', '/asesor', '/widget']);
    for (const way of ways) expect((await fetch(`${app.url}${way}`)).status).toBe(200);
  });

  it('shows hostile text as text', async () => {
    await openPage();
    await ask(`hostil ${hostile}`);
    await page.waitForSelector('.suggestion');
    expect(await page.locator('.log :is(img, script, a)').count()).toBe(0);
    expect(await page.textContent('.prose')).toBe(hostile);
  });

  it('speaks English when asked to', async () => {
    await openPage();
    await page.click('[data-language=en]');
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(await page.textContent('#collection-title')).toBe('Innovation challenges of the Anta Valley');
    expect(await page.textContent('#send')).toBe('Send');
  });

  it('fits 320 px, with the challenges in a drawer that Escape closes', async () => {
    await openPage('/', { width: 320, height: 640 });
    await ask('Tengo una idea: atrapanieblas');
    await page.waitForSelector('.match');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    await page.click('#show-challenges');
    await page.click('.challenge summary >> nth=1');
    expect(await page.locator('.challenge[open] li').count()).toBe(4);
    await page.keyboard.press('Escape');
    await page.waitForSelector('#challenges-drawer', { state: 'hidden' });
  });

  it('can be used with the keyboard alone', async () => {
    await openPage();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('agua');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('y niebla');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.completeness');
    expect(received[0]?.message).toBe('agua\ny niebla');
  });

  it('has targets of at least 24 px', async () => {
    await openPage('/', { width: 390, height: 844 });
    await ask('agua');
    await page.waitForSelector('.suggestion');
    const small = await page.$$eval('button, summary, a', (nodes) =>
      nodes
        .map((node) => node.getBoundingClientRect())
        .filter((box) => box.width > 0 && (box.width < 24 || box.height < 24)),
    );
    expect(small).toEqual([]);
  });

  it.each(['light', 'dark'] as const)('keeps text readable against its ground: %s', async (colorScheme) => {
    await openPage();
    await page.emulateMedia({ colorScheme });
    const ratios = await page.evaluate(readContrasts);
    expect(ratios.length).toBeGreaterThan(6);
    expect(ratios.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });
});

/** Runs in the page: the contrast of each pair of the palette that text is set in. */
function readContrasts(): { pair: string; ratio: number }[] {
  const styles = getComputedStyle(document.documentElement);
  const luminanceOf = (name: string) => {
    const hex = styles.getPropertyValue(`--${name}`).trim();
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const pairs = [
    'ink paper, ink surface, ink raised, ink accent-soft, muted paper, muted surface, muted accent-soft',
    'accent paper, accent surface, accent accent-soft, accent raised, on-accent accent',
    'on-question question, on-mark mark, on-night night',
  ];
  return pairs
    .join(', ')
    .split(', ')
    .map((pair) => {
      const [front = '', back = ''] = pair.split(' ').map(luminanceOf).map(String);
      const [high = 0, low = 0] = [Number(front), Number(back)].sort((a, b) => b - a);
      return { pair, ratio: (high + 0.05) / (low + 0.05) };
    });
}
