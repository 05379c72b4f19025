import type { Catalogue } from '../catalogue/create-catalogue.ts';
import { readAsk } from '../catalogue/read-ask.ts';
import { readMentions } from '../catalogue/read-mentions.ts';
import type { Locale } from '../domain/collection.ts';
import type { Turn } from '../domain/conversation.ts';
import { foldText } from '../domain/fold-text.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { detectLanguage } from './detect-language.ts';
import { type Focus, followConversation, type ReadTurn } from './follow-conversation.ts';
import type { MessageKind, ReadKind } from './read-kind.ts';

/** A message, understood: its language, what kind it is, and what it is about. */
export type Understanding = {
  readonly text: string;
  readonly locale: Locale;
  readonly kind: MessageKind;
  /** Probability of each kind, 0..1. */
  readonly kinds: Readonly<Record<MessageKind, number>>;
  readonly focus: Focus;
};

export type UnderstandMessage = (
  message: { readonly text: string; readonly turns: readonly Turn[]; readonly locale: Locale | undefined },
  signal?: AbortSignal,
) => Promise<Understanding>;

export function createUnderstandMessage(dependencies: {
  readonly catalogue: Catalogue;
  readonly analyzer: TextAnalyzer;
  readonly readKind: ReadKind;
}): UnderstandMessage {
  const { catalogue, analyzer, readKind } = dependencies;
  const sources = catalogue.sources.map(({ source }) => source);
  const sourceWords = new Set(
    sources.flatMap(({ name, acronyms }) => [...words(name), ...acronyms.map(foldText)]),
  );

  function readTurn(role: Turn['role'], text: string): ReadTurn {
    const mentions = readMentions(text, sources);
    const named = mentions.sources.length > 0 ? sourceWords : new Set<string>();
    return { role, text, mentions, ask: readAsk(text, analyzer.analyze(text), named) };
  }

  return async ({ text, turns, locale }, signal) => {
    const message = readTurn('user', text);
    const focus = followConversation(
      message,
      turns.map(({ role, content }) => readTurn(role, content)),
    );
    const kinds = await readKind(text, signal);
    const language = locale ?? detectLanguage(text);
    return { text, locale: language, ...kinds, focus };
  };
}

function words(text: string): string[] {
  return foldText(text).match(/[a-zñ0-9]+/g) ?? [];
}
