#!/usr/bin/env node
import { text as readStream } from 'node:stream/consumers';
import { Command, InvalidArgumentError } from 'commander';
import { addBatchCommand } from './cli-batch.ts';
import { expandCollection } from './cli-expand.ts';
import { addKeyCommands } from './cli-keys.ts';
import { addLabelCommand } from './cli-label.ts';
import { addMcpCommand } from './cli-mcp.ts';
import { addReportCommand } from './cli-report.ts';
import { addSiteCommands } from './cli-sites.ts';
import { type Assistant, composeAssistant } from './compose.ts';
import { composeFoundation, composeIngestion } from './compose-foundation.ts';
import { readConfig } from './config.ts';
import type { Answer } from './domain/answer.ts';
import { localeSchema } from './domain/collection.ts';
import { AssistantError } from './domain/errors.ts';
import type { MatchReport } from './domain/match-report.ts';
import { createProgressLine, describeReport } from './ingestion-report.ts';
import { reportFatal, serve } from './server.ts';

/** Exit codes: 0 done · 1 failed · 2 wrong usage · 3 the documents do not say, or no challenge fits. */
const NOT_SAID = 3;

const program = new Command('elqui')
  .description(
    'Preguntas y calce de ideas con los desafíos regionales de innovación social, siempre con la cita.\n' +
      'Questions about, and matching of ideas to, regional social-innovation challenges, always quoting.',
  )
  .version('0.1.0')
  .showHelpAfterError('(elqui --help: ayuda · help)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

program
  .command('serve')
  .description('abre el servicio web · start the web service')
  .action(async () => {
    await serve(readConfig());
    process.exit(0);
  });

program
  .command('ingest')
  .description('lee los documentos y arma el índice · read the documents and build the index')
  .option('-c, --collection <id>', 'solo esta colección · only this collection')
  .option(
    '--expand',
    'antes, que el modelo de lenguaje escriba preguntas esperadas · first have the language model write expected questions',
  )
  .option('--json', 'informe en JSON · report as JSON')
  .action(async (options: { collection?: string; expand?: boolean; json?: boolean }) => {
    const foundation = await composeFoundation(readConfig());
    const ingest = composeIngestion(foundation);
    const ids = options.collection ? [options.collection] : await foundation.corpus.listCollections();
    let failures = 0;
    for (const id of ids) {
      const progress = createProgressLine(process.stderr);
      if (options.expand) {
        const written = await expandCollection(foundation, id, (done, total) =>
          progress.show({ stage: 'expanding', done, total }),
        );
        progress.end();
        process.stderr.write(`${id}: ${written} expected questions written\n`);
      }
      const startedAt = performance.now();
      const { report } = await ingest(id, { onProgress: progress.show });
      progress.end();
      const seconds = (performance.now() - startedAt) / 1000;
      process.stdout.write(
        `${options.json ? JSON.stringify({ ...report, seconds }) : describeReport(report, seconds)}\n`,
      );
      failures += report.failures.length;
    }
    if (failures > 0) process.exitCode = 1;
  });

program
  .command('ask')
  .description('responde una pregunta · answer a question')
  .argument(
    '<question>',
    'la pregunta, o - para leerla de la entrada · the question, or - to read it from standard input',
  )
  .option('-c, --collection <id>', 'colección · collection')
  .option('-l, --locale <es|en>', 'idioma · language', readLocale)
  .option('--json', 'respuesta en JSON · answer as JSON')
  .action(async (question: string, options: QueryOptions) => {
    await withAssistant(async (assistant) => {
      const answer = await answerOf(assistant, await readArgument(question), options);
      process.stdout.write(`${options.json ? JSON.stringify(answer) : describeAnswer(answer)}\n`);
      if (answer.completeness === 'none' && answer.kind === 'refusal') process.exitCode = NOT_SAID;
    });
  });

program
  .command('match')
  .description('dice en qué desafío calza una idea · tell which challenge an idea fits')
  .argument(
    '<idea>',
    'la idea, o - para leerla de la entrada · the idea, or - to read it from standard input',
  )
  .option('-c, --collection <id>', 'colección · collection')
  .option('-l, --locale <es|en>', 'idioma · language', readLocale)
  .option('-t, --top <n>', 'desafíos que mostrar · challenges to show', readTop, 3)
  .option('--json', 'informe en JSON · report as JSON')
  .action(async (idea: string, options: QueryOptions & { top: number }) => {
    await withAssistant(async (assistant) => {
      const text = await readArgument(idea);
      const { collection, locale, top } = options;
      const report = await assistant.matchIdea(
        { idea: text, collection, locale, top },
        new AbortController().signal,
      );
      process.stdout.write(`${options.json ? JSON.stringify(report) : describeMatch(report)}\n`);
      if (report.verdict === 'none') process.exitCode = NOT_SAID;
    });
  });

type QueryOptions = { collection?: string; locale?: 'es' | 'en'; json?: boolean };

const MINIMUM_CHARACTERS = 1;
const MAXIMUM_CHARACTERS = 8000;

async function withAssistant(work: (assistant: Assistant) => Promise<void>): Promise<void> {
  const foundation = await composeFoundation(readConfig());
  const progress = createProgressLine(process.stderr);
  const assistant = await composeAssistant(foundation, { onProgress: progress.show, onReport: progress.end });
  try {
    await work(assistant);
  } finally {
    await assistant.close();
  }
}

async function answerOf(
  assistant: Assistant,
  text: string,
  { collection, locale }: QueryOptions,
): Promise<Answer> {
  const [first] = assistant.collections.keys();
  const chosen = assistant.collections.get(collection ?? first ?? '');
  if (!chosen) throw new AssistantError('not-found', `There is no collection "${collection ?? ''}"`);
  for await (const event of chosen.answerMessage({ text, turns: [], locale })) {
    if (event.type === 'answer-end') return event.answer;
  }
  throw new AssistantError('cancelled', 'The answer ended early');
}

async function readArgument(argument: string): Promise<string> {
  const text = (argument === '-' ? await readStream(process.stdin) : argument).trim();
  if (text.length < MINIMUM_CHARACTERS || text.length > MAXIMUM_CHARACTERS) {
    throw new AssistantError(
      'invalid-input',
      `El texto debe tener entre 1 y ${MAXIMUM_CHARACTERS} caracteres · the text must have 1 to ${MAXIMUM_CHARACTERS} characters`,
    );
  }
  return text;
}

function describeAnswer({ answer, citations, notices }: Answer): string {
  const sources = citations.map(
    ({ marker, document, page, start, end, url }) =>
      `[${marker}] ${document}, p. ${page}, ${start}-${end}  ${url}`,
  );
  return [answer, ...notices, sources.join('\n')].filter((part) => part !== '').join('\n\n');
}

function describeMatch({ verdict, ranking, askNext, warnings, limits, citations }: MatchReport): string {
  const challenges = ranking.map(
    ({ challenge, score, confidence, rationale }) =>
      `${challenge.number}. ${challenge.title}\n   ${(score * 100).toFixed(0)} % · ${confidence}\n   ${rationale}`,
  );
  const quotes = citations.map(({ marker, quote }) => `[${marker}] «${quote}»`);
  const lines = [
    ...warnings.map(({ detail }) => `! ${detail}`),
    ...askNext.map((question) => `? ${question}`),
    ...limits.map((limit) => `· ${limit}`),
  ];
  return [verdict, ...challenges, quotes.join('\n'), lines.join('\n')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function readLocale(value: string): 'es' | 'en' {
  const parsed = localeSchema.safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError('es | en');
  return parsed.data;
}

function readTop(value: string): number {
  const top = Number(value);
  if (!Number.isInteger(top) || top < 1 || top > 8) throw new InvalidArgumentError('1..8');
  return top;
}

addBatchCommand(program);
addLabelCommand(program);
addSiteCommands(program, readConfig);
addKeyCommands(program);
addReportCommand(program);
addMcpCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  reportFatal(error);
}
