import { afterEach, describe, expect, it } from 'vitest';
import { createOpenAIEmbeddingModel } from '../../src/adapters/langchain/openai-embedding-model.ts';
import { describeEmbeddingModel } from '../contracts/embedding-model.ts';
import {
  type EmbeddingsRequest,
  embeddingsReply,
  type FakeOpenAIServer,
  type FakeReply,
  startFakeOpenAIServer,
} from '../support/fake-openai-server.ts';
import { unitVector } from '../support/vectors.ts';

let server: FakeOpenAIServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const vectorOf = (text: string) => Array.from(unitVector(text.length, 8), (value) => value * 3);
const honest = (request: EmbeddingsRequest) => embeddingsReply(request.input.map(vectorOf));

async function modelAgainst(
  reply: (request: EmbeddingsRequest, attempt: number) => FakeReply,
  changes: { dimensions?: number | null; timeoutMs?: number; batchSize?: number; model?: string } = {},
) {
  server = await startFakeOpenAIServer(reply);
  return createOpenAIEmbeddingModel({
    apiKey: 'sk-secret-of-the-test',
    baseUrl: server.baseUrl,
    model: 'local-model',
    dimensions: 8,
    timeoutMs: 5000,
    batchSize: 64,
    retryDelaysMs: [0, 0],
    ...changes,
  });
}

describeEmbeddingModel('OpenAI', () => modelAgainst(honest));

describe('the OpenAI embedding model', () => {
  it('asks for floats and sends texts with their line breaks', async () => {
    const model = await modelAgainst(honest);
    await model.embed(['one\ntwo'], 'passage');
    expect(server?.requests[0]).toMatchObject({
      encoding_format: 'float',
      input: ['one\ntwo'],
      model: 'local-model',
    });
    expect(server?.requests[0]).not.toHaveProperty('dimensions');
  });

  it('tells only models that can be told how many dimensions are wanted', async () => {
    const model = await modelAgainst(honest, { model: 'text-embedding-3-small' });
    await model.embed(['one'], 'passage');
    expect(server?.requests[0]).toMatchObject({ dimensions: 8 });
  });

  it('learns the dimensions of an unknown model from its answer', async () => {
    const model = await modelAgainst(honest, { dimensions: null });
    expect(model.space).toEqual({ provider: 'openai', model: 'local-model', dimensions: 8 });
  });

  it('sends texts in batches and keeps their order', async () => {
    const model = await modelAgainst(honest, { batchSize: 2 });
    const texts = ['a', 'bb', 'ccc', 'dddd', 'eeeee'];
    const embeddings = await model.embed(texts, 'passage');
    expect(server?.requests.map(({ input }) => input.length)).toEqual([2, 2, 1]);
    for (const [i, text] of texts.entries()) {
      expect(embeddings[i]?.[0]).toBeCloseTo(unitVector(text.length, 8)[0] ?? 9, 5);
    }
  });

  it('puts a shuffled answer in order', async () => {
    const model = await modelAgainst(({ input }) => {
      const data = input.map((text, index) => ({ index, embedding: vectorOf(text) })).reverse();
      return { json: { data } };
    });
    const [first] = await model.embed(['a', 'bb', 'ccc'], 'passage');
    expect(first?.[0]).toBeCloseTo(unitVector(1, 8)[0] ?? 9, 5);
  });

  it('tries again when the server fails for a moment', async () => {
    const model = await modelAgainst((request, attempt) =>
      attempt < 3 ? { status: attempt === 1 ? 500 : 429, json: {} } : honest(request),
    );
    expect(await model.embed(['a'], 'passage')).toHaveLength(1);
    expect(server?.requests).toHaveLength(3);
  });

  it('gives up after its retries, and at once when it is refused', async () => {
    const failing = await modelAgainst(() => ({ status: 503, json: {} }));
    await expect(failing.embed(['a'], 'passage')).rejects.toThrow(
      /"local-model" failed: the server answered 503/,
    );
    expect(server?.requests).toHaveLength(3);
    await server?.close();
    const refused = await modelAgainst(() => ({
      status: 401,
      json: { error: { message: 'bad sk-secret-of-the-test' } },
    }));
    await expect(refused.embed(['a'], 'passage')).rejects.toThrow(/the server answered 401/);
    expect(server?.requests).toHaveLength(1);
  });

  it('does not repeat the key or what the server said in its errors', async () => {
    const model = await modelAgainst(() => ({
      status: 401,
      json: { error: { message: 'bad sk-secret-of-the-test' } },
    }));
    const error = await model.embed(['a'], 'passage').catch((thrown: unknown) => thrown);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('sk-secret');
  });

  it('says that an empty account is the matter, without trying again', async () => {
    const error = { message: 'no', code: 'insufficient_quota', type: 'insufficient_quota' };
    const model = await modelAgainst(() => ({ status: 429, json: { error } }));
    await expect(model.embed(['a'], 'passage')).rejects.toThrow(/no quota left/);
    expect(server?.requests).toHaveLength(1);
  });

  const wrongAnswers: readonly (readonly [name: string, reply: FakeReply])[] = [
    ['vectors of another length', embeddingsReply([[1, 2, 3]])],
    ['a number that is none', embeddingsReply([[1, 2, 3, null, 5, 6, 7, 8]])],
    ['nothing but zeros', embeddingsReply([[0, 0, 0, 0, 0, 0, 0, 0]])],
    ['fewer vectors than texts', embeddingsReply([])],
    ['base64 although floats were asked for', { json: { data: [{ index: 0, embedding: 'AACAPwAAAEA=' }] } }],
    ['a page of HTML', { text: '<html>login</html>', contentType: 'text/html' }],
    ['broken JSON', { text: '{"data": [', contentType: 'application/json' }],
    ['another shape', { json: { vectors: [] } }],
  ];
  it.each(wrongAnswers)('refuses %s with status 200', async (_name, reply) => {
    const model = await modelAgainst(() => reply);
    await expect(model.embed(['a'], 'passage')).rejects.toMatchObject({ code: 'embedding-failed' });
  });

  it('stops waiting for a silent server', async () => {
    const model = await modelAgainst(() => 'hang', { timeoutMs: 50 });
    await expect(model.embed(['a'], 'passage')).rejects.toThrow(/did not answer in time/);
  });

  it('closes the connection when it is cancelled', async () => {
    const stop = new AbortController();
    const model = await modelAgainst(() => {
      setImmediate(() => stop.abort());
      return 'hang';
    });
    await expect(model.embed(['a'], 'passage', stop.signal)).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => server?.abandoned()).toBe(1);
  });

  it('says so when nobody listens', async () => {
    const model = await modelAgainst(honest);
    await server?.close();
    await expect(model.embed(['a'], 'passage')).rejects.toThrow(/cannot be reached/);
  });
});
