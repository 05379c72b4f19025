import type { Criterion, MatchReport, QuestionVerdict } from '../../domain/match-report.ts';

/** One thing that differs between two reports of an idea. */
export type ReportChange =
  | {
      readonly type: 'verdict';
      readonly before: MatchReport['verdict'];
      readonly after: MatchReport['verdict'];
    }
  | { readonly type: 'fit'; readonly challenge: number; readonly before: number; readonly after: number }
  | {
      readonly type: 'question';
      readonly challenge: number;
      readonly text: string;
      readonly before: QuestionVerdict;
      readonly after: QuestionVerdict;
    }
  | {
      readonly type: 'criterion';
      readonly id: Criterion['id'];
      readonly before: Criterion['verdict'];
      readonly after: Criterion['verdict'];
    };

/** A smaller difference is noise to a reader. */
const LEAST_FIT_CHANGE = 0.03;

/** What changed from one report to the other: the verdict first, then challenges, questions and criteria. */
export function compareReports(before: MatchReport, after: MatchReport): readonly ReportChange[] {
  return [
    ...compareVerdicts(before, after),
    ...compareFits(before, after),
    ...compareQuestions(before, after),
    ...compareCriteria(before, after),
  ];
}

function compareVerdicts(before: MatchReport, after: MatchReport): ReportChange[] {
  if (before.verdict === after.verdict) return [];
  return [{ type: 'verdict', before: before.verdict, after: after.verdict }];
}

function compareFits(before: MatchReport, after: MatchReport): ReportChange[] {
  return after.ranking.flatMap(({ challenge: { number }, score }): ReportChange[] => {
    const was = before.ranking.find(({ challenge }) => challenge.number === number)?.score;
    if (was === undefined || Math.abs(was - score) < LEAST_FIT_CHANGE) return [];
    return [{ type: 'fit', challenge: number, before: was, after: score }];
  });
}

function compareQuestions(before: MatchReport, after: MatchReport): ReportChange[] {
  const verdicts = new Map(
    before.ranking.flatMap(({ questions }) =>
      questions.map(({ passageId, verdict }): [string, QuestionVerdict] => [passageId, verdict]),
    ),
  );
  return after.ranking.flatMap(({ challenge, questions }) =>
    questions.flatMap(({ passageId, text, verdict }): ReportChange[] => {
      const was = verdicts.get(passageId);
      if (was === undefined || was === verdict) return [];
      return [{ type: 'question', challenge: challenge.number, text, before: was, after: verdict }];
    }),
  );
}

function compareCriteria(before: MatchReport, after: MatchReport): ReportChange[] {
  return after.criteria.flatMap(({ id, verdict }): ReportChange[] => {
    const was = before.criteria.find((criterion) => criterion.id === id)?.verdict;
    if (was === undefined || was === verdict) return [];
    return [{ type: 'criterion', id, before: was, after: verdict }];
  });
}
