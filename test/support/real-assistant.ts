import { inject } from 'vitest';
import { type CollectionAssistant, composeCollection } from '../../src/compose-collection.ts';
import { composeFoundation, prepareIndex } from '../../src/compose-foundation.ts';
import { readConfig } from '../../src/config.ts';
import type { Answer } from '../../src/domain/answer.ts';
import type { Turn } from '../../src/domain/conversation.ts';
import { createInMemoryJournal } from './in-memory-journal.ts';

/** The assistant over the real document, from the index that the test run built. */
export async function realAssistant(): Promise<CollectionAssistant> {
  const foundation = await composeFoundation(
    readConfig({ LOG_LEVEL: 'error', INDEX_DIR: inject('indexFolder') }),
  );
  const [collection] = await foundation.corpus.listCollections();
  if (!collection) throw new Error('the corpus has no collection');
  return composeCollection(foundation, await prepareIndex(foundation, collection), createInMemoryJournal());
}

export async function ask(
  assistant: CollectionAssistant,
  text: string,
  turns: readonly Turn[] = [],
  locale?: 'es' | 'en',
): Promise<Answer> {
  for await (const event of assistant.answerMessage({ text, turns, locale })) {
    if (event.type === 'answer-end') return event.answer;
  }
  throw new Error('the answer ended early');
}
