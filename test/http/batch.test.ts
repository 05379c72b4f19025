import { parse } from 'csv-parse/sync';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { portfolioSchema } from '../../src/domain/idea-batch.ts';
import { problemSchema } from '../../src/http/problem.ts';
import { batchReplySchema } from '../../src/http/routes/get-batch.ts';
import { aMatchReport } from '../support/fake-app-dependencies.ts';
import { fakeBatchDependencies } from '../support/fake-batch-dependencies.ts';
import { type RunningApp, startApp } from '../support/running-app.ts';

const WATER = 'Mallas que atrapan la niebla para las familias de los cerros';
const SHOP = 'Abrir una tienda de telas y juguetes en el centro';

let app: RunningApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

const send = (body: BodyInit, headers: Record<string, string> = {}, query = '') =>
  fetch(`${app.url}/api/match/batch${query}`, { method: 'POST', headers, body });
const sendJson = (value: unknown) => send(JSON.stringify(value), { 'content-type': 'application/json' });
const csv = (text: string | Uint8Array<ArrayBuffer>) => send(text, { 'content-type': 'text/csv' });

function formOf(name: string, content: BlobPart, fields: Record<string, string> = {}): FormData {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, value);
  form.set('file', new Blob([content]), name);
  return form;
}

/** The job that a reply promises, once it has ended. */
async function finished(reply: Response): Promise<{ jobId: string; total: number; url: string }> {
  expect(reply.status).toBe(202);
  const job = (await reply.json()) as { jobId: string; total: number; url: string };
  const stream = await fetch(`${app.url}${job.url}`, { headers: { accept: 'text/event-stream' } });
  expect(await stream.text()).toContain('event: done');
  return job;
}

async function resultsOf(job: { url: string }, query = '') {
  return batchReplySchema.parse(await (await fetch(`${app.url}${job.url}${query}`)).json());
}

async function problemFrom(response: Response) {
  const problem = problemSchema.parse(await response.json());
  expect(problem.status).toBe(response.status);
  return problem;
}

const pathsOf = (problem: { errors?: { path: string }[] | undefined }) =>
  (problem.errors ?? []).map(({ path }) => path).sort();

