import { foldText } from '../../domain/fold-text.ts';
import type { ExampleBook } from '../../ports/example-book.ts';
import { appendRows } from './append-rows.ts';
import { readExamples } from './collection-data.ts';

/** Keeps labelled ideas in `<folder>/<collection>/examples.jsonl`, each once. */
export function createFolderExampleBook({ folder }: { readonly folder: string }): ExampleBook {
  return {
    async append(collection, examples) {
      return await appendRows({ folder, collection, name: 'examples.jsonl' }, (before) => {
        const known = new Set(readExamples(before).rows.map(({ text }) => keyOf(text)));
        return examples.filter(({ text }) => {
          const isNew = !known.has(keyOf(text));
          known.add(keyOf(text));
          return isNew;
        });
      });
    },
  };
}

function keyOf(text: string): string {
  return foldText(text).replace(/\s+/g, ' ').trim();
}
