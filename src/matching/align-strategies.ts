import { cosineSimilarity, type Embedding } from '../domain/embedding.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { Passage } from '../domain/passage.ts';
import type { TextSpan } from '../domain/text-span.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { ChallengeProfile } from './challenge-profiles.ts';
import { quotableSpans, splitSentences } from './idea-text.ts';

/** A stretch of a strategy reference that can be quoted by itself. The span is of the passage's text. */
export type StrategyLine = {
  readonly passage: Passage;
  readonly span: TextSpan;
  readonly embedding: Embedding;
};

const SHORTEST_NAME = 12;
const SHORTEST_CLAUSE = 40;
const MOST_LINES = 2;

/** The quotable lines of each challenge's references: what they point to by name, or their clauses when they name nothing. */
export async function readStrategyLines(
  collection: IndexedCollection,
  profiles: readonly ChallengeProfile[],
  embeddingModel: EmbeddingModel,
): Promise<ReadonlyMap<number, readonly StrategyLine[]>> {
  const names = collection.structures
    .flatMap(({ challenges }) =>
      challenges.flatMap(({ references }) => references.flatMap(({ pointers }) => pointers)),
    )
    // "ámbito ambiental" or "espacio rural" say where in a strategy, not what it wants.
    .filter(({ kind }) => kind !== 'field' && kind !== 'space')
    .flatMap(({ name, names: several }) => [...(name === null ? [] : [name]), ...(several ?? [])])
    .filter((name) => name.length >= SHORTEST_NAME);
  const lines = new Map<number, readonly StrategyLine[]>();
  for (const { number, references } of profiles) {
    const spans = references.flatMap((passage) =>
      lineSpans(passage.text, names).map((span) => ({ passage, span })),
    );
    const embeddings = await embeddingModel.embed(
      spans.map(({ passage, span }) => passage.text.slice(span.start, span.end)),
      'passage',
    );
    lines.set(
      number,
      spans.flatMap((line, index) => {
        const embedding = embeddings[index];
        return embedding === undefined ? [] : [{ ...line, embedding }];
      }),
    );
  }
  return lines;
}

/** The lines that the idea is nearest to, one a passage, nearest first. */
export function alignStrategies(
  lines: readonly StrategyLine[],
  embedding: Embedding,
): readonly StrategyLine[] {
  const nearest = lines
    .map((line) => ({ line, similarity: cosineSimilarity(line.embedding, embedding) }))
    .sort((a, b) => b.similarity - a.similarity)
    .map(({ line }) => line);
  const passages = new Set<string>();
  return nearest
    .filter(({ passage }) => !passages.has(passage.id) && passages.add(passage.id))
    .slice(0, MOST_LINES);
}

function lineSpans(text: string, names: readonly string[]): readonly TextSpan[] {
  const named = [...new Set(names)].flatMap((name) => {
    const start = text.indexOf(name);
    return start < 0 ? [] : [{ start, end: start + name.length }];
  });
  const clauses = splitSentences(text).flatMap((sentence) => quotableSpans(text, sentence));
  const long = clauses.filter(({ start, end }) => end - start >= SHORTEST_CLAUSE);
  if (named.length > 0) return named;
  return long.length > 0 ? long : [{ start: 0, end: text.length }];
}
