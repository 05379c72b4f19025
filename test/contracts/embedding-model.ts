import { describe, expect, it } from 'vitest';
import type { EmbeddingModel } from '../../src/ports/embedding-model.ts';

/** What every embedding model must do; call it once for each implementation. */
export function describeEmbeddingModel(name: string, createModel: () => Promise<EmbeddingModel>): void {
  describe(`${name} embedding model`, () => {
    const texts = ['agua para los huertos', 'telemedicina en postas rurales', 'reciclaje de neumáticos'];

    it('gives one embedding of unit length for each text', async () => {
      const model = await createModel();
      const embeddings = await model.embed(texts, 'passage');
      expect(embeddings).toHaveLength(3);
      for (const embedding of embeddings) {
        expect(embedding).toBeInstanceOf(Float32Array);
        expect(embedding).toHaveLength(model.space.dimensions);
        expect(Math.hypot(...embedding)).toBeCloseTo(1, 4);
      }
    });

    it('gives a text the same embedding alone and among others', async () => {
      const model = await createModel();
      const together = await model.embed(texts, 'query');
      for (const [i, text] of texts.entries()) {
        const [alone] = await model.embed([text], 'query');
        for (const [k, value] of (alone ?? []).entries()) expect(value).toBeCloseTo(together[i]?.[k] ?? 9, 5);
      }
    });

    it('gives nothing for no texts', async () => {
      const model = await createModel();
      expect(await model.embed([], 'passage')).toEqual([]);
    });

    it('takes an empty text, emoji, a lone surrogate and a very long text', async () => {
      const model = await createModel();
      const embeddings = await model.embed(['', '🙂', '\ud800', 'agua '.repeat(5000)], 'passage');
      expect(embeddings).toHaveLength(4);
      expect(embeddings.every((embedding) => embedding.every(Number.isFinite))).toBe(true);
    });

    it('stops when it is cancelled', async () => {
      const model = await createModel();
      await expect(model.embed(texts, 'query', AbortSignal.abort())).rejects.toMatchObject({
        code: 'cancelled',
      });
    });
  });
}
