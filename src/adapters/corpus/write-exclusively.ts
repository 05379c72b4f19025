import { open, rm, stat } from 'node:fs/promises';
import { AssistantError } from '../../domain/errors.ts';

/** Writing takes milliseconds: what is older than this was left by a process that was killed. */
const STALE_MS = 10_000;

/** The new file is also the lock: only one process can create it, and its rename is all or nothing. */
export async function holding<Result>(
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
