import { describe, expect, it } from 'vitest';
import { serializedMatcherSchema } from '../../src/matching/matcher-model.ts';
import { trainMatcher } from '../../src/matching/train-matcher.ts';
import { analyzer, embeddingModel, taughtCollection } from './taught-collection.ts';

describe('training the matcher', () => {
  it('gives something that can be stored as JSON, with figures on writers left out', async () => {
    const learned = await trainMatcher({ collection: taughtCollection, analyzer, embeddingModel });
    const stored = serializedMatcherSchema.parse(JSON.parse(JSON.stringify(learned)));
    expect(stored).toEqual(learned);
    expect(stored.examples).toBe(taughtCollection.examples.length);
    expect(stored.heldOut.acceptedAtOne).toBeGreaterThan(0.6);
    expect(stored.questions?.labels).toHaveLength(6);
  });

  it('gives the same bytes for the same collection', async () => {
    const once = await trainMatcher({ collection: taughtCollection, analyzer, embeddingModel });
    const again = await trainMatcher({ collection: taughtCollection, analyzer, embeddingModel });
    expect(JSON.stringify(again)).toBe(JSON.stringify(once));
  });

  it('learns nothing from a handful of examples', async () => {
    const few = { ...taughtCollection, examples: taughtCollection.examples.slice(0, 12) };
    expect(await trainMatcher({ collection: few, analyzer, embeddingModel })).toBeNull();
  });

  it('passes over examples of challenges that the collection does not have', async () => {
    const stray = taughtCollection.examples.map((idea) => ({
      ...idea,
      primary: idea.primary === 3 ? 9 : idea.primary,
    }));
    const learned = await trainMatcher({
      collection: { ...taughtCollection, examples: stray },
      analyzer,
      embeddingModel,
    });
    expect(learned?.classifier.labels).toEqual(['1', '2', 'none']);
  });
});
