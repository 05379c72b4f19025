import type { RankedLabel, TextClassifier } from './text-classifier.ts';
import type { PreparedExample } from './train-classifier.ts';

/**
 * Classifies every example by a classifier that has not seen its fold. Result i belongs to example i.
 * `folds[i]` names the fold of example i: its writer, say, so that no voice is judged by its own words.
 */
export function classifyHeldOut(input: {
  readonly examples: readonly PreparedExample[];
  readonly folds: readonly string[];
  readonly train: (seen: readonly PreparedExample[]) => Pick<TextClassifier, 'classifyTerms'>;
}): readonly (readonly RankedLabel[])[] {
  const judged: (readonly RankedLabel[])[] = input.examples.map(() => []);
  for (const fold of new Set(input.folds)) {
    const seen = input.examples.filter((_, index) => input.folds[index] !== fold);
    if (seen.length === 0) continue;
    const classifier = input.train(seen);
    input.examples.forEach((example, index) => {
      if (input.folds[index] === fold)
        judged[index] = classifier.classifyTerms(example.terms, example.embedding);
    });
  }
  return judged;
}

/** Gathers groups (writers, say) into at most `count` folds of like size: largest group first into the smallest fold. */
export function gatherFolds(groups: readonly string[], count: number): readonly string[] {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const folds = new Map<string, number>();
  const load = Array.from({ length: count }, () => 0);
  const largestFirst = [...sizes].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  for (const [group, size] of largestFirst) {
    const lightest = load.indexOf(Math.min(...load));
    folds.set(group, lightest);
    load[lightest] = (load[lightest] ?? 0) + size;
  }
  return groups.map((group) => String(folds.get(group) ?? 0));
}
