import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);
const WATER = 'Sensores que avisan a las familias cuando el agua de la laguna no se puede beber';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elqui-cli-'));
  await cp(join(ROOT, 'test/fixtures/corpus'), join(folder, 'corpus'), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs the command line on a copy of the made-up region. */
async function elqui(...words: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const env = {
    PATH: process.env.PATH,
    CORPUS_DIR: join(folder, 'corpus'),
    INDEX_DIR: join(folder, 'index'),
    DATA_DIR: join(folder, 'data'),
    MODELS_DIR: join(ROOT, 'models'),
    LOG_LEVEL: 'silent',
  };
  const script = join(ROOT, 'src/cli.ts');
  try {
    const { stdout, stderr } = await run(process.execPath, ['--import', 'tsx', script, ...words], {
      cwd: ROOT,
      env,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

describe('elqui batch', () => {
  it('writes a report of the file, whole, and names the rows that could not be judged', async () => {
    const file = join(folder, 'ideas.csv');
    await writeFile(file, Buffer.from(`Folio;Idea\nA;${WATER} en la mañana\nB;corta\n`, 'latin1'));
    const out = join(folder, 'informe.csv');
    const { code, stderr, stdout } = await elqui('batch', file, '--out', out);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toContain('2 ideas (csv, columna · column "Idea")');
    expect(stderr).toContain('fila · row 3: too-short');
    const records: Record<string, string>[] = parse(await readFile(out, 'utf8'), {
      columns: true,
      bom: true,
    });
    expect(records.map(({ id, idea }) => [id, idea])).toEqual([
      ['A', `${WATER} en la mañana`],
      ['B', 'corta'],
    ]);
  }, 90_000);

  it('prints JSON, twice the same, resumed or not', async () => {
    const file = join(folder, 'ideas.jsonl');
    await writeFile(file, `${JSON.stringify({ id: 'x', text: WATER })}\n`);
    const first = await elqui('batch', file, '--format', 'json');
    const again = await elqui('batch', file, '--format', 'json', '--resume');
    expect(again.stdout).toBe(first.stdout);
    expect(JSON.parse(first.stdout)).toMatchObject([
      { id: 'x', row: 1, text: WATER, report: { ranking: [{}, {}, {}] } },
    ]);
  }, 90_000);

  it('says in one line what is wrong with a file', async () => {
    const file = join(folder, 'nada.csv');
    await writeFile(file, '\n');
    const empty = await elqui('batch', file);
    expect([empty.code, empty.stderr]).toEqual([1, 'El archivo no tiene ideas · the file holds no ideas\n']);
    const wrong = await elqui('batch', file, '--format', 'pdf');
    expect(wrong.code).toBe(2);
    expect((await elqui('batch', join(folder, 'no-such.csv'))).stderr).toMatch(/ENOENT/);
  }, 90_000);
});

describe('elqui label', () => {
  const examples = () => readFile(join(folder, 'corpus/lagunas-2025/examples.jsonl'), 'utf8');

  it('adds an example once, on a line of its own', async () => {
    const added = await elqui('label', WATER, '--challenge', '1', '--also', '2', '--why', 'Habla del agua');
    expect([added.code, added.stderr]).toEqual([0, '']);
    await elqui('label', WATER.toUpperCase(), '--challenge', '1');
    await elqui('label', 'Una peluquería canina en el centro', '--none');
    const lines = (await examples()).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { text: WATER, primary: 1, also: [2], why: 'Habla del agua', hand: 'adviser' },
      { text: 'Una peluquería canina en el centro', primary: null },
    ]);
  }, 90_000);

  it('refuses a challenge that does not exist, and a label that says nothing', async () => {
    const before = await examples();
    const [unknown, silent, both, job] = await Promise.all([
      elqui('label', WATER, '--challenge', '99'),
      elqui('label', WATER),
      elqui('label', WATER, '--challenge', '1', '--none'),
      elqui('label', '--job', 'no-such-job'),
    ]);
    expect(unknown.stderr).toBe('There is no challenge 99\n');
    expect([silent.code, both.code]).toEqual([1, 1]);
    expect(job.stderr).toMatch(/no batch/);
    expect(await examples()).toBe(before);
  }, 90_000);
});
