import { join } from 'node:path';
import type { Command } from 'commander';
import { createKeyFile } from './adapters/settings-files/key-file.ts';
import { readConfig } from './config.ts';
import { AssistantError } from './domain/errors.ts';
import type { ClientKeys } from './ports/client-keys.ts';

export const KEY_FILE = 'api-keys.json';

/** The commands for keys of other programs (/v1): add, list, remove. */
export function addKeyCommands(program: Command): void {
  const key = program
    .command('key')
    .description('claves de otros programas para /v1 · keys of other programs for /v1');

  key
    .command('add')
    .description('crea una clave y la muestra una sola vez · make a key and show it this once')
    .argument('<name>', 'de quién es · whose it is')
    .action(async (name: string) => {
      const { client, key: secret } = await openKeys().add(name);
      process.stdout.write(`${secret}\n`);
      process.stderr.write(`${client.id}  ${client.name}  (no se vuelve a mostrar · not shown again)\n`);
    });

  key
    .command('list')
    .description('muestra de quiénes hay claves · list whose keys there are')
    .action(async () => {
      for (const { id, name, createdAt } of await openKeys().list()) {
        process.stdout.write(`${id}  ${createdAt.slice(0, 10)}  ${name}\n`);
      }
    });

  key
    .command('remove')
    .description('quita una clave · remove a key')
    .argument('<id>', 'los ocho signos que muestra list · the eight characters that list shows')
    .action(async (id: string) => {
      if (!(await openKeys().remove(id))) throw new AssistantError('not-found', `There is no key "${id}"`);
    });
}

function openKeys(): ClientKeys {
  const { folders } = readConfig();
  return createKeyFile({ file: join(folders.data, KEY_FILE), clock: { now: () => new Date() } });
}
