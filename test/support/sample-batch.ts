import type { BatchJob, BatchRow, Portfolio } from '../../src/domain/idea-batch.ts';
import { measureAgreement } from '../../src/matching/agreement.ts';
import type { BatchReport } from '../../src/ports/idea-table.ts';
import { aMatchReport } from './fake-app-dependencies.ts';
import { sampleChallenges, sampleCollection } from './sample-collection.ts';

export type SampleWords = {
  readonly text?: string;
  readonly id?: string;
  readonly note?: string;
  readonly locale?: 'es' | 'en';
};

/** Three rows: one that fits, one that fits nothing and was corrected, one that could not be read. */
export function aBatchReport({ text, id, note, locale }: SampleWords = {}): BatchReport {
  const rows: BatchRow[] = [
    {
      row: 2,
      id: id ?? 'F-1',
      text: text ?? 'Instalar atrapanieblas para treinta familias que no tienen agua en los cerros',
      problem: null,
      report: aMatchReport(),
      decision: null,
    },
    {
      row: 3,
      id: 'F-2',
      text: 'Abrir una tienda de telas en el centro para vender de todo',
      problem: null,
      report: aMatchReport({ verdict: 'none' }),
      decision: { kind: 'correct', challenge: 2, note: note ?? 'Es oficio' },
    },
    { row: 4, id: 'F-3', text: '', problem: 'empty', report: null, decision: null },
  ];
  return {
    job: aJob({ locale: locale ?? 'es' }),
    rows,
    portfolio: aPortfolio(rows),
    collectionTitle: sampleCollection.title.es,
  };
}

function aJob(changes: Partial<BatchJob> = {}): BatchJob {
  return {
    id: 'job-1',
    collection: sampleCollection.id,
    locale: 'es',
    source: 'file',
    state: 'done',
    total: 3,
    done: 3,
    createdAt: new Date('2031-04-01T10:00:00Z'),
    ...changes,
  };
}

export function aPortfolio(rows: readonly BatchRow[] = aBatchReport().rows): Portfolio {
  const [first] = rows;
  const countOf = (verdict: string) => rows.filter(({ report }) => report?.verdict === verdict).length;
  return {
    collection: sampleCollection.id,
    locale: 'es',
    total: rows.length,
    judged: rows.filter(({ report }) => report !== null).length,
    verdicts: { fits: countOf('fits'), several: countOf('several'), none: countOf('none') },
    challenges: sampleChallenges.map(({ number, title, questions }, at) => ({
      number,
      title,
      first: at === 0 ? 1 : 0,
      also: 0,
      questions: questions.map((question, place) => ({
        ...question,
        covers: at === 0 && place === 0 ? 1 : 0,
        partial: at === 0 && place === 1 ? 1 : 0,
      })),
    })),
    unaddressed: sampleChallenges.flatMap(({ number, questions }) =>
      questions
        .filter(({ passageId }) => !passageId.endsWith('.d1.q1'))
        .map((question) => ({ challenge: number, ...question, partial: 0 })),
    ),
    duplicates: [{ rows: [2, 3], similarity: 0.81 }],
    companions: [{ rows: [2, 3], challenge: 1, similarity: 0.4, words: ['agua', 'cerros'] }],
    agreement: measureAgreement(rows),
    ideas: rows.map(({ row, id, text, report, problem, decision }) => ({
      row,
      id,
      excerpt: text.slice(0, 160),
      verdict: report?.verdict ?? null,
      challenge: report?.ranking[0]?.challenge.number ?? null,
      second: report?.ranking[1]?.challenge.number ?? null,
      score: report?.ranking[0]?.score ?? null,
      confidence: report?.ranking[0]?.confidence ?? null,
      warnings: row === first?.row && report ? report.warnings.map(({ code }) => code) : [],
      questions: report ? 'cpnnnn' : '',
      problem,
      decision,
    })),
  };
}
