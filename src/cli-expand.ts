import { createHash } from 'node:crypto';
import { createFolderQuestionBook } from './adapters/corpus/folder-question-book.ts';
import { type Foundation, prepareIndex } from './compose-foundation.ts';
import { composeLanguageModels } from './compose-models.ts';
import { AssistantError } from './domain/errors.ts';
import { createExpandQuestions } from './ingestion/expand-questions.ts';

/**
 * Has the configured chat model write expected questions for the passages that have few, into the corpus, marked as generated.
 * @throws {AssistantError} `invalid-environment` without a chat model.
 */
export async function expandCollection(
  foundation: Foundation,
  collection: string,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  const models = await composeLanguageModels(foundation);
  if (models === null)
    throw new AssistantError(
      'invalid-environment',
      'Set CHAT_MODEL (and OPENAI_BASE_URL or OPENAI_API_KEY) to write expected questions',
    );
  try {
    const index = await prepareIndex(foundation, collection);
    const book = createFolderQuestionBook({ folder: foundation.config.folders.corpus });
    const expand = createExpandQuestions({
      chatModel: models.chatModel,
      prompt: models.prompts['expected-questions'],
      fingerprint: (text) => createHash('sha256').update(text).digest('hex'),
    });
    let written = 0;
    await expand(
      index.collection,
      async (questions, done, total) => {
        if (questions.length > 0) await book.append(collection, questions);
        written += questions.length;
        onProgress(done, total);
      },
      new AbortController().signal,
    );
    return written;
  } finally {
    await models.close();
  }
}
