import type { IngestionProgress, IngestionReport } from './ingestion/ingest-collection.ts';

const STAGES: Readonly<Record<IngestionProgress['stage'], string>> = {
  expanding: 'writing expected questions',
  reading: 'reading documents',
  embedding: 'embedding texts',
  training: 'training models',
  publishing: 'writing the index',
};
const BAR_CELLS = 24;

type Output = { readonly isTTY?: boolean; write(text: string): unknown };

/** A progress bar on a terminal; elsewhere one plain line when a stage ends. */
export function createProgressLine(output: Output) {
  const isTerminal = output.isTTY === true;
  return {
    show({ stage, done, total }: IngestionProgress): void {
      if (isTerminal) output.write(`\r\u001b[K${progressBar(done, total)} ${STAGES[stage]} ${done}/${total}`);
      else if (done === total) output.write(`${STAGES[stage]}: ${done}/${total}\n`);
    },
    end(): void {
      if (isTerminal) output.write('\r\u001b[K');
    },
  };
}

/** The report that ends an ingestion, in plain lines. */
export function describeReport(report: IngestionReport, seconds?: number): string {
  const { collection, documents, passages, challenges, embedded, reused } = report;
  return [
    `${collection}: ${documents.length} documents, ${challenges} challenges, ${passages} passages, ${report.expectedQuestions} expected questions, ${report.examples} labelled ideas`,
    `  embedded ${embedded}, reused ${reused}; generation ${report.generation}${seconds === undefined ? '' : `; ${seconds.toFixed(1)} s`}`,
    ...documents.map(({ file, pages, passages: count }) => `  ${file}: ${pages} pages, ${count} passages`),
    ...report.warnings.map(
      ({ file, page, code, detail }) =>
        `  warning ${file}${page === null ? '' : `, page ${page}`}: ${code}: ${detail}`,
    ),
    ...report.unplaced.map(({ file, text }) => `  warning ${file}: not understood: ${text.slice(0, 80)}`),
    ...report.failures.map(({ file, detail }) => `  failed ${file}: ${detail}`),
  ].join('\n');
}

/** A bar of fixed width for a terminal. */
export function progressBar(done: number, total: number): string {
  const filled = total === 0 ? BAR_CELLS : Math.round((done / total) * BAR_CELLS);
  return `[${'='.repeat(filled)}${' '.repeat(BAR_CELLS - filled)}]`;
}
