import { describe, expect, it } from 'vitest';
import { createSpanishAnalyzer } from '../../src/adapters/keyword/spanish-analyzer.ts';
import { createTextClassifier, serializedTextClassifierSchema } from '../../src/learning/text-classifier.ts';
import { type ClassifierExample, trainTextClassifier } from '../../src/learning/train-classifier.ts';

const analyzer = createSpanishAnalyzer();
const options = { minimumDocuments: 1 };

const RIVER = [
  'limpiar el río del valle',
  'el río baja sucio',
  'cuidar la orilla del río',
  'peces muertos en el río',
];
const BREAD = [
  'hornear pan con harina',
  'una panadería de barrio',
  'pan integral para el colegio',
  'amasar pan en casa',
];

const examples: readonly ClassifierExample[] = [
  ...RIVER.map((text) => ({ text, embedding: null, labels: [{ label: 'river', weight: 1 }] })),
  ...BREAD.map((text) => ({ text, embedding: null, labels: [{ label: 'bread', weight: 1 }] })),
];

describe('a text classifier taught by examples', () => {
  const serialized = trainTextClassifier({ examples, analyzer, options });
  const classifier = createTextClassifier(serialized, analyzer);

  it('names the label of a text it has not seen, with probabilities that add up to one', () => {
    const ranked = classifier.classify('queremos un río limpio', null);
    expect(ranked[0]?.label).toBe('river');
    expect(ranked.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 10);
  });

  it('recognises a word with a typing error by its runs of letters', () => {
    expect(classifier.classify('una panaderia artezanal', null)[0]?.label).toBe('bread');
  });

  it('comes out the same, byte for byte, when it is taught the same again', () => {
    expect(JSON.stringify(trainTextClassifier({ examples, analyzer, options }))).toBe(
      JSON.stringify(serialized),
    );
  });

  it('survives being written as JSON and read back', () => {
    const read = serializedTextClassifierSchema.parse(JSON.parse(JSON.stringify(serialized)));
    const text = 'harina para la panadería';
    expect(createTextClassifier(read, analyzer).classify(text, null)).toEqual(
      classifier.classify(text, null),
    );
  });

  it('explains a label by the words that speak for it, at their place in the text', () => {
    const text = 'Una idea: hornear junto al río';
    const strongest = classifier
      .explain(text, 'bread', ['river'])
      .toSorted((a, b) => b.weight - a.weight)
      .at(0);
    expect(text.slice(strongest?.start, strongest?.end)).toBe('hornear');
    const river = classifier.explain(text, 'bread').find(({ start }) => text.slice(start).startsWith('río'));
    expect(river?.weight).toBeLessThan(0);
  });

  it('shares an example among the labels it carries, by their weights', () => {
    const shared = [
      ...examples,
      ...['molino de agua', 'molino del río para harina', 'harina del molino'].map((text) => ({
        text,
        embedding: null,
        labels: [
          { label: 'river', weight: 1 },
          { label: 'bread', weight: 3 },
        ],
      })),
    ];
    const both = createTextClassifier(trainTextClassifier({ examples: shared, analyzer, options }), analyzer);
    const ranked = both.classify('un molino', null);
    expect(ranked[0]?.label).toBe('bread');
    expect(ranked[1]?.probability).toBeGreaterThan(0.1);
  });

  it('listens to the embedding when the words say nothing', () => {
    const towards = (x: number, y: number) => Float32Array.from([x, y]);
    const embedded = examples.map((example, index) => ({
      ...example,
      embedding: index < RIVER.length ? towards(1, 0) : towards(0, 1),
    }));
    const trained = trainTextClassifier({ examples: embedded, analyzer, options });
    const ranked = createTextClassifier(trained, analyzer).classify('zzz', towards(0, 1));
    expect(ranked[0]?.label).toBe('bread');
  });

  it('gives even an empty text every label', () => {
    expect(classifier.classify('', null).map(({ label }) => label)).toHaveLength(2);
  });

  it('refuses to judge with an analyzer other than the one it was taught with', () => {
    expect(() => createTextClassifier(serialized, { ...analyzer, id: 'other' })).toThrow(/ingest again/);
  });
});
