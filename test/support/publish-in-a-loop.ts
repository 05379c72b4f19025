/** Publishes revision after revision into the folder given, for a test to kill; prints a line when the first begins. */
import { createExactIndexFiles } from '../../src/adapters/exact-search/exact-vector-index.ts';
import { createHnswlibIndexFiles } from '../../src/adapters/hnswlib/hnswlib-index-files.ts';
import { createIndexFolder } from '../../src/adapters/index-folder/index-folder.ts';
import { contentsOfRevision, createListeningLogger } from './index-contents.ts';

const [, , folder = '', firstRevision = '1'] = process.argv;
const fallbackIndexFiles = createExactIndexFiles();
const vectorIndexFiles = (await createHnswlibIndexFiles()) ?? fallbackIndexFiles;
const store = createIndexFolder({
  folder,
  vectorIndexFiles,
  fallbackIndexFiles,
  logger: createListeningLogger(),
});

process.stdout.write('publishing\n');
for (let revision = Number(firstRevision); ; revision++) {
  const { contents, embeddedTexts } = contentsOfRevision(revision);
  await store.publish(contents, embeddedTexts);
}
