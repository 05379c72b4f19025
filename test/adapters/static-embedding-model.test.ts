import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadStaticEmbeddingModel } from '../../src/adapters/static-embeddings/static-embedding-model.ts';
import { cosineSimilarity } from '../../src/domain/embedding.ts';
import type { EmbeddingModel } from '../../src/ports/embedding-model.ts';
import { describeEmbeddingModel } from '../contracts/embedding-model.ts';

const file = new URL('../../models/sem-es-192.sem', import.meta.url).pathname;
const goldenSchema = z.object({
  texts: z.array(z.object({ text: z.string(), first16: z.array(z.number()) })),
});

describeEmbeddingModel('static', () => loadStaticEmbeddingModel({ file }));

describe('the embedded Spanish model', () => {
  let model: EmbeddingModel;
  let folder = '';
  beforeAll(async () => {
    model = await loadStaticEmbeddingModel({ file });
    folder = await mkdtemp(join(tmpdir(), 'model-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is named for its file', () => {
    expect(model.space).toEqual({ provider: 'embedded', model: 'sem-es-192', dimensions: 192 });
  });

  it('gives the golden vectors', async () => {
    const path = new URL('../fixtures/embedding-golden.json', import.meta.url);
    const { texts } = goldenSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    const embeddings = await model.embed(
      texts.map(({ text }) => text),
      'query',
    );
    expect(texts.length).toBeGreaterThan(10);
    for (const [i, { first16 }] of texts.entries()) {
      for (const [k, expected] of first16.entries()) {
        expect(Math.abs((embeddings[i]?.[k] ?? 9) - expected)).toBeLessThan(1e-4);
      }
    }
  });

  it('reads composed and decomposed accents alike', async () => {
    const [composed, decomposed] = await model.embed(['niñez', 'niñez'.normalize('NFD')], 'query');
    expect(composed).toEqual(decomposed);
  });

  it('puts words of one meaning nearer than words of another', async () => {
    const [drought, water, heritage] = await model.embed(
      ['sequía', 'escasez de lluvias', 'patrimonio cultural'],
      'query',
    );
    if (drought === undefined || water === undefined || heritage === undefined)
      throw new Error('no embeddings');
    expect(cosineSimilarity(drought, water)).toBeGreaterThan(cosineSimilarity(drought, heritage) + 0.2);
  });

  it('refuses a file that is missing, of another kind or cut off', async () => {
    const whole = await readFile(file);
    const path = join(folder, 'cut.sem');
    const attempts = [Buffer.alloc(0), Buffer.from('SEM'), Buffer.from('<html>'), whole.subarray(0, 300)];
    attempts.push(whole.subarray(0, whole.length - 1), Buffer.concat([whole, Buffer.from('x')]));
    await expect(loadStaticEmbeddingModel({ file: path })).rejects.toMatchObject({
      code: 'embedding-failed',
    });
    for (const bytes of attempts) {
      await writeFile(path, bytes);
      await expect(loadStaticEmbeddingModel({ file: path })).rejects.toThrow(
        /cut\.sem cannot be used: .*restore it/,
      );
    }
  });
});
