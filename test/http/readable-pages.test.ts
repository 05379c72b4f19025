import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fakeAppDependencies } from '../support/fake-app-dependencies.ts';
import { aSite, aWidget } from '../support/in-memory-sites.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';
import { sampleText } from '../support/sample-collection.ts';

const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>\'&';
let app: RunningApp;
let hostileApp: RunningApp;
const get = (path: string) => fetch(`${app.url}${path}`);
const textOf = async (path: string) => await (await get(path)).text();

beforeAll(async () => {
  app = await startApp(
    {},
    { widget: aWidget([aSite({ origins: ['https://www.muni.cl', 'http://a.cl:81'] })]) },
  );
  const plain = fakeAppDependencies();
  hostileApp = await startApp({
    listCollections: async () =>
      (await plain.listCollections()).map((one) => ({ ...one, title: { es: hostile, en: hostile } })),
    listChallenges: async () =>
      (await plain.listChallenges()).map((one) => ({
        ...{ ...one, title: hostile },
        questions: one.questions.map((question) => ({ ...question, text: hostile })),
      })),
    getPassage: async (id) => {
      const passage = await plain.getPassage(id);
      const context = { text: hostile, start: 0, end: hostile.length };
      return { ...passage, ...{ text: hostile, documentTitle: hostile, start: 2, end: 20, context } };
    },
  });
});
afterAll(() => Promise.all([app.close(), hostileApp.close()]));

describe('the pages that are read without JavaScript', () => {
  it('list the challenges, each with a link', async () => {
    const response = await get('/desafios');
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('x-robots-tag')).toBeNull();
    const page = await response.text();
    expect(page).toContain('<html lang="es">');
    expect(page).not.toContain('<script');
    expect(page).toContain('<link rel="canonical" href="/desafios">');
    for (const number of [1, 2, 3]) expect(page).toContain(`href="/desafios/${number}"`);
    expect(page).toContain('MEJORAR EL ACCESO AL AGUA');
  });

  it('show a challenge whole, every part linked to its place, with the way to its neighbours', async () => {
    const page = await textOf('/desafios/2');
    expect(page).toContain('<title>Desafío 2: PROMOVER QUE LOS OFICIOS');
    for (const part of ['q1', 'q2', 'q3', 'r1'])
      expect(page).toContain(`href="/pasaje/valle-anta-2031.d2.${part}"`);
    expect(page).toContain('rel="prev" href="/desafios/1"');
    expect(page).toContain('rel="next" href="/desafios/3"');
    expect(page).toContain('href="/?pregunta=');
    expect(await textOf('/desafios/3')).toContain('no cita una estrategia');
    expect(await textOf('/desafios/3')).not.toContain('rel="next"');
  });

  it('show a passage marked in its context and in the whole document', async () => {
    const quote =
      '¿Qué espacios pueden reunir a jóvenes y artesanas en torno al telar, la greda y la cestería?';
    const page = await textOf('/pasaje/valle-anta-2031.d2.q2');
    expect(page).toContain(`<mark id="cita">${quote}</mark>`);
    expect(page).toContain('Desafío 2, pregunta guía 2');
    expect(page).toContain('href="/pasaje/valle-anta-2031.d2.q2?documento=1#cita"');
    const whole = await textOf('/pasaje/valle-anta-2031.d2.q2?documento=1');
    expect(whole).toContain(`<mark id="cita">${quote}</mark>`);
    expect(whole.split('<mark')).toHaveLength(2);
    for (const line of sampleText.split('\n').filter((text) => text !== '' && text !== quote)) {
      expect(whole).toContain(`<p>${line}</p>`);
    }
  });

  it('speak English around the Spanish words', async () => {
    const page = await textOf('/desafios/2?lang=en');
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('Guiding questions');
    expect(page).toContain('<a lang="es" href="/pasaje/valle-anta-2031.d2.q1?lang=en">');
    expect(page).toContain('hreflang="es" href="/desafios/2"');
  });

  it.each([
    '/desafios/4',
    '/desafios/x',
    '/desafios/-1',
    '/pasaje/nada',
    '/pasaje/%00',
    '/desafios?coleccion=otra',
    '/desafios?coleccion=../x',
  ])('are not found at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it('show hostile documents as text', async () => {
    for (const path of ['/desafios', '/desafios/1', '/pasaje/valle-anta-2031.d1.q1']) {
      const page = await (await fetch(`${hostileApp.url}${path}`)).text();
      expect(page).toContain('&lt;script&gt;');
      expect(page).not.toMatch(/<script|<img|onerror=alert\(1\)>'/);
    }
  });
});

describe('the frame for places that take no script', () => {
  it('may be shown by the site and by nobody else', async () => {
    const frame = await get('/widget/frame?site=muni');
    expect(frame.headers.get('content-security-policy')).toContain(
      "frame-ancestors 'self' https://www.muni.cl http://a.cl:81;",
    );
    expect(frame.headers.get('x-frame-options')).toBeNull();
    expect(await frame.text()).toContain('<elqui-chat site-id="muni" mode="full" task="chat" lang="es">');
    const page = await get('/desafios');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('x-frame-options')).toBe('DENY');
  });

  it.each([
    '/widget/frame',
    '/widget/frame?site=nadie',
    '/widget/frame?site=%22%3E',
    '/widget/frame?site=a&site=b',
  ])('is not found at %s', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});
