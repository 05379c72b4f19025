import { describe, expect, it } from 'vitest';
import type { MatchReport } from '../../../src/domain/match-report.ts';
import { compareReports } from '../../../src/web/workbench/report-delta.ts';
import { aMatchReport } from '../../support/fake-app-dependencies.ts';

function withFirst(changes: Partial<MatchReport['ranking'][number]>): MatchReport {
  const [best, ...rest] = aMatchReport().ranking;
  return aMatchReport({ ranking: best ? [{ ...best, ...changes }, ...rest] : [] });
}

describe('what an answer changes', () => {
  it('is nothing between equal reports, in whatever order they rank', () => {
    const report = aMatchReport();
    expect(compareReports(report, report)).toEqual([]);
    const reversed = aMatchReport({ ranking: [...report.ranking].reverse() });
    expect(compareReports(report, reversed)).toEqual([]);
  });

  it('leaves out a difference of fit too small to mean anything', () => {
    expect(compareReports(aMatchReport(), withFirst({ score: 0.88 }))).toEqual([]);
    expect(compareReports(aMatchReport(), withFirst({ score: 0.9 }))).toEqual([
      { type: 'fit', challenge: 1, before: 0.86, after: 0.9 },
    ]);
  });

  it('names the verdict, the questions and the criteria that moved, and no others', () => {
    const { criteria, ranking } = aMatchReport();
    const questions = (ranking[0]?.questions ?? []).map((question) => ({
      ...question,
      verdict: 'covers' as const,
    }));
    const after: MatchReport = {
      ...withFirst({ questions }),
      verdict: 'several',
      criteria: criteria.map((criterion) =>
        criterion.id === 'impact' ? { ...criterion, verdict: 'explicit' as const } : criterion,
      ),
    };
    expect(compareReports(aMatchReport(), after)).toEqual([
      { type: 'verdict', before: 'fits', after: 'several' },
      { type: 'question', challenge: 1, text: questions[1]?.text, before: 'partial', after: 'covers' },
      { type: 'criterion', id: 'impact', before: 'absent', after: 'explicit' },
    ]);
  });
});
