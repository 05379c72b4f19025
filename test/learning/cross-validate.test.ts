import { describe, expect, it } from 'vitest';
import { createSpanishAnalyzer } from '../../src/adapters/keyword/spanish-analyzer.ts';
import { classifyHeldOut, gatherFolds } from '../../src/learning/cross-validate.ts';
import { createTextClassifier } from '../../src/learning/text-classifier.ts';
import { prepareExamples, trainOnPrepared } from '../../src/learning/train-classifier.ts';

describe('cross-validation', () => {
  it('never splits a group and keeps folds of like size', () => {
    const groups = ['a', 'a', 'a', 'b', 'b', 'c', 'c', 'd'];
    const folds = gatherFolds(groups, 3);
    expect(new Set(folds).size).toBe(3);
    for (const group of new Set(groups)) {
      expect(new Set(folds.filter((_, index) => groups[index] === group)).size).toBe(1);
    }
  });

  it('judges an example without having read it', () => {
    const analyzer = createSpanishAnalyzer();
    const texts = ['sol', 'sol claro', 'luna', 'luna llena', 'secreto'];
    const labels = ['day', 'day', 'night', 'night', 'day'];
    const examples = prepareExamples(
      texts.map((text, index) => ({
        text,
        embedding: null,
        labels: [{ label: labels[index] ?? '', weight: 1 }],
      })),
      analyzer,
    );
    const judged = classifyHeldOut({
      examples,
      folds: ['1', '2', '1', '2', '3'],
      train: (seen) =>
        createTextClassifier(trainOnPrepared(seen, analyzer.id, { minimumDocuments: 1 }), analyzer),
    });
    expect(judged[0]?.[0]?.label).toBe('day');
    expect(judged[3]?.[0]?.label).toBe('night');
    // "secreto" stands in its own fold only, so nothing is known of it: the labels are even.
    expect(judged[4]?.[0]?.probability).toBeCloseTo(0.5, 1);
  });
});
