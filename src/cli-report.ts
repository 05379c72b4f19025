import { type Command, InvalidArgumentError } from 'commander';
import { openSqliteJournal } from './adapters/sqlite/sqlite-journal.ts';
import { composeFoundation } from './compose-foundation.ts';
import { composeUnanswered } from './compose-unanswered.ts';
import { readConfig } from './config.ts';
import type { UnansweredGroup, UnansweredKind, UnansweredReport } from './domain/unanswered.ts';
import type { UnansweredDependencies } from './http/unanswered-dependencies.ts';

type ReportOptions = { days: number; collection?: string; json?: boolean; csv?: boolean };

/** `elqui report`: what people asked that could not be answered. */
export function addReportCommand(program: Command): void {
  program
    .command('report')
    .description('qué se preguntó y no se pudo responder · what was asked and could not be answered')
    .option('-d, --days <n>', 'últimos días · last days', readDays, 30)
    .option('-c, --collection <id>', 'solo esta colección · only this collection')
    .option('--json', 'en JSON · as JSON')
    .option('--csv', 'en CSV · as CSV')
    .action(async ({ json, csv, ...wanted }: ReportOptions) => {
      await withUnanswered(async ({ reportUnanswered, exportUnanswered }) => {
        if (csv) return process.stdout.write(await exportUnanswered(wanted, 'es'));
        const report = await reportUnanswered(wanted);
        process.stdout.write(`${json ? JSON.stringify(report) : describeUnanswered(report)}\n`);
      });
    });
}

/** Reads what the service keeps, beside it or without it; nothing is indexed for that. */
async function withUnanswered(work: (unanswered: UnansweredDependencies) => Promise<unknown>): Promise<void> {
  const config = readConfig();
  const foundation = await composeFoundation(config);
  const journal = await openSqliteJournal({
    folder: config.folders.data,
    retentionDays: config.conversations.retentionDays,
    clock: foundation.clock,
  });
  try {
    const mattersOf = async (id: string) => {
      const isThere = (await foundation.corpus.listCollections()).includes(id);
      return isThere ? (await foundation.corpus.load(id)).absentMatters : [];
    };
    await work(composeUnanswered({ ...foundation, journal, mattersOf }));
  } finally {
    await journal.close();
  }
}

const KINDS: Readonly<Record<UnansweredKind, string>> = {
  absent: 'No está en los documentos · absent from the documents',
  weak: 'Se encontró algo, pero débil · found but weak',
  'off-topic': 'Fuera de tema · off topic',
};

/** The report as lines to read: a heading for each reason, its questions below, the most asked first. */
function describeUnanswered({ since, total, counts, groups }: UnansweredReport): string {
  const title = `${total} sin respuesta desde · unanswered since ${since.slice(0, 10)}`;
  const blocks = (['absent', 'weak', 'off-topic'] as const).map((kind) => {
    const lines = groups.filter((group) => group.kind === kind).map(describeGroup);
    return [`${KINDS[kind]}: ${counts[kind]}`, ...lines].join('\n');
  });
  return [title, ...blocks].join('\n\n');
}

function describeGroup({ count, question, matter, newest }: UnansweredGroup): string {
  const about = matter === null ? '' : `  [${matter.name.es}]`;
  // A question of several lines stays one line of the list.
  return `  ${String(count).padStart(4)}  ${newest.slice(0, 10)}  ${question.replace(/\s+/g, ' ')}${about}`;
}

function readDays(value: string): number {
  const days = Number(value);
  if (!Number.isInteger(days) || days < 1 || days > 366) throw new InvalidArgumentError('1..366');
  return days;
}
