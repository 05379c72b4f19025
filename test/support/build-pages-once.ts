import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    webDirectory: string;
  }
}

/** Builds the pages and the widget once for all test files; `inject('webDirectory')` says where. */
export async function setup(project: TestProject): Promise<() => void> {
  const webDirectory = mkdtempSync(join(tmpdir(), 'elqui-web-'));
  const configFile = fileURLToPath(new URL('../../src/web/vite.config.ts', import.meta.url));
  await build({ configFile, logLevel: 'error', build: { outDir: webDirectory } });
  project.provide('webDirectory', webDirectory);
  return () => rmSync(webDirectory, { recursive: true, force: true });
}
