import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';

/** The stems that are indexed with each passage: its own and those of the questions it is expected to answer. */
export function indexedWords(
  collection: IndexedCollection,
  analyzer: TextAnalyzer,
): (passageId: string) => ReadonlySet<string> {
  const words = new Map<string, Set<string>>();
  const add = (id: string, text: string) => {
    const known = words.get(id) ?? new Set<string>();
    for (const { stem, isStopWord } of analyzer.analyze(text)) if (!isStopWord) known.add(stem);
    words.set(id, known);
  };
  for (const { id, text, headingPath } of collection.passages) add(id, [...headingPath, text].join(' '));
  for (const { passageId, question } of collection.expectedQuestions) add(passageId, question);
  const none: ReadonlySet<string> = new Set();
  return (id) => words.get(id) ?? none;
}

/** The stems of the documents' own words, without stop words. */
export function documentStems({ documents }: IndexedCollection, analyzer: TextAnalyzer): ReadonlySet<string> {
  return new Set(
    documents.flatMap(({ text }) =>
      analyzer.analyze(text).flatMap(({ stem, isStopWord }) => (isStopWord ? [] : [stem])),
    ),
  );
}

/** The stems of each passage's own words. */
export function passageStems(
  { passages }: IndexedCollection,
  analyzer: TextAnalyzer,
): (passage: { readonly id: string }) => ReadonlySet<string> {
  const stems = new Map(
    passages.map(({ id, text }) => [id, new Set(analyzer.analyze(text).map(({ stem }) => stem))]),
  );
  const none: ReadonlySet<string> = new Set();
  return ({ id }) => stems.get(id) ?? none;
}
