import { type BatchRow, firstChallengeOf } from '../../domain/idea-batch.ts';
import type { MatchReport, QuestionJudgement } from '../../domain/match-report.ts';
import type { BatchReport } from '../../ports/idea-table.ts';
import type { ReportWords } from './report-words.ts';

export type Cell = string | number | null;

/** One row of cells for each idea, in the order of `words.columns`. */
export function ideaCells(row: BatchRow, words: ReportWords): readonly Cell[] {
  const { report, decision } = row;
  return [
    row.row,
    row.id,
    row.text,
    ...judgementCells(report, words),
    decision === null ? null : words.decisions[decision.kind],
    decision === null || decision.kind === 'note' ? null : (decision.challenge ?? words.none),
    decision?.note ?? null,
    row.problem === null ? null : words.problems[row.problem],
  ];
}

function judgementCells(report: MatchReport | null, words: ReportWords): readonly Cell[] {
  if (report === null) return Array<null>(12).fill(null);
  const [best, second] = report.ranking;
  const answered = answeredQuestion(report);
  return [
    words.verdicts[report.verdict],
    firstChallengeOf(report),
    best?.challenge.title ?? null,
    percentOf(best?.score),
    best === undefined ? null : words.confidence[best.confidence],
    second?.challenge.number ?? null,
    percentOf(second?.score),
    answered?.ideaQuote?.text ?? null,
    answered?.text ?? null,
    best?.gaps.join(' · ') ?? null,
    report.askNext.join(' · '),
    report.warnings.map(({ code }) => words.warnings[code]).join(' · '),
  ];
}

/** The question of the first challenge that the idea answers best, in its own words. */
export function answeredQuestion(report: MatchReport): QuestionJudgement | undefined {
  const questions = report.ranking[0]?.questions ?? [];
  const withVerdict = (verdict: string) => questions.find((question) => question.verdict === verdict);
  return withVerdict('covers') ?? withVerdict('partial');
}

/** One row for each guiding question, in the order of `words.challengeColumns`. */
export function challengeCells({ portfolio }: BatchReport): readonly (readonly Cell[])[] {
  return portfolio.challenges.flatMap(({ number, questions, first, also }) =>
    questions.map(({ text, covers, partial }) => [number, text, covers, partial, first, also]),
  );
}

function percentOf(score: number | undefined): number | null {
  return score === undefined ? null : Math.round(score * 100);
}
