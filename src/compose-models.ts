import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { createOpenAIChatModel } from './adapters/langchain/openai-chat-model.ts';
import { readPrompts } from './adapters/prompts/read-prompts.ts';
import { openSqliteModelLedger } from './adapters/sqlite/sqlite-model-ledger.ts';
import { loadStaticEmbeddingModel } from './adapters/static-embeddings/static-embedding-model.ts';
import { type AskModel, createAskModel } from './chat/ask-model.ts';
import { createCheckSentences, namesOf } from './chat/check-sentences.ts';
import { type Config, hushTracing } from './config.ts';
import type { IndexedCollection } from './domain/indexed-collection.ts';
import type { Prompts } from './domain/prompt.ts';
import { createAssessIdea } from './matching/assess-idea.ts';
import type { MatchIdea } from './matching/match-idea.ts';
import { createReadIdea } from './matching/read-idea.ts';
import type { ChatModel } from './ports/chat-model.ts';
import type { Clock } from './ports/clock.ts';
import type { EmbeddingModel } from './ports/embedding-model.ts';
import type { Logger } from './ports/logger.ts';
import type { Metrics } from './ports/metrics.ts';
import type { TextAnalyzer } from './ports/text-analyzer.ts';
import { createMeteredChatModel } from './spending/metered-chat-model.ts';
import { createRememberingChatModel } from './spending/remembering-chat-model.ts';

/** What only a service with a language model needs: absent, nothing of it is loaded. */
export type LanguageModels = {
  readonly chatModel: ChatModel;
  readonly prompts: Prompts;
  /** What the operator should know of the model; null when nothing is known to be wrong. */
  readonly fault: () => string | null;
  readonly forgetExpired: () => Promise<number>;
  close(): Promise<void>;
};

export type ModelParts = {
  readonly config: Config;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly embeddingModel: EmbeddingModel;
  readonly analyzer: TextAnalyzer;
  readonly metrics?: Metrics | undefined;
  /** A test hands in its own. */
  readonly chatModel?: ChatModel | undefined;
};

const LOOK_AGAIN_MS = 60_000;
const WORD_MODEL = 'sem-es-192.sem';

/** null without a chat model in the configuration: then answers are composed from the documents alone. */
export async function composeLanguageModels(parts: ModelParts): Promise<LanguageModels | null> {
  const { config, logger, clock } = parts;
  const { chat, folders } = config;
  const server = parts.chatModel ?? createServerModel(config, logger);
  if (server === null) return null;
  hushTracing(chat.isTraced);
  const prompts = await readPrompts(folders.prompts);
  const ledger = await openSqliteModelLedger({ folder: folders.data, clock });
  const metered = createMeteredChatModel({
    ...{ chatModel: server, ledger, clock, limits: chat.limits },
    observe: parts.metrics?.observeTokens,
  });
  const chatModel = createRememberingChatModel({ chatModel: metered, ledger, fingerprint });
  const watch = watchModel(server, logger);
  return {
    ...{ chatModel, prompts, fault: watch.fault, forgetExpired: ledger.forgetExpired },
    close: async () => {
      watch.stop();
      await ledger.close();
    },
  };
}

function createServerModel({ chat, openai }: Config, logger: Logger): ChatModel | null {
  if (chat.model === null) return null;
  const { model, fallbackModel, deadlineMs, idleMs, maximumCharacters } = chat;
  return createOpenAIChatModel({
    ...openai,
    model,
    fallbackModel,
    deadlineMs,
    idleMs,
    maximumCharacters,
    logger,
  });
}

/** Looks at start and every minute whether the server takes the key, for the log and the readiness detail. */
function watchModel(chatModel: ChatModel, logger: Logger) {
  const stopping = new AbortController();
  let fault: string | null = null;
  async function look(): Promise<void> {
    const found = await chatModel.findFault(stopping.signal).catch(() => null);
    if (stopping.signal.aborted) return;
    if (found !== null && found !== fault) logger.error('chat-model-fault', { reason: found });
    if (found === null && fault !== null) logger.info('chat-model-well');
    fault = found;
  }
  const timer = setInterval(() => void look(), LOOK_AGAIN_MS);
  timer.unref();
  void look();
  return {
    fault: () => fault,
    stop() {
      clearInterval(timer);
      stopping.abort();
    },
  };
}

/** The model as the chat of one collection uses it. */
export async function composeAskModel(
  { chatModel, prompts }: LanguageModels,
  collection: IndexedCollection,
  parts: ModelParts,
): Promise<AskModel> {
  const { manifest, digest } = collection;
  const names = [manifest.title.es, manifest.region.es, ...manifest.documents.map(({ title }) => title)];
  const checkAgainst = createCheckSentences({
    analyzer: parts.analyzer,
    embeddingModel: await wordModel(parts),
    knownNames: namesOf(names, parts.analyzer),
  });
  return createAskModel({
    ...{ chatModel, checkAgainst, fingerprint },
    prompt: prompts.answer,
    corpusDigest: digest,
    maximumOutputTokens: parts.config.chat.maximumTokens,
    logger: parts.logger,
    ...(parts.metrics ? { observe: parts.metrics.observeSentences } : {}),
  });
}

/** The matcher of one collection with the model's second opinion; the matcher alone where that is switched off. */
export function composeAssessIdea(
  { chatModel, prompts }: LanguageModels,
  collection: IndexedCollection,
  parts: ModelParts & { readonly matchIdea: MatchIdea },
): MatchIdea {
  const { config, analyzer, logger, matchIdea } = parts;
  if (!config.chat.assessesFit) return matchIdea;
  const { manifest, digest, passages } = collection;
  return createAssessIdea({
    ...{ matchIdea, chatModel, fingerprint, logger },
    prompt: prompts['assess-fit'],
    title: manifest.title[manifest.locale],
    corpusDigest: digest,
    readIdea: createReadIdea({ manifest, documentTexts: passages.map(({ text }) => text), analyzer }),
  });
}

/** Sentences are checked word by word: a model on another machine would be asked hundreds of times. */
async function wordModel({ embeddingModel, config }: ModelParts): Promise<EmbeddingModel> {
  if (embeddingModel.space.provider === 'embedded') return embeddingModel;
  return await loadStaticEmbeddingModel({ file: join(config.folders.models, WORD_MODEL) });
}

export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
