import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Embedding, EmbeddingSpace } from '../../domain/embedding.ts';
import { AssistantError } from '../../domain/errors.ts';
import type { EmbeddingModel } from '../../ports/embedding-model.ts';
import { parseSemFile } from './sem-file.ts';
import { createTextEncoder } from './text-encoder.ts';

/** Texts encoded before other work gets its turn; a paragraph takes under a millisecond. */
const TEXTS_A_TURN = 64;

/**
 * Loads the embedded Spanish model; it needs no network and embeds queries and passages alike.
 * The model is named for its file: models/sem-es-192.sem is `sem-es-192`.
 * @throws {AssistantError} `embedding-failed` when the file is missing or damaged.
 */
export async function loadStaticEmbeddingModel({ file }: { readonly file: string }): Promise<EmbeddingModel> {
  const semFile = parseSemFile(await readModelFile(file), basename(file));
  const encodeText = createTextEncoder(semFile);
  const space: EmbeddingSpace = {
    provider: 'embedded',
    model: basename(file, extname(file)),
    dimensions: semFile.header.dim,
  };

  async function embed(texts: readonly string[], _purpose: unknown, signal?: AbortSignal) {
    const embeddings: Embedding[] = [];
    for (const text of texts) {
      if (signal?.aborted) throw new AssistantError('cancelled', 'Embedding was cancelled');
      if (embeddings.length > 0 && embeddings.length % TEXTS_A_TURN === 0) await setImmediate();
      embeddings.push(encodeText(text));
    }
    return embeddings;
  }

  return { space, embed };
}

async function readModelFile(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    const message = `The embedding model ${basename(file)} cannot be read; restore it from the repository (models/)`;
    throw new AssistantError('embedding-failed', message, { cause });
  }
}
