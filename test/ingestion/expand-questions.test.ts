import { describe, expect, it } from 'vitest';
import type { ExpectedQuestion } from '../../src/domain/collection.ts';
import { createExpandQuestions, readQuestions } from '../../src/ingestion/expand-questions.ts';
import type { ChatModel } from '../../src/ports/chat-model.ts';
import { realCollection } from '../support/real-collection.ts';

const prompt = {
  name: 'expected-questions',
  system: 'Escribe {{count}}',
  message: '{{title}} {{mark}} {{passage}}',
  hash: 'h',
} as const;

function modelThatWrites(write: (message: string) => string): ChatModel & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    model: 'fake',
    asked,
    findFault: async () => null,
    async *stream({ messages }) {
      const message = messages.at(-1)?.content ?? '';
      asked.push(message);
      yield { type: 'text', text: write(message) };
      yield { type: 'end', model: 'fake', usage: null, isTruncated: false };
    },
  };
}

async function expand(model: ChatModel): Promise<ExpectedQuestion[]> {
  const written: ExpectedQuestion[] = [];
  const run = createExpandQuestions({
    chatModel: model,
    prompt,
    fingerprint: (text) => `${text.length}`.padEnd(16, '0'),
  });
  await run(
    await realCollection(),
    async (questions) => void written.push(...questions),
    new AbortController().signal,
  );
  return written;
}

describe('writing expected questions with a model', () => {
  it('asks for every passage that has few and marks what comes as generated', async () => {
    const model = modelThatWrites(() => '1. ¿De qué trata esto?\n2. que dice aqui\n');
    const written = await expand(model);
    const collection = await realCollection();
    expect(model.asked).toHaveLength(collection.passages.length);
    expect(new Set(written.map(({ passageId }) => passageId)).size).toBe(collection.passages.length);
    expect(written.every(({ generated, hand }) => generated === true && hand === 'model')).toBe(true);
  });

  it('passes over a passage that fails, and keeps the others', async () => {
    let calls = 0;
    const model = modelThatWrites(() => {
      calls += 1;
      if (calls === 2) throw new Error('upstream');
      return '¿Qué dice?';
    });
    const written = await expand(model);
    expect(written.length).toBe((await realCollection()).passages.length - 1);
  });

  it('fails plainly when the very first passage cannot be asked for', async () => {
    await expect(
      expand(
        modelThatWrites(() => {
          throw new Error('no model');
        }),
      ),
    ).rejects.toThrow('no model');
  });

  it('keeps lines that can be questions, each once, none that is known or is the passage itself', async () => {
    const [passage] = (await realCollection()).passages;
    if (!passage) throw new Error('no passage');
    const known = [{ passageId: passage.id, question: '¿De qué trata?' }];
    const reply = `- «¿Cuál es el título?»\n1) cual es el titulo\nde que trata\n${passage.text}\nsí\n${'x'.repeat(400)}`;
    expect(readQuestions(reply, passage, known).map(({ question }) => question)).toEqual([
      '¿Cuál es el título?',
    ]);
  });
});
