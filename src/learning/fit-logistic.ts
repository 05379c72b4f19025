import type { SparseVector } from './feature-space.ts';

/** What a text should be called: `targets[k]` is the share of label k; shares add up to 1. */
export type LogisticExample = { readonly vector: SparseVector; readonly targets: Float32Array };

export type LogisticOptions = {
  /** How much the examples count against the wish for small weights; higher fits them closer. */
  readonly fitStrength: number;
  readonly maximumIterations: number;
};

/** `weights[feature * labels + label]`. */
export type LogisticModel = { readonly weights: Float64Array; readonly biases: Float64Array };

/** Steps remembered by the quasi-Newton method: more cost memory and gain little. */
const MEMORY = 10;
const SMALL_GRADIENT = 1e-3;
const SMALL_GAIN = 1e-5;
/** p(1-p) of a label near the end of the search, when most are all but settled; found to settle soonest. */
const TYPICAL_SPREAD = 0.01;

/**
 * Multinomial logistic regression with an L2 penalty, by L-BFGS: no randomness, so the same examples give the same model.
 * Parameters are one array: all weights, then one bias a label, which the penalty leaves alone. The search runs over
 * stretched weights, so that features seen everywhere (an embedding's) and features seen twice settle equally soon.
 */
export function fitLogistic(
  examples: readonly LogisticExample[],
  size: { readonly features: number; readonly labels: number },
  options: LogisticOptions,
): LogisticModel {
  const weightCount = size.features * size.labels;
  const shrinkage = featureShrinkage(examples, size.features, options.fitStrength);
  const shrunk = examples.map(({ vector, targets }) => ({ vector: shrink(vector, shrinkage), targets }));
  const evaluate = createObjective(shrunk, { ...size, shrinkage }, options.fitStrength);
  const parameters = minimize(evaluate, weightCount + size.labels, options.maximumIterations);
  const weights = parameters.subarray(0, weightCount).map((weight, at) => {
    return weight * (shrinkage[Math.floor(at / size.labels)] ?? 0);
  });
  return { weights, biases: parameters.slice(weightCount) };
}

/** One over the root of how sharply the loss bends along a feature: its mean square, and the penalty. */
function featureShrinkage(
  examples: readonly LogisticExample[],
  features: number,
  fitStrength: number,
): Float64Array {
  const bend = new Float64Array(features).fill(1);
  for (const { vector } of examples) {
    vector.features.forEach((feature, i) => {
      bend[feature] = (bend[feature] ?? 0) + fitStrength * TYPICAL_SPREAD * (vector.values[i] ?? 0) ** 2;
    });
  }
  return bend.map((value) => 1 / Math.sqrt(value));
}

function shrink(vector: SparseVector, shrinkage: Float64Array): SparseVector {
  const values = vector.values.map((value, i) => value * (shrinkage[vector.features[i] ?? 0] ?? 0));
  return { features: vector.features, values };
}

/** Computes the loss at `parameters` and writes its gradient into `gradient`. */
type Objective = (parameters: Float64Array, gradient: Float64Array) => number;

function createObjective(
  examples: readonly LogisticExample[],
  size: { readonly features: number; readonly labels: number; readonly shrinkage: Float64Array },
  fitStrength: number,
): Objective {
  const { labels, shrinkage } = size;
  const biasAt = size.features * labels;
  const scores = new Float64Array(labels);
  return (parameters, gradient) => {
    gradient.fill(0);
    let loss = 0;
    for (const { vector, targets } of examples) {
      scoreLabels(vector, parameters, biasAt, scores);
      loss += toResiduals(scores, targets);
      addGradient(vector, scores, gradient, biasAt);
    }
    return penalise(parameters, gradient, { loss, labels, shrinkage, fitStrength });
  };
}

// The two loops below run some billion times in a training: they index within bounds by construction, and `as number` spares
// the check that `?? 0` would make each time.
function scoreLabels(vector: SparseVector, parameters: Float64Array, biasAt: number, scores: Float64Array) {
  const labels = scores.length;
  for (let k = 0; k < labels; k++) scores[k] = parameters[biasAt + k] as number;
  const { features, values } = vector;
  for (let i = 0; i < features.length; i++) {
    const row = (features[i] as number) * labels;
    const value = values[i] as number;
    for (let k = 0; k < labels; k++)
      scores[k] = (scores[k] as number) + value * (parameters[row + k] as number);
  }
}

/** Turns scores into predicted minus wanted shares, in place; returns the cross-entropy. */
function toResiduals(scores: Float64Array, targets: Float32Array): number {
  let highest = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > highest) highest = score;
  let total = 0;
  for (const score of scores) total += Math.exp(score - highest);
  const logTotal = Math.log(total) + highest;
  let loss = 0;
  for (let k = 0; k < scores.length; k++) {
    const target = targets[k] ?? 0;
    const logProbability = (scores[k] ?? 0) - logTotal;
    if (target > 0) loss -= target * logProbability;
    scores[k] = Math.exp(logProbability) - target;
  }
  return loss;
}

