import type { QuestionBook } from '../../ports/question-book.ts';
import { appendRows } from './append-rows.ts';

/** Keeps expected questions in `<folder>/<collection>/expected-questions.jsonl`. */
export function createFolderQuestionBook({ folder }: { readonly folder: string }): QuestionBook {
  return {
    async append(collection, questions) {
      await appendRows({ folder, collection, name: 'expected-questions.jsonl' }, () => questions);
    },
  };
}
