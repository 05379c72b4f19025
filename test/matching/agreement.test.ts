import { describe, expect, it } from 'vitest';
import type { AdviserDecision } from '../../src/domain/idea-batch.ts';
import { measureAgreement } from '../../src/matching/agreement.ts';
import { aMatchReport } from '../support/fake-app-dependencies.ts';

/** A row judged to fit challenge `judged` (null: none), and what the adviser said. */
function aRow(judged: number | null, adviser: number | null, kind: AdviserDecision['kind'] = 'correct') {
  const whole = aMatchReport();
  const ranking = whole.ranking.filter(({ challenge }) => challenge.number === (judged ?? 1));
  const report = aMatchReport({ verdict: judged === null ? 'none' : 'fits', ranking });
  return { report, decision: { kind, challenge: adviser, note: '' } };
}

describe('agreement with the adviser', () => {
  it('counts what was accepted and what was corrected, per challenge', () => {
    const agreement = measureAgreement([
      aRow(1, 1, 'accept'),
      aRow(1, 2),
      aRow(2, 2, 'accept'),
      aRow(null, 3),
      aRow(3, null),
    ]);
    expect(agreement).toMatchObject({ decided: 5, agreed: 2 });
    expect(agreement.confusion).toEqual([
      { judged: 1, adviser: 1, count: 1 },
      { judged: 1, adviser: 2, count: 1 },
      { judged: 2, adviser: 2, count: 1 },
      { judged: 3, adviser: null, count: 1 },
      { judged: null, adviser: 3, count: 1 },
    ]);
  });

  it('gives the kappa of the textbook: how far 60 of 100 go beyond the 54 of chance', () => {
    const pairs: [number, number, number][] = [
      [1, 1, 45],
      [1, 2, 15],
      [2, 1, 25],
      [2, 2, 15],
    ];
    const rows = pairs.flatMap(([judged, adviser, count]) =>
      Array.from({ length: count }, () => aRow(judged, adviser)),
    );
    // po = 0.6, pe = 0.6 * 0.7 + 0.4 * 0.3 = 0.54
    expect(measureAgreement(rows).kappa).toBeCloseTo((0.6 - 0.54) / 0.46, 3);
  });

  it('is 1 when all agree on several, and unknown where there is nothing to tell from chance', () => {
    expect(measureAgreement([aRow(1, 1), aRow(2, 2)]).kappa).toBe(1);
    expect(measureAgreement([aRow(1, 1), aRow(1, 1)]).kappa).toBeNull();
    expect(measureAgreement([]).kappa).toBeNull();
  });

  it('does not count a note, nor a row without judgement', () => {
    const rows = [aRow(1, null, 'note'), { report: null, decision: null }];
    expect(measureAgreement(rows)).toEqual({ decided: 0, agreed: 0, kappa: null, confusion: [] });
  });
});
