import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { type Command, InvalidArgumentError } from 'commander';
import { writeWhole } from './adapters/settings-files/whole-file.ts';
import { type Assistant, composeAssistant, openJobStore } from './compose.ts';
import { composeFoundation } from './compose-foundation.ts';
import { readConfig } from './config.ts';
import { localeSchema } from './domain/collection.ts';
import { AssistantError } from './domain/errors.ts';
import { BATCH_LIMITS, type BatchJob, type BatchRow } from './domain/idea-batch.ts';
import { createProgressLine, progressBar } from './ingestion-report.ts';
import type { IdeaFile, IdeaTable } from './ports/idea-table.ts';

const FORMATS = ['csv', 'xlsx', 'html', 'json'] as const;
type Format = (typeof FORMATS)[number];

type BatchOptions = {
  readonly out?: string;
  readonly format?: Format;
  readonly column?: string;
  readonly idColumn?: string;
  readonly collection?: string;
  readonly locale: 'es' | 'en';
  readonly resume?: boolean;
};

/** `batch` judges a file of ideas. */
export function addBatchCommand(program: Command): void {
  program
    .command('batch')
    .description('evalúa un archivo de ideas: CSV, Excel, JSONL o líneas · judge a file of ideas')
    .argument(
      '<file>',
      'archivo, o - para leer líneas de la entrada · file, or - for lines from standard input',
    )
    .option('-o, --out <file>', 'dónde guardar el informe · where to keep the report')
    .option('-f, --format <format>', FORMATS.join(' | '), readFormat)
    .option('--column <name>', 'columna de la idea · column of the idea')
    .option('--id-column <name>', 'columna del identificador · column of the id')
    .option('-c, --collection <id>', 'colección · collection')
    .option('-l, --locale <es|en>', 'idioma · language', readLocale, 'es')
    .option('--resume', 'sigue donde quedó este archivo · go on where this file was left')
    .action(judgeFile);
}

async function judgeFile(path: string, options: BatchOptions): Promise<void> {
  const format = formatOf(options);
  if (format === 'xlsx' && options.out === undefined) {
    throw new AssistantError('invalid-input', 'xlsx: falta --out · --out is missing');
  }
  const file = await readIdeaFile(path);
  const foundation = await composeFoundation(readConfig());
  const progress = createProgressLine(process.stderr);
  // A file of its own: a service on the same folder would otherwise go on with this batch too.
  const assistant = await composeAssistant(foundation, {
    jobStore: await openJobStore(foundation, 'cli-jobs.db'),
    onProgress: progress.show,
    onReport: progress.end,
  });
  try {
    const job = await runBatch(assistant, file, options);
    const content = await writeReport(assistant, job, format);
    if (options.out === undefined) process.stdout.write(content);
    else await writeWhole(options.out, content);
  } finally {
    await assistant.close();
  }
}

async function runBatch(assistant: Assistant, file: IdeaFile, options: BatchOptions): Promise<BatchJob> {
  const { batches } = assistant;
  const table = await readTable(assistant, file, options);
  const collection = options.collection ?? [...assistant.collections.keys()][0] ?? '';
  if (!assistant.collections.has(collection)) {
    throw new AssistantError('not-found', `There is no collection "${collection}"`);
  }
  const { column, idColumn, locale } = options;
  const source = createHash('sha256')
    .update(file.bytes)
    .update(JSON.stringify([column, idColumn, collection, locale]))
    .digest('hex');
  const left = options.resume === true ? await findLeft(batches, source) : null;
  const job = left ?? (await batches.submit({ rows: table.rows, collection, locale, source }));
  if (left !== null) await batches.resume();
  let last = job;
  for await (const now of batches.watch(job.id)) {
    last = now;
    showProgress(now);
  }
  if (last.state !== 'done')
    throw new AssistantError('cancelled', 'The batch did not end; run it with --resume');
  return last;
}

async function findLeft(batches: Assistant['batches'], source: string): Promise<BatchJob | null> {
  const left = await batches.listRunning();
  return left.find((job) => job.source === source) ?? null;
}

async function readTable(assistant: Assistant, file: IdeaFile, options: BatchOptions): Promise<IdeaTable> {
  const outcome = await assistant.readIdeaTable(file, { idea: options.column, id: options.idColumn });
  if (!outcome.ok) throw new AssistantError('invalid-input', READING_FAILURES[outcome.reason]);
  const { table } = outcome;
  const column = table.columns[table.ideaColumn]?.name ?? '';
  process.stderr.write(`${table.rows.length} ideas (${table.format}, columna · column "${column}")\n`);
  return table;
}

const READING_FAILURES = {
  'no-rows': 'El archivo no tiene ideas · the file holds no ideas',
  'too-many-rows': `Más de ${BATCH_LIMITS.ideas} ideas · more than ${BATCH_LIMITS.ideas} ideas`,
  'too-large': 'El archivo es demasiado grande · the file is too large',
  unreadable: 'El archivo no se puede leer · the file cannot be read',
  'no-such-column': 'No existe esa columna · there is no such column',
} as const;

function showProgress({ done, total, state }: BatchJob): void {
  if (process.stderr.isTTY) {
    process.stderr.write(
      `\r\u001b[K${progressBar(done, total)} ${done}/${total}${state === 'running' ? '' : '\n'}`,
    );
  } else if (state !== 'running') {
    process.stderr.write(`${done}/${total}\n`);
  }
}

async function writeReport(assistant: Assistant, job: BatchJob, format: Format): Promise<Uint8Array> {
  const rows = await assistant.readBatchRows(job.id, { from: 0, limit: job.total });
  for (const { row, problem } of rows) {
    if (problem !== null) process.stderr.write(`fila · row ${row}: ${problem}\n`);
  }
  if (format !== 'json') return await assistant.exportBatch(job.id, format);
  return new TextEncoder().encode(`${JSON.stringify(rows.map(toResult))}\n`);
}

function toResult({ id, row, text, report, problem }: BatchRow) {
  return { id, row, text, ...(report && { report }), ...(problem && { error: problem }) };
}

async function readIdeaFile(path: string): Promise<IdeaFile> {
  if (path === '-') return { bytes: await buffer(process.stdin), name: 'stdin.txt', mediaType: null };
  return { bytes: await readFile(path), name: path, mediaType: null };
}

function formatOf({ format, out }: BatchOptions): Format {
  if (format !== undefined) return format;
  return FORMATS.find((known) => out?.toLowerCase().endsWith(`.${known}`)) ?? 'csv';
}

function readFormat(value: string): Format {
  const format = FORMATS.find((known) => known === value);
  if (format === undefined) throw new InvalidArgumentError(FORMATS.join(' | '));
  return format;
}

function readLocale(value: string): 'es' | 'en' {
  const parsed = localeSchema.safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError('es | en');
  return parsed.data;
}
