import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { composeFoundation, prepareIndex } from '../../src/compose-foundation.ts';
import { readConfig } from '../../src/config.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    indexFolder: string;
  }
}

/** Builds the real collection's index once for all test files; `inject('indexFolder')` says where. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'elqui-index-'));
  const config = readConfig({ LOG_LEVEL: 'error', INDEX_DIR: folder });
  const foundation = await composeFoundation(config);
  for (const id of await foundation.corpus.listCollections()) await prepareIndex(foundation, id);
  project.provide('indexFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
