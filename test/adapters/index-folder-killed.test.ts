import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createExactIndexFiles } from '../../src/adapters/exact-search/exact-vector-index.ts';
import { createHnswlibIndexFiles } from '../../src/adapters/hnswlib/hnswlib-index-files.ts';
import { createIndexFolder } from '../../src/adapters/index-folder/index-folder.ts';
import { contentsOfRevision, createListeningLogger, TEST_COLLECTION } from '../support/index-contents.ts';
import { createRandom } from '../support/vectors.ts';

/** KILLS=100 npx vitest run … for the long run. */
const KILLS = Number(process.env.KILLS ?? 5);
const script = new URL('../support/publish-in-a-loop.ts', import.meta.url).pathname;

it(
  `serves one whole generation after each of ${KILLS} kills in the middle of publishing`,
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'index-killed-'));
    const random = createRandom(KILLS);
    const exact = createExactIndexFiles();
    const vectorIndexFiles = (await createHnswlibIndexFiles()) ?? exact;
    const logger = createListeningLogger();
    const store = createIndexFolder({ folder, vectorIndexFiles, fallbackIndexFiles: exact, logger });
    const { contents, embeddedTexts, space } = contentsOfRevision(0);
    await store.publish(contents, embeddedTexts);
    try {
      let revision = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        await publishAndKill(folder, revision + 1, random() * 120);
        const loaded = await store.load(TEST_COLLECTION, {
          corpusDigest: 'digest-1',
          recipe: 'recipe-1',
          space,
        });
        const { number } = loaded.learned.revision as { number: number };
        const wanted = contentsOfRevision(number).contents;
        expect(number).toBeGreaterThanOrEqual(revision);
        expect(loaded.collection).toEqual(wanted.collection);
        for (const { id, embedding } of wanted.vectors) {
          expect(loaded.vectors.search(embedding, 1)[0]?.id).toBe(id);
        }
        revision = number;
      }
      const next = contentsOfRevision(revision + 1);
      await store.publish(next.contents, next.embeddedTexts);
      expect(logger.lines.filter(({ level }) => level !== 'info')).toEqual([]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  20_000 + KILLS * 5000,
);

async function publishAndKill(folder: string, revision: number, afterMs: number): Promise<void> {
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder, String(revision)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  await setTimeout(afterMs);
  child.kill('SIGKILL');
  const [code, signal] = await ended;
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' });
}
