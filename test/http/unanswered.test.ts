import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeUnansweredCsv } from '../../src/adapters/spreadsheets/write-unanswered.ts';
import { anUnansweredReport } from '../support/fake-app-dependencies.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';

const KEY = 'elqui-key-of-a-client';
const PATHS = [
  '/api/unanswered',
  '/api/unanswered/export',
  '/asesor/vacios',
  '/asesor/vacios/',
  '/ASESOR/Vacios',
];
const REMOTE = { 'x-forwarded-for': '10.0.0.1' };
const client = { id: 'client-1', name: 'a client', createdAt: '2031-01-01T00:00:00.000Z' };
let here: RunningApp;
let keyed: RunningApp;

beforeAll(async () => {
  here = await startApp();
  keyed = await startApp(
    {},
    { clientKeys: { find: async (key) => (key === KEY ? client : null) }, trustedProxies: ['127.0.0.1'] },
  );
});
afterAll(() => Promise.all([here.close(), keyed.close()]));

const statusesOf = async (app: RunningApp, headers: Record<string, string>) =>
  await Promise.all(PATHS.map(async (path) => (await fetch(`${app.url}${path}`, { headers })).status));
const basic = (password: string) => `Basic ${Buffer.from(`asesora:${password}`).toString('base64')}`;

describe('what could not be answered', () => {
  it('is told to this machine, and does not exist for others where there are no keys', async () => {
    expect(await statusesOf(here, {})).toEqual([200, 200, 200, 200, 200]);
    expect(await statusesOf(here, REMOTE)).toEqual([404, 404, 404, 404, 404]);
    expect(await statusesOf(here, { ...REMOTE, authorization: `Bearer ${KEY}` })).toEqual([
      404, 404, 404, 404, 404,
    ]);
  });

  it('is told to who shows a client key, as a token or as the password that a browser asks for', async () => {
    expect(await statusesOf(keyed, REMOTE)).toEqual([401, 401, 401, 401, 401]);
    for (const authorization of [`Bearer ${KEY}`, basic(KEY)])
      expect(await statusesOf(keyed, { ...REMOTE, authorization })).toEqual([200, 200, 200, 200, 200]);
    for (const authorization of ['Bearer wrong', basic('wrong'), basic(''), 'Basic', `Digest ${KEY}`])
      expect(await statusesOf(keyed, { ...REMOTE, authorization })).toEqual([401, 401, 401, 401, 401]);
    const refused = await fetch(`${keyed.url}/asesor/vacios`, { headers: REMOTE });
    expect(refused.headers.get('www-authenticate')).toBe('Basic realm="Elqui", charset="UTF-8"');
  });

  it('is not told to a page of elsewhere whose name was made to point here', async () => {
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      const options = { headers: { host: 'evil.test' } };
      request(`${here.url}/api/unanswered`, options, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .once('error', reject)
        .end();
    });
    expect(status).toBe(404);
  });

  it('is kept by no cache', async () => {
    const response = await fetch(`${here.url}/asesor/vacios`);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });
});

describe('the page of what could not be answered', () => {
  const pageOf = async (query = '') => await (await fetch(`${here.url}/asesor/vacios${query}`)).text();

  it('shows each reason with its questions, a chart, and a table that says the same', async () => {
    const page = await pageOf('?days=7');
    expect(page).toContain('<html lang="es">');
    expect(page).toMatch(
      /No está en los documentos \(2\)[\s\S]*¿Hasta cuándo se postula\?[\s\S]*Sobre los plazos/,
    );
    expect(page).toMatch(/Otra forma[\s\S]*¿cuál es el plazo\?/);
    expect(page).toMatch(/débil \(1\)[\s\S]*¿Hay trenes al valle\?/);
    expect(page).not.toContain('id="off-topic"');
    expect(page).toMatch(/role="img" aria-label="Preguntas sin respuesta por día/);
    expect(page.match(/<rect class="gap-absent"/g)).toHaveLength(2);
    expect(page).toContain(
      '<th scope="row"><time>2031-04-21</time></th><td>2</td><td>1</td><td>0</td><td>3</td>',
    );
    expect(page).toContain('href="/api/unanswered/export?days=7"');
    expect(page).toContain('href="/asesor/vacios?days=7" aria-current="page"');
  });

  it('speaks English when asked to, and keeps the time looked at', async () => {
    const page = await pageOf('?lang=en&days=90');
    expect(page).toContain('About deadlines');
    expect(page).toContain('href="/asesor/vacios?days=90"');
    expect(page).toContain('href="/api/unanswered/export?days=90&amp;lang=en"');
  });

  it('draws a year in bars that can be seen', async () => {
    const bars = (await pageOf('?days=365')).match(/<g><title>/g) ?? [];
    expect(bars).toHaveLength(1);
    expect((await fetch(`${here.url}/asesor/vacios?days=9999`)).status).toBe(404);
  });

  it('says so when nothing was asked, and runs nothing that a visitor wrote', async () => {
    const none = { absent: 0, weak: 0, 'off-topic': 0 };
    const empty = await startApp({
      reportUnanswered: async () => anUnansweredReport(1, { total: 0, counts: none, groups: [], days: [] }),
    });
    expect(await (await fetch(`${empty.url}/asesor/vacios`)).text()).toContain('Ninguna pregunta quedó');
    await empty.close();
    const hostile = '"><script>alert(1)</script>';
    const [group] = anUnansweredReport().groups;
    const app = await startApp({
      reportUnanswered: async () =>
        anUnansweredReport(1, {
          groups: group ? [{ ...group, question: hostile, examples: [hostile], matter: null }] : [],
        }),
    });
    expect(await (await fetch(`${app.url}/asesor/vacios`)).text()).not.toContain('<script>');
    await app.close();
  });
});

it('the file of what could not be answered holds no formula and names the reason in words', () => {
  const report = anUnansweredReport();
  const [group] = report.groups;
  const groups = group ? [{ ...group, question: '=HYPERLINK("http://evil")', examples: ['@SUM(1)'] }] : [];
  const [, row = ''] = writeUnansweredCsv({ ...report, groups }, 'es').split('\r\n');
  expect(row).toBe(
    `No está,los plazos,"'=HYPERLINK(""http://evil"")",'@SUM(1),2,2031-04-26T00:00:00.000Z,2031-04-26T00:00:00.000Z,es,valle-anta-2031`,
  );
});