function addGradient(vector: SparseVector, residuals: Float64Array, gradient: Float64Array, biasAt: number) {
  const labels = residuals.length;
  for (let k = 0; k < labels; k++)
    gradient[biasAt + k] = (gradient[biasAt + k] as number) + (residuals[k] as number);
  const { features, values } = vector;
  for (let i = 0; i < features.length; i++) {
    const row = (features[i] as number) * labels;
    const value = values[i] as number;
    for (let k = 0; k < labels; k++) {
      gradient[row + k] = (gradient[row + k] as number) + value * (residuals[k] as number);
    }
  }
}

/** Adds the penalty on the weights as they will be used, and returns the whole loss. */
function penalise(
  parameters: Float64Array,
  gradient: Float64Array,
  at: {
    readonly loss: number;
    readonly labels: number;
    readonly shrinkage: Float64Array;
    readonly fitStrength: number;
  },
): number {
  let squares = 0;
  for (let i = 0; i < gradient.length; i++) gradient[i] = at.fitStrength * (gradient[i] ?? 0);
  for (let feature = 0; feature < at.shrinkage.length; feature++) {
    const share = (at.shrinkage[feature] ?? 0) ** 2;
    for (let i = feature * at.labels; i < (feature + 1) * at.labels; i++) {
      const weight = parameters[i] ?? 0;
      squares += weight * weight * share;
      gradient[i] = (gradient[i] ?? 0) + weight * share;
    }
  }
  return at.fitStrength * at.loss + squares / 2;
}

type Step = { readonly move: Float64Array; readonly change: Float64Array; readonly curvature: number };

function minimize(evaluate: Objective, length: number, maximumIterations: number): Float64Array {
  let point = new Float64Array(length);
  let gradient = new Float64Array(length);
  let value = evaluate(point, gradient);
  const steps: Step[] = [];
  for (let iteration = 0; iteration < maximumIterations; iteration++) {
    const direction = descentDirection(gradient, steps);
    const found = searchLine(evaluate, { point, gradient, value, direction });
    if (found === null) break;
    const gain = value - found.value;
    remember(steps, { from: point, to: found.point, before: gradient, after: found.gradient });
    ({ point, gradient, value } = found);
    if (gain <= SMALL_GAIN * Math.max(1, Math.abs(value)) || length2(gradient) < SMALL_GRADIENT) break;
  }
  return point;
}

/** The quasi-Newton direction: the two-loop recursion over the remembered steps. */
function descentDirection(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = new Float64Array(gradient.length);
  addScaled(direction, gradient, -1);
  const shares: number[] = [];
  for (const step of steps.toReversed()) {
    const share = dot(step.move, direction) / step.curvature;
    shares.push(share);
    addScaled(direction, step.change, -share);
  }
  const last = steps.at(-1);
  const scale = last ? last.curvature / dot(last.change, last.change) : 1 / Math.max(1, length2(gradient));
  for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] ?? 0) * scale;
  for (const step of steps) {
    const back = dot(step.change, direction) / step.curvature;
    addScaled(direction, step.move, (shares.pop() ?? 0) - back);
  }
  return direction;
}

type LineStart = {
  readonly point: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
  readonly direction: Float64Array;
};

/** Halves the step until the loss falls enough; null when no step helps any more. */
function searchLine(evaluate: Objective, start: LineStart) {
  const slope = dot(start.gradient, start.direction);
  if (slope >= 0) return null;
  for (let length = 1; length > 1e-6; length /= 2) {
    const point = start.point.slice();
    addScaled(point, start.direction, length);
    const gradient = new Float64Array(point.length);
    const value = evaluate(point, gradient);
    if (value <= start.value + 1e-4 * length * slope) return { point, gradient, value };
  }
  return null;
}

function remember(
  steps: Step[],
  walk: {
    readonly from: Float64Array;
    readonly to: Float64Array;
    readonly before: Float64Array;
    readonly after: Float64Array;
  },
) {
  const move = walk.to.slice();
  addScaled(move, walk.from, -1);
  const change = walk.after.slice();
  addScaled(change, walk.before, -1);
  const curvature = dot(move, change);
  if (curvature <= 1e-12) return;
  steps.push({ move, change, curvature });
  if (steps.length > MEMORY) steps.shift();
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function addScaled(target: Float64Array, source: Float64Array, scale: number) {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + scale * (source[i] as number);
}

function length2(values: Float64Array): number {
  return Math.sqrt(dot(values, values));
}
