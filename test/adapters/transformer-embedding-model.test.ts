import { describe, expect, it } from 'vitest';
import {
  averageTokens,
  createTransformerEmbeddingModel,
  type TransformersLibrary,
  withPrefixes,
} from '../../src/adapters/transformers/transformer-embedding-model.ts';
import { describeEmbeddingModel } from '../contracts/embedding-model.ts';

type FakeInputs = { attention_mask: { data: BigInt64Array; dims: number[] }; ids: number[][] };

const DIMENSIONS = 6;

/** A library whose tokens are letters and whose token vectors follow from the letter; padding gets a loud vector. */
function aLibrary(seenTexts: string[] = []): TransformersLibrary {
  const tokenizer = (texts: readonly string[]): FakeInputs => {
    seenTexts.push(...texts);
    const ids = texts.map((text) => [...text].slice(0, 512).map((letter) => letter.codePointAt(0) ?? 1));
    const width = Math.max(...ids.map((one) => one.length));
    const mask = ids.flatMap((one) =>
      Array.from({ length: width }, (_, i) => BigInt(i < one.length ? 1 : 0)),
    );
    return { ids, attention_mask: { data: BigInt64Array.from(mask), dims: [texts.length, width] } };
  };
  const model = async ({ ids, attention_mask }: FakeInputs) => {
    const width = attention_mask.dims[1] ?? 0;
    const data = ids.flatMap((one) =>
      Array.from({ length: width }, (_, token) =>
        Array.from({ length: DIMENSIONS }, (_, i) =>
          token < one.length ? Math.sin((one[token] ?? 1) * (i + 1)) : 1000,
        ),
      ).flat(),
    );
    return { last_hidden_state: { data: Float32Array.from(data), dims: [ids.length, width, DIMENSIONS] } };
  };
  return {
    env: {},
    AutoTokenizer: { from_pretrained: async () => tokenizer },
    AutoModel: { from_pretrained: async () => model as never },
  };
}

const options = { model: 'Xenova/multilingual-e5-small', modelsFolder: null, dimensions: null, batchSize: 2 };

describeEmbeddingModel('transformer', () =>
  createTransformerEmbeddingModel({ ...options, importLibrary: async () => aLibrary() }),
);

describe('the transformer embedding model', () => {
  it('leaves padding out of the average', () => {
    const hidden = { data: [1, 2, 3, 4, 90, 90, 5, 6, 7, 8, 9, 10], dims: [2, 3, 2] };
    const mask = { data: [1n, 1n, 0n, 1n, 1n, 1n], dims: [2, 3] };
    const sums = averageTokens(hidden, mask).map((sum) => Array.from(sum));
    expect(sums[0]).toEqual([4, 6]);
    expect(sums[1]).toEqual([21, 24]);
  });

  it('tells e5 models what a text is for, and no other model', () => {
    expect(withPrefixes(['agua'], 'query', 'Xenova/multilingual-e5-small')).toEqual(['query: agua']);
    expect(withPrefixes(['agua'], 'passage', 'e5')).toEqual(['passage: agua']);
    expect(withPrefixes(['agua'], 'query', 'all-MiniLM-L6-v2')).toEqual(['agua']);
    expect(withPrefixes(['agua'], 'query', 'size5-base')).toEqual(['agua']);
  });

  it('sends passages to the model as passages', async () => {
    const seen: string[] = [];
    const model = await createTransformerEmbeddingModel({
      ...options,
      importLibrary: async () => aLibrary(seen),
    });
    await model.embed(['agua'], 'passage');
    expect(seen.at(-1)).toBe('passage: agua');
  });

  it('loads from the folder alone when one is given', async () => {
    const library = aLibrary();
    await createTransformerEmbeddingModel({
      ...options,
      modelsFolder: 'models',
      importLibrary: async () => library,
    });
    expect(library.env).toEqual({ localModelPath: 'models', allowRemoteModels: false });
  });

  it('names the package when it is absent', async () => {
    const importLibrary = () => Promise.reject(new Error('Cannot find package'));
    await expect(createTransformerEmbeddingModel({ ...options, importLibrary })).rejects.toThrow(
      'npm install @huggingface/transformers',
    );
  });

  it('names the model when its files are missing', async () => {
    const library = { ...aLibrary(), AutoModel: { from_pretrained: () => Promise.reject(new Error('404')) } };
    const loading = createTransformerEmbeddingModel({ ...options, importLibrary: async () => library });
    await expect(loading).rejects.toThrow(/"Xenova\/multilingual-e5-small" cannot be loaded/);
  });

  it('refuses dimensions that the model does not give', async () => {
    const loading = createTransformerEmbeddingModel({
      ...options,
      dimensions: 384,
      importLibrary: async () => aLibrary(),
    });
    await expect(loading).rejects.toThrow(/gives 6 numbers but EMBEDDING_DIMENSIONS is 384/);
  });
});
