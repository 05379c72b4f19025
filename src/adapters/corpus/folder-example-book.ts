import { existsSync } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AssistantError } from '../../domain/errors.ts';
import { foldText } from '../../domain/fold-text.ts';
import type { ExampleBook } from '../../ports/example-book.ts';
import { readExamples } from './collection-data.ts';

const FILE = 'examples.jsonl';
/** Writing takes milliseconds: what is older than this was left by a process that was killed. */
const STALE_MS = 10_000;

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

/** The new file is also the lock: only one process can create it, and its rename is all or nothing. */
async function holding<Result>(
  path: string,
  work: (write: (content: string) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const file = await openNew(path);
  try {
    return await work(async (content) => {
      await file.writeFile(content);
      await file.sync();
    });
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function openNew(path: string) {
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => null,
  );
  if (age !== null && age > STALE_MS) await rm(path, { force: true });
  try {
    return await open(path, 'wx');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new AssistantError('index-busy', `Another process is writing ${path}; try again in some seconds`);
    }
    throw error;
  }
}
