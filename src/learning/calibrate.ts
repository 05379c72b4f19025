import { z } from 'zod';

/** A judgement made on an example held out from training: the raw score, and whether it turned out right. */
export type HeldOutJudgement = { readonly score: number; readonly isRight: boolean };

/** Platt scaling of a probability: calibrated = sigmoid(slope x logit(score) + shift). */
export const calibrationSchema = z.strictObject({ slope: z.number(), shift: z.number() });
export type Calibration = z.infer<typeof calibrationSchema>;

const SMALLEST = 1e-4;
const NEWTON_STEPS = 50;

/** Fits the calibration to held-out judgements by Newton's method; too few of them leave scores as they are. */
export function fitCalibration(judgements: readonly HeldOutJudgement[]): Calibration {
  const right = judgements.filter(({ isRight }) => isRight).length;
  if (right < 5 || judgements.length - right < 5) return { slope: 1, shift: 0 };
  let [slope, shift] = [1, 0];
  for (let step = 0; step < NEWTON_STEPS; step++) {
    // A whisper of a prior keeps the system solvable when the judgements are all but separable.
    let [gradientSlope, gradientShift, a, b, c] = [1e-3 * (slope - 1), 1e-3 * shift, 1e-3, 0, 1e-3];
    for (const { score, isRight } of judgements) {
      const x = logit(score);
      const predicted = sigmoid(slope * x + shift);
      const miss = predicted - (isRight ? 1 : 0);
      const spread = predicted * (1 - predicted);
      gradientSlope += miss * x;
      gradientShift += miss;
      a += spread * x * x;
      b += spread * x;
      c += spread;
    }
    const determinant = a * c - b * b;
    const slopeStep = (c * gradientSlope - b * gradientShift) / determinant;
    const shiftStep = (a * gradientShift - b * gradientSlope) / determinant;
    slope -= slopeStep;
    shift -= shiftStep;
    if (Math.abs(slopeStep) + Math.abs(shiftStep) < 1e-8) break;
  }
  return { slope, shift };
}

export function calibrate(score: number, calibration: Calibration): number {
  return sigmoid(calibration.slope * logit(score) + calibration.shift);
}

/** How far scores are from what they promise, on average: ten bands of equal width, each weighed by its size. */
export function expectedCalibrationError(judgements: readonly HeldOutJudgement[]): number {
  const bands = Array.from({ length: 10 }, (_, band) =>
    judgements.filter(({ score }) => Math.min(9, Math.floor(score * 10)) === band),
  );
  const misses = bands.map((band) =>
    Math.abs(band.reduce((sum, { score, isRight }) => sum + score - (isRight ? 1 : 0), 0)),
  );
  return misses.reduce((sum, miss) => sum + miss, 0) / Math.max(1, judgements.length);
}

function logit(score: number): number {
  const inside = Math.min(1 - SMALLEST, Math.max(SMALLEST, score));
  return Math.log(inside / (1 - inside));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