describe('POST /api/match/batch', () => {
  it('takes a list of ideas, and answers where their reports will be', async () => {
    const reply = await sendJson({ ideas: [{ id: 'a', text: WATER }, { text: SHOP }] });
    expect(reply.headers.get('location')).toMatch(/^\/api\/match\/batch\/[\w-]+$/);
    const job = await finished(reply);
    expect(job).toMatchObject({ total: 2, url: `/api/match/batch/${job.jobId}` });
    const batch = await resultsOf(job);
    expect(batch).toMatchObject({ jobId: job.jobId, state: 'done', done: 2, total: 2 });
    expect(batch.results.map(({ id, row, report }) => [id, row, report?.verdict])).toEqual([
      ['a', 1, 'fits'],
      ['2', 2, 'none'],
    ]);
    expect(batch.results[0]?.report).toEqual(aMatchReport());
  });

  it('takes CSV as Excel in Spanish writes it, and reports a bad row by its line', async () => {
    const text = `folio;idea\r\nF-1;${WATER} del año\r\nF-2;corta\r\nF-3;${SHOP}\r\n`;
    const job = await finished(await csv(new Uint8Array(Buffer.from(text, 'latin1'))));
    const { results, done } = await resultsOf(job);
    expect([job.total, done]).toEqual([3, 3]);
    expect(results.map(({ id, row, error }) => [id, row, error?.code])).toEqual([
      ['F-1', 2, undefined],
      ['F-2', 3, 'row_too_short'],
      ['F-3', 4, undefined],
    ]);
    expect(results[0]?.text).toBe(`${WATER} del año`);
    expect(results[1]?.error).toMatchObject({ title: 'La fila 3 no se evaluó', status: 422 });
  });

  it('takes an Excel workbook and the column that was chosen', async () => {
    const rows = [
      ['Folio', 'Idea', 'Otra'],
      ['1', SHOP, WATER],
    ].map((cells) => cells.map((value) => ({ value })));
    const bytes = new Uint8Array(await writeXlsxFile(rows).toBuffer());
    const job = await finished(await send(formOf('ideas.xlsx', bytes, { column: 'Otra', locale: 'en' })));
    const { results } = await resultsOf(job);
    expect(results.map(({ id, text }) => [id, text])).toEqual([['1', WATER]]);
  });

  it('takes the column from the address when the file is the body', async () => {
    const job = await finished(
      await send(`a,b\n${SHOP},${WATER}\n`, { 'content-type': 'text/csv' }, '?column=b'),
    );
    expect((await resultsOf(job)).results[0]?.text).toBe(WATER);
  });

  it.each([
    ['no ideas', { ideas: [] }, ['ideas']],
    ['ideas that are no list', { ideas: 'x' }, ['ideas']],
    ['a text that is none', { ideas: [{ text: 7 }] }, ['ideas.0.text']],
    ['unknown keys', { ideas: [{ text: WATER }], top: 3 }, ['top']],
    ['2,001 ideas', { ideas: Array(2001).fill({ text: WATER }) }, ['ideas']],
    ['null', null, ['body']],
  ])('refuses %s with 422, the field named', async (_name, body, paths) => {
    const problem = await problemFrom(await sendJson(body));
    expect([problem.status, pathsOf(problem)]).toEqual([422, paths]);
  });

  it('keeps a row it cannot judge as a row: too short, NUL, half a character', async () => {
    const body = `{"ideas":[{"text":"corta"},{"text":"${WATER}\\u0000"},{"text":"${WATER}\\ud83d"},{"text":"${WATER}"}]}`;
    const job = await finished(await send(body, { 'content-type': 'application/json' }));
    const codes = (await resultsOf(job)).results.map(({ error }) => error?.code ?? 'judged');
    expect(codes).toEqual(['row_too_short', 'row_unreadable_text', 'row_unreadable_text', 'judged']);
  });

  it.each([
    ['an empty file', formOf('ideas.csv', ''), 422, ['file']],
    ['2,001 rows', formOf('ideas.csv', `idea\n${`${WATER}\n`.repeat(2001)}`), 422, ['file']],
    ['an archive that is no workbook', formOf('ideas.xlsx', 'PK\u0003\u0004basura'), 422, ['file']],
    ['a column that is not there', formOf('i.csv', `idea\n${WATER}\n`, { column: 'x' }), 422, ['column']],
    ['a field that nobody knows', formOf('i.csv', `idea\n${WATER}\n`, { other: 'x' }), 422, ['other']],
    ['a file of more than 8 MB', formOf('ideas.csv', 'x'.repeat(8_388_609)), 413, []],
  ])('refuses %s', async (_name, form, status, paths) => {
    const problem = await problemFrom(await send(form));
    expect([problem.status, pathsOf(problem)]).toEqual([status, paths]);
  });

  it('refuses a form without a file, a body cut short and an unknown collection', async () => {
    const form = new FormData();
    form.set('column', 'idea');
    expect(pathsOf(await problemFrom(await send(form)))).toEqual(['file']);
    const broken = await send(
      '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhola',
      {
        'content-type': 'multipart/form-data; boundary=x',
      },
    );
    expect((await problemFrom(broken)).status).toBe(400);
    expect((await send('x', { 'content-type': 'multipart/form-data' })).status).toBe(400);
    const elsewhere = await sendJson({ ideas: [{ text: WATER }], collection: 'nowhere' });
    expect((await problemFrom(elsewhere)).status).toBe(404);
  });

  it('refuses other types, and forms that another site sends', async () => {
    expect((await send('hola', { 'content-type': 'text/plain' })).status).toBe(415);
    const foreign = await send(formOf('i.csv', `idea\n${WATER}\n`), { 'sec-fetch-site': 'cross-site' });
    expect(foreign.status).toBe(403);
  });

  it('leaves the limit of every other route as it was', async () => {
    const large = await fetch(`${app.url}/api/match`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ idea: 'x'.repeat(70_000) }),
    });
    expect(large.status).toBe(413);
  });
});

describe('POST /api/match/batch/preview', () => {
  it('tells how a file would be read, and judges nothing', async () => {
    const form = formOf('ideas.csv', `Folio;Idea\n1;${WATER}\n2;x\n`);
    const reply = await fetch(`${app.url}/api/match/batch/preview`, { method: 'POST', body: form });
    expect(await reply.json()).toEqual({
      ...{ format: 'csv', encoding: 'utf-8', delimiter: ';', ideaColumn: 1, idColumn: 0, total: 2 },
      columns: [
        { name: 'Folio', sample: '1' },
        { name: 'Idea', sample: WATER },
      ],
      problems: [{ row: 3, problem: 'too-short' }],
      rows: [{ row: 2, id: '1', text: WATER }],
    });
  });
});

