import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { readPrompts } from '../../src/adapters/prompts/read-prompts.ts';
import { type CollectionAssistant, composeCollection } from '../../src/compose-collection.ts';
import { composeFoundation, prepareIndex } from '../../src/compose-foundation.ts';
import { readConfig } from '../../src/config.ts';
import { AssistantError } from '../../src/domain/errors.ts';
import type { ChatModel, ChatModelRequest } from '../../src/ports/chat-model.ts';
import { createInMemoryJournal } from './in-memory-journal.ts';

/** What a scripted model does: says a text, or fails, at once or after it has said something. */
export type Script = string | { readonly says: string; readonly thenFails: boolean };

/** A model that says what it is told to, in pieces of `pieceLength` letters. */
export function createScriptedChatModel(
  script: (request: ChatModelRequest) => Script,
  { pieceLength = 7 } = {},
): ChatModel & { readonly requests: readonly ChatModelRequest[] } {
  const requests: ChatModelRequest[] = [];
  return {
    model: 'scripted',
    requests,
    findFault: async () => null,
    async *stream(request, signal) {
      requests.push(request);
      const script_ = script(request);
      const text = typeof script_ === 'string' ? script_ : script_.says;
      for (let at = 0; at < text.length; at += pieceLength) {
        if (signal.aborted) throw new AssistantError('cancelled', 'The question was taken back');
        yield { type: 'text', text: text.slice(at, at + pieceLength) };
      }
      if (typeof script_ !== 'string' && script_.thenFails)
        throw new AssistantError('model-failed', 'The scripted model fails');
      yield {
        ...{ type: 'end', model: 'scripted', isTruncated: false },
        usage: { inputTokens: 100, outputTokens: 10 },
      };
    },
  };
}

const PROMPTS = fileURLToPath(new URL('../../prompts/', import.meta.url));

/** The assistant over the real document, with a model. */
export async function assistantWithModel(chatModel: ChatModel): Promise<CollectionAssistant> {
  const foundation = await composeFoundation(
    readConfig({ LOG_LEVEL: 'silent', INDEX_DIR: inject('indexFolder') }),
  );
  const [collection] = await foundation.corpus.listCollections();
  if (!collection) throw new Error('the corpus has no collection');
  const models = {
    chatModel,
    prompts: await readPrompts(PROMPTS),
    fault: () => null,
    forgetExpired: async () => 0,
    close: async () => {},
  };
  const index = await prepareIndex(foundation, collection);
  return composeCollection(foundation, index, createInMemoryJournal(), models);
}
