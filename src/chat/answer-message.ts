import type { Catalogue } from '../catalogue/create-catalogue.ts';
import type { Answer, AnswerEvent } from '../domain/answer.ts';
import type { Locale } from '../domain/collection.ts';
import type { Turn } from '../domain/conversation.ts';
import type { CorpusStamp, Engine } from '../domain/provenance.ts';
import type { AnswerDraft } from './answer-draft.ts';
import type { AskModel } from './ask-model.ts';
import { chatMessages } from './chat-messages.ts';
import { placeOf } from './compose-answer.ts';
import type { DraftDependencies } from './draft-answer.ts';
import { draftMessage } from './draft-message.ts';
import { engineWithModel, tellDraft, tellWorded } from './tell-answer.ts';
import type { UnderstandMessage } from './understand-message.ts';

export type AnswerDependencies = DraftDependencies & {
  readonly understandMessage: UnderstandMessage;
  /** Words answers from passages; without one they are told in the documents' own words. */
  readonly askModel?: AskModel | undefined;
  readonly corpus: CorpusStamp;
  readonly engine: Engine;
};

export type MessageToAnswer = {
  readonly text: string;
  /** The talk before the message, oldest first. */
  readonly turns: readonly Turn[];
  readonly locale: Locale | undefined;
  /** The partner's site it comes from, whose budget a model spends. */
  readonly site?: string | undefined;
};

export type AnswerMessage = (message: MessageToAnswer, signal?: AbortSignal) => AsyncIterable<AnswerEvent>;

/**
 * message -> understanding -> what the structure, the retrieved passages or the matcher say -> draft -> verified citations.
 * One stream of events for every kind of answer; the same message and corpus give the same events.
 */
export function createAnswerMessage(dependencies: AnswerDependencies): AnswerMessage {
  return async function* answerMessage(message, signal) {
    const { askModel, engine, catalogue, corpus } = dependencies;
    const { documents } = catalogue.collection;
    const draft = await draftMessage(message, dependencies, signal);
    const asked = askModel && askedQuestion(draft, message, catalogue);
    const first = asked ? engineWithModel(engine, askModel) : engine;
    yield { type: 'answer-start', kind: draft.kind, engine: first };
    const told = asked
      ? yield* tellWorded(draft, asked, { askModel, documents, engine }, signal)
      : yield* tellDraft(draft, documents, engine, signal);
    const { kind, completeness, notices, suggestions, match } = draft;
    const answer: Answer = {
      kind,
      answer: told.text,
      citations: [...told.citations],
      ...(match ? { match } : {}),
      suggestions: [...suggestions],
      completeness,
      notices: [...notices],
      corpus,
      engine: told.engine,
      ...(told.usage ? { usage: told.usage } : {}),
    };
    const { unanswered } = draft;
    yield { type: 'answer-end', answer, ...(unanswered ? { unanswered } : {}) };
  };
}

/** What a model may word anew: an answer from passages, in the documents' language, since that is what its sentences are checked in. */
function askedQuestion(
  draft: AnswerDraft,
  { text, turns, site }: MessageToAnswer,
  { collection, challenges }: Catalogue,
) {
  const { manifest } = collection;
  const { read } = draft;
  if (draft.kind !== 'answer' || read === undefined || read.locale !== manifest.locale) return null;
  const numbers = new Set(read.passages.map(({ challenge }) => challenge));
  const titles = challenges.filter(({ number }) => numbers.has(number)).map(({ title }) => title);
  const passages = [...new Set([...read.passages, ...titles])];
  const messages = chatMessages(read.locale);
  return {
    title: manifest.title[read.locale],
    passages: passages.map((passage) => ({ passage, place: placeOf(passage, messages) })),
    question: text,
    turns,
    site,
  };
}
