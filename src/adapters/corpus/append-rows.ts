import { existsSync } from 'node:fs';
import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { AssistantError } from '../../domain/errors.ts';
import { holding } from './write-exclusively.ts';

export type RowFile = { readonly folder: string; readonly collection: string; readonly name: string };

/**
 * Appends what `choose` makes of the file's present content to it, a JSON row a line; how many. One process at a time, all or nothing.
 * @throws {AssistantError} `not-found` for a collection that the folder does not hold.
 */
export async function appendRows(
  { folder, collection, name }: RowFile,
  choose: (before: string) => readonly unknown[],
): Promise<number> {
  const home = join(folder, collection);
  if (!/^[\w-]+$/.test(collection) || !existsSync(join(home, 'collection.json'))) {
    throw new AssistantError('not-found', `There is no collection "${collection}" in ${folder}`);
  }
  const path = join(home, name);
  return await holding(`${path}.new`, async (write) => {
    const before = existsSync(path) ? await readFile(path, 'utf8') : '';
    const rows = choose(before);
    const separator = before === '' || before.endsWith('\n') ? '' : '\n';
    await write(before + separator + rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await rename(`${path}.new`, path);
    return rows.length;
  });
}
