import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSpanishAnalyzer } from '../../src/adapters/keyword/spanish-analyzer.ts';
import { createBlendedClassifier, trainBlend } from '../../src/learning/blended-classifier.ts';
import { createVoteOfNearest, gatherNearest } from '../../src/learning/nearest-examples.ts';
import { readTerms } from '../../src/learning/text-terms.ts';
import { prepareExamples } from '../../src/learning/train-classifier.ts';

const analyzer = createSpanishAnalyzer();
const TAUGHT = [
  ['app para regar limones', 'agua'],
  ['sensor que avisa si falta agua en el canal', 'agua'],
  ['riego con agua reciclada', 'agua'],
  ['app de vecinos que comparten herramientas', 'compartir'],
  ['app para prestar herramientas entre vecinos', 'compartir'],
  ['vecinos comparten autos con una app', 'compartir'],
  ['app que junta a vecinos con su taller', 'compartir'],
  ['app de compras en grupo', 'compartir'],
] as const;

function taught(list: readonly (readonly [string, string])[] = TAUGHT) {
  return prepareExamples(
    list.map(([text, label]) => ({ text, embedding: null, labels: [{ label, weight: 1 }] })),
    analyzer,
  );
}

const vote = (text: string) =>
  createVoteOfNearest(gatherNearest(taught(), { minimumDocuments: 1 }))(readTerms(text, analyzer), null);

describe('the nearest examples', () => {
  it('say what the example most like a text says', () => {
    const [best] = [...vote('una app para regar limones')].sort((a, b) => b.probability - a.probability);
    expect(best?.label).toBe('agua');
  });

  it('share out one whole vote, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const shares = vote(text).map(({ probability }) => probability);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
        for (const share of shares) expect(share).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('vote the same after being stored', () => {
    const stored = JSON.parse(JSON.stringify(gatherNearest(taught(), { minimumDocuments: 1 })));
    expect(createVoteOfNearest(stored)(readTerms('riego de limones', analyzer), null)).toEqual(
      vote('riego de limones'),
    );
  });
});

describe('a blended classifier', () => {
  it('learns from a single example that is like the text', () => {
    const text = 'app que avisa cuándo regar el huerto';
    const probability = (list: readonly (readonly [string, string])[]) =>
      createBlendedClassifier(trainBlend(taught(list), analyzer.id, { minimumDocuments: 1 }), analyzer)
        .classify(text, null)
        .find(({ label }) => label === 'agua')?.probability ?? 0;
    const taughtOtherwise = probability([...TAUGHT, ['app que avisa cuándo regar los paltos', 'compartir']]);
    expect(taughtOtherwise).toBeLessThan(probability(TAUGHT) - 0.2);
  });

  it('keeps its probabilities adding up to 1', () => {
    const blend = createBlendedClassifier(
      trainBlend(taught(), analyzer.id, { minimumDocuments: 1 }),
      analyzer,
    );
    const all = blend
      .classify('taller de riego', null)
      .reduce((sum, { probability }) => sum + probability, 0);
    expect(all).toBeCloseTo(1, 6);
  });
});
