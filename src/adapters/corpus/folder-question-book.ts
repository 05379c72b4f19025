import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { AssistantError } from '../../domain/errors.ts';
import type { QuestionBook } from '../../ports/question-book.ts';
import { holding } from './write-exclusively.ts';

const FILE = 'expected-questions.jsonl';

/** Keeps expected questions in `<folder>/<collection>/expected-questions.jsonl`. */
export function createFolderQuestionBook(options: { readonly folder: string }): QuestionBook {
  return {
    async append(collection, questions) {
      const folder = join(options.folder, collection);
      if (!/^[\w-]+$/.test(collection) || !existsSync(join(folder, 'collection.json'))) {
        throw new AssistantError('not-found', `There is no collection "${collection}" in ${options.folder}`);
      }
      const path = join(folder, FILE);
      await holding(`${path}.new`, async (write) => {
        const before = existsSync(path) ? await readFile(path, 'utf8') : '';
        const separator = before === '' || before.endsWith('\n') ? '' : '\n';
        await write(
          before + separator + questions.map((question) => `${JSON.stringify(question)}\n`).join(''),
        );
        await rename(`${path}.new`, path);
      });
    },
  };
}
