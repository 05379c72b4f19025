import { foldText } from '../domain/fold-text.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { SerializedTextClassifier } from '../learning/text-classifier.ts';
import { trainTextClassifier } from '../learning/train-classifier.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';

type Labelled = { readonly text: string; readonly kind: string };

/** The collection's own questions and ideas are many; so many of each keep the kinds in balance. */
const OWN_EXAMPLES_OF_A_KIND = 500;

/** Teaches what kind a message is, from labelled messages of any region and from the collection's own examples. */
export async function trainMessageKinds(input: {
  readonly messages: readonly Labelled[];
  readonly collection: IndexedCollection;
  readonly analyzer: TextAnalyzer;
  readonly embeddingModel: EmbeddingModel;
}): Promise<SerializedTextClassifier> {
  // Read without accents, as messages will be: half of them are typed so.
  const labelled = [...input.messages, ...ownExamples(input.collection)].map(({ text, kind }) => ({
    text: foldText(text),
    kind,
  }));
  const embeddings = await input.embeddingModel.embed(
    labelled.map(({ text }) => text),
    'query',
  );
  return trainTextClassifier({
    analyzer: input.analyzer,
    examples: labelled.map(({ text, kind }, i) => ({
      text,
      embedding: embeddings[i] ?? null,
      labels: [{ label: kind, weight: 1 }],
    })),
  });
}

function ownExamples({ expectedQuestions, examples, absentMatters }: IndexedCollection): Labelled[] {
  return [
    ...everyNth(expectedQuestions.map(({ question }) => question)).map((text) => ({
      text,
      kind: 'question',
    })),
    ...everyNth(examples.filter(({ primary }) => primary !== null).map(({ text }) => text)).map((text) => ({
      text,
      kind: 'idea',
    })),
    ...absentMatters.flatMap((matter) => matter.examples.map((text) => ({ text, kind: 'absent' }))),
  ];
}

function everyNth(texts: readonly string[]): string[] {
  const step = Math.max(1, Math.floor(texts.length / OWN_EXAMPLES_OF_A_KIND));
  return texts.filter((_, i) => i % step === 0).slice(0, OWN_EXAMPLES_OF_A_KIND);
}
