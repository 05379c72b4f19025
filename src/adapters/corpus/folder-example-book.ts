import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { AssistantError } from '../../domain/errors.ts';
import { foldText } from '../../domain/fold-text.ts';
import type { ExampleBook } from '../../ports/example-book.ts';
import { readExamples } from './collection-data.ts';
import { holding } from './write-exclusively.ts';

const FILE = 'examples.jsonl';

/** Keeps labelled ideas in `<folder>/<collection>/examples.jsonl`. */
export function createFolderExampleBook(options: { readonly folder: string }): ExampleBook {
  return {
    async append(collection, examples) {
      const folder = join(options.folder, collection);
      if (!/^[\w-]+$/.test(collection) || !existsSync(join(folder, 'collection.json'))) {
        throw new AssistantError('not-found', `There is no collection "${collection}" in ${options.folder}`);
      }
      const path = join(folder, FILE);
      return await holding(`${path}.new`, async (write) => {
        const before = existsSync(path) ? await readFile(path, 'utf8') : '';
        const known = new Set(readExamples(before).rows.map(({ text }) => keyOf(text)));
        const added = examples.filter(({ text }) => {
          const isNew = !known.has(keyOf(text));
          known.add(keyOf(text));
          return isNew;
        });
        const lines = added.map((example) => `${JSON.stringify(example)}\n`).join('');
        const separator = before === '' || before.endsWith('\n') ? '' : '\n';
        await write(before + separator + lines);
        await rename(`${path}.new`, path);
        return added.length;
      });
    },
  };
}

function keyOf(text: string): string {
  return foldText(text).replace(/\s+/g, ' ').trim();
}
