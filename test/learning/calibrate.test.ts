import { describe, expect, it } from 'vitest';
import {
  calibrate,
  expectedCalibrationError,
  fitCalibration,
  type HeldOutJudgement,
} from '../../src/learning/calibrate.ts';

/** Ten judgements at a score, of which `right` are right. */
function band(score: number, right: number): HeldOutJudgement[] {
  return Array.from({ length: 10 }, (_, index) => ({ score, isRight: index < right }));
}

describe('calibration on judgements held out from training', () => {
  const boastful = [...band(0.95, 7), ...band(0.8, 6), ...band(0.2, 4), ...band(0.05, 3)];

  it('brings boastful scores down to what turned out right', () => {
    const calibration = fitCalibration(boastful);
    const mended = boastful.map(({ score, isRight }) => ({ score: calibrate(score, calibration), isRight }));
    expect(expectedCalibrationError(boastful)).toBeGreaterThan(0.2);
    expect(expectedCalibrationError(mended)).toBeLessThan(0.05);
  });

  it('keeps the order of scores and stays within 0 and 1', () => {
    const calibration = fitCalibration(boastful);
    const scores = [0, 0.1, 0.5, 0.9, 1].map((score) => calibrate(score, calibration));
    expect(scores.toSorted((a, b) => a - b)).toEqual(scores);
    expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
  });

  it('leaves scores as they are when there is too little to learn from', () => {
    expect(calibrate(0.3, fitCalibration(band(0.9, 10)))).toBeCloseTo(0.3, 10);
  });

  it('stays finite when the judgements are perfectly separable', () => {
    const calibration = fitCalibration([...band(0.999, 10), ...band(0.001, 0)]);
    expect(Number.isFinite(calibration.slope) && Number.isFinite(calibration.shift)).toBe(true);
  });

  it('finds no error in scores that keep their promise', () => {
    expect(expectedCalibrationError([...band(0.8, 8), ...band(0.3, 3)])).toBeCloseTo(0, 10);
  });
});
