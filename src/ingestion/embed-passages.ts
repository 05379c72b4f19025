import type { ExpectedQuestion } from '../domain/collection.ts';
import type { Embedding } from '../domain/embedding.ts';
import type { Passage } from '../domain/passage.ts';
import type { EmbeddingModel, EmbeddingPurpose } from '../ports/embedding-model.ts';
import type { VectorEntry } from '../ports/vector-index.ts';

/** One text to embed. Entry ids are a passage's id, or `<passage id>#<n>` for its n-th expected question. */
export type TextToEmbed = { readonly id: string; readonly text: string; readonly purpose: EmbeddingPurpose };

export type EmbeddedTexts = {
  readonly vectors: readonly VectorEntry[];
  readonly embedded: number;
  readonly reused: number;
};

/** What gets a vector: every passage, and every expected question of a passage that exists. */
export function textsToEmbed(
  passages: readonly Passage[],
  questions: readonly ExpectedQuestion[],
): TextToEmbed[] {
  const counts = new Map(passages.map((passage) => [passage.id, 0]));
  const texts: TextToEmbed[] = passages.map(({ id, text }) => ({ id, text, purpose: 'passage' }));
  for (const { passageId, question } of questions) {
    const count = counts.get(passageId);
    if (count === undefined) continue;
    counts.set(passageId, count + 1);
    texts.push({ id: `${passageId}#${count}`, text: question, purpose: 'query' });
  }
  return texts;
}

/**
 * Embeds what has no vector yet, in batches; a text that was embedded before keeps its vector.
 * `known` maps a text's fingerprint to its vector.
 */
export async function embedTexts(
  texts: readonly TextToEmbed[],
  tools: {
    readonly model: EmbeddingModel;
    readonly known: ReadonlyMap<string, Embedding>;
    readonly fingerprint: (text: string) => string;
    readonly batchSize: number;
    readonly onProgress: (done: number, total: number) => void;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<EmbeddedTexts> {
  const found = new Map<string, Embedding>();
  const missing: TextToEmbed[] = [];
  for (const item of texts) {
    const vector = tools.known.get(tools.fingerprint(item.text));
    if (vector) found.set(item.id, vector);
    else missing.push(item);
  }
  for (const purpose of ['passage', 'query'] as const) {
    const items = missing.filter((item) => item.purpose === purpose);
    for (let from = 0; from < items.length; from += tools.batchSize) {
      const batch = items.slice(from, from + tools.batchSize);
      const vectors = await tools.model.embed(
        batch.map((item) => item.text),
        purpose,
        tools.signal,
      );
      batch.forEach((item, i) => {
        const vector = vectors[i];
        if (vector) found.set(item.id, vector);
      });
      tools.onProgress(found.size, texts.length);
    }
  }
  const vectors = texts.flatMap(({ id }) => {
    const embedding = found.get(id);
    return embedding ? [{ id, embedding }] : [];
  });
  return { vectors, embedded: missing.length, reused: texts.length - missing.length };
}
