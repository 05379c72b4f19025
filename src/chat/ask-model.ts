import type { Usage } from '../domain/answer.ts';
import { AssistantError } from '../domain/errors.ts';
import type { Prompt } from '../domain/prompt.ts';
import type { ChatModel } from '../ports/chat-model.ts';
import type { Logger } from '../ports/logger.ts';
import type { Evidence } from './answer-draft.ts';
import { type AnswerPromptParts, buildAnswerPrompt, MAXIMUM_SENTENCES } from './build-answer-prompt.ts';
import type { CheckSentence, SentenceFault } from './check-sentences.ts';
import { createLineReader, type ModelSentence } from './read-model-lines.ts';

/** A sentence of a model that its evidence says. */
export type WordedSentence = { readonly text: string; readonly evidence: readonly Evidence[] };

/**
 * How a model's answer ended. `worded`: to the end, with something to show. `broken`: the model failed, perhaps after some sentences.
 * `unverified`: nothing of what it wrote could be shown.
 */
export type ModelOutcome = {
  readonly status: 'worded' | 'broken' | 'unverified' | 'budget-spent';
  readonly model: string;
  readonly usage: Usage | null;
};

export type AskModel = {
  readonly model: string;
  readonly promptHash: string;
  /** Yields each sentence once it is verified. Never throws but when `signal` aborts. */
  (question: AskedQuestion, signal?: AbortSignal): AsyncGenerator<WordedSentence, ModelOutcome>;
};

export type AskedQuestion = AnswerPromptParts & { readonly site?: string | undefined };

/** What became of the sentences of one answer, for counters. */
export type ObserveSentences = (counts: {
  readonly shown: number;
  readonly repaired: number;
  readonly dropped: Readonly<Partial<Record<SentenceFault, number>>>;
  readonly status: ModelOutcome['status'];
}) => void;

const MAXIMUM_OUTPUT_TOKENS = 500;

export function createAskModel(dependencies: {
  readonly chatModel: ChatModel;
  readonly prompt: Prompt<'answer'>;
  readonly checkAgainst: (
    passages: readonly AnswerPromptParts['passages'][number]['passage'][],
  ) => CheckSentence;
  readonly fingerprint: (text: string) => string;
  readonly corpusDigest: string;
  readonly maximumOutputTokens?: number;
  readonly logger: Logger;
  readonly observe?: ObserveSentences;
}): AskModel {
  const { chatModel, prompt, checkAgainst, fingerprint, corpusDigest, logger } = dependencies;

  async function* ask(
    question: AskedQuestion,
    signal?: AbortSignal,
  ): AsyncGenerator<WordedSentence, ModelOutcome> {
    const check = checkAgainst(question.passages.map(({ passage }) => passage));
    const reader = createLineReader();
    const tally = createTally();
    const request = {
      messages: buildAnswerPrompt(prompt, question, fingerprint),
      maximumOutputTokens: dependencies.maximumOutputTokens ?? MAXIMUM_OUTPUT_TOKENS,
      basis: `${corpusDigest} ${prompt.hash}`,
      site: question.site,
    };
    let model = chatModel.model;
    let usage: Usage | null = null;
    let status: ModelOutcome['status'] = 'unverified';
    try {
      for await (const event of chatModel.stream(request, signal ?? new AbortController().signal)) {
        if (event.type === 'end') ({ model, usage } = event);
        // A last line that was cut off may say the contrary of what it was going to.
        const isCut = event.type === 'end' && event.isTruncated;
        const sentences = event.type === 'text' ? reader.add(event.text) : isCut ? [] : reader.end();
        yield* verified(sentences, check, tally, signal);
        if (tally.shown() >= MAXIMUM_SENTENCES) break;
      }
      status = tally.shown() > 0 ? 'worded' : 'unverified';
    } catch (error) {
      if (signal?.aborted) throw error;
      if (!(error instanceof AssistantError)) throw error;
      status = error.code === 'budget-spent' ? 'budget-spent' : 'broken';
      logger.warn('model-answer-failed', { model, reason: error.message, shown: tally.shown() });
    }
    dependencies.observe?.({ ...tally.counts(), status });
    return { status, model, usage };
  }

  return Object.assign(ask, { model: chatModel.model, promptHash: prompt.hash });
}

async function* verified(
  sentences: readonly ModelSentence[],
  check: CheckSentence,
  tally: ReturnType<typeof createTally>,
  signal: AbortSignal | undefined,
): AsyncGenerator<WordedSentence> {
  for (const sentence of sentences) {
    if (tally.shown() >= MAXIMUM_SENTENCES) return;
    const checked = await check(sentence, signal);
    if (!checked.ok) tally.drop(checked.fault);
    else if (tally.show(checked)) yield { text: checked.text, evidence: checked.evidence };
  }
}

function createTally() {
  const texts = new Set<string>();
  const dropped: Partial<Record<SentenceFault, number>> = {};
  let repaired = 0;
  return {
    shown: () => texts.size,
    drop(fault: SentenceFault) {
      dropped[fault] = (dropped[fault] ?? 0) + 1;
    },
    /** False for a sentence that was shown before. */
    show({ text, isRepaired }: { readonly text: string; readonly isRepaired: boolean }): boolean {
      if (texts.has(text)) return false;
      texts.add(text);
      if (isRepaired) repaired += 1;
      return true;
    },
    counts: () => ({ shown: texts.size, repaired, dropped }),
  };
}