describe('GET /api/match/batch/:jobId', () => {
  it('gives pages by place, and all when none is asked for', async () => {
    const ideas = Array.from({ length: 120 }, (_, at) => ({ id: `i${at}`, text: `${WATER} ${at}` }));
    const job = await finished(await sendJson({ ideas }));
    const idsOf = async (query: string) => (await resultsOf(job, query)).results.map(({ id }) => id);
    expect(await idsOf('')).toHaveLength(120);
    expect(await idsOf('?from=60&limit=2')).toEqual(['i60', 'i61']);
    expect(await idsOf('?from=119')).toEqual(['i119']);
    expect(await idsOf('?from=500')).toEqual([]);
    for (const query of ['?from=-1', '?limit=0', '?from=x', '?page=1']) {
      expect((await fetch(`${app.url}${job.url}${query}`)).status).toBe(422);
    }
  });

  it('tells its progress as events, and ends with done', async () => {
    const started = (await (await sendJson({ ideas: Array(5).fill({ text: WATER }) })).json()) as {
      url: string;
    };
    const stream = await fetch(`${app.url}${started.url}`, { headers: { accept: 'text/event-stream' } });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const events = (await stream.text()).trim().split('\n\n');
    expect(events.at(-1)).toMatch(/^event: done\ndata: \{.*"state":"done","done":5,"total":5\}$/);
    expect(events.slice(0, -1).every((event) => event.startsWith('event: progress'))).toBe(true);
  });

  it('knows no job that was never made', async () => {
    for (const path of ['/job-x', '/job-x/portfolio', '/job-x/export?format=csv']) {
      expect((await problemFrom(await fetch(`${app.url}/api/match/batch${path}`))).status).toBe(404);
    }
    const stream = await fetch(`${app.url}/api/match/batch/job-x`, {
      headers: { accept: 'text/event-stream' },
    });
    expect(stream.status).toBe(404);
    expect((await fetch(`${app.url}/api/match/batch/job-x`, { method: 'DELETE' })).status).toBe(404);
    expect((await fetch(`${app.url}/api/match/batch/job-x`, { method: 'PUT' })).headers.get('allow')).toBe(
      'GET, DELETE, HEAD, OPTIONS',
    );
  });
});

describe('DELETE /api/match/batch/:jobId', () => {
  let release: () => void = () => undefined;
  let slow: RunningApp;
  afterEach(async () => {
    release();
    await slow.close();
  });

  it('stops a batch that runs, whose stream then ends', async () => {
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fake = fakeBatchDependencies();
    slow = await startApp({
      ...fake,
      async *watchBatch(jobId, signal) {
        for await (const job of fake.watchBatch(jobId, signal)) {
          yield job;
          await gate;
        }
      },
    });
    const ideas = Array(2000).fill({ text: WATER });
    const reply = await fetch(`${slow.url}/api/match/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ideas }),
    });
    const { url } = (await reply.json()) as { url: string };
    const stream = await fetch(`${slow.url}${url}`, { headers: { accept: 'text/event-stream' } });
    const cancelled = await fetch(`${slow.url}${url}`, { method: 'DELETE' });
    expect(await cancelled.json()).toMatchObject({ state: 'cancelled', total: 2000 });
    release();
    expect(await stream.text()).toMatch(/event: done\ndata: \{.*"state":"cancelled"/);
  });
});

describe('what an adviser does with a batch', () => {
  const decide = (url: string, row: number | string, body: unknown) =>
    fetch(`${app.url}${url}/rows/${row}/decision`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('keeps decisions, and shows them in results, portfolio and export', async () => {
    const job = await finished(await sendJson({ ideas: [{ text: WATER }, { text: SHOP }] }));
    expect(await (await decide(job.url, 1, { kind: 'accept' })).json()).toEqual({
      kind: 'accept',
      challenge: 1,
      note: '',
    });
    await decide(job.url, 2, { kind: 'correct', challenge: 2, note: '=1+1' });
    const { results } = await resultsOf(job);
    expect(results.map(({ decision }) => decision?.challenge)).toEqual([1, 2]);
    const portfolio = portfolioSchema.parse(await (await fetch(`${app.url}${job.url}/portfolio`)).json());
    expect(portfolio.agreement).toMatchObject({ decided: 2, agreed: 1 });
    const exported = await fetch(`${app.url}${job.url}/export?format=csv`);
    const records: Record<string, string>[] = parse(await exported.text(), { columns: true, bom: true });
    expect(records.map(({ nota }) => nota)).toEqual(['', "'=1+1"]);
  });

  it.each([
    ['a decision that is none', 1, { kind: 'maybe' }, 422],
    ['a correction without its challenge', 1, { kind: 'correct' }, 422],
    ['a note of 2,001 characters', 1, { kind: 'note', note: 'x'.repeat(2001) }, 422],
    ['a row that is none', 'x', { kind: 'accept' }, 422],
    ['a row that is not there', 77, { kind: 'accept' }, 404],
  ])('refuses %s', async (_name, row, body, status) => {
    const job = await finished(await sendJson({ ideas: [{ text: WATER }] }));
    expect((await problemFrom(await decide(job.url, row, body))).status).toBe(status);
  });

  it.each([
    ['csv', 'text/csv; charset=utf-8'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ['html', 'text/html; charset=utf-8'],
  ])('gives the report as %s, to be kept', async (format, type) => {
    const job = await finished(await sendJson({ ideas: [{ text: WATER }] }));
    const exported = await fetch(`${app.url}${job.url}/export?format=${format}`);
    expect(exported.headers.get('content-type')).toBe(type);
    expect(exported.headers.get('content-disposition')).toMatch(
      /^attachment; filename="elqui-job-\d+\.\w+"$/,
    );
    expect((await exported.arrayBuffer()).byteLength).toBeGreaterThan(500);
    expect((await fetch(`${app.url}${job.url}/export?format=pdf`)).status).toBe(422);
  });
});
