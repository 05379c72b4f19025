import type { Catalogue } from '../catalogue/create-catalogue.ts';
import type { Answer, AnswerEvent } from '../domain/answer.ts';
import type { Locale } from '../domain/collection.ts';
import type { Turn } from '../domain/conversation.ts';
import { foldText } from '../domain/fold-text.ts';
import type { CorpusStamp, Engine } from '../domain/provenance.ts';
import type { AnswerDraft } from './answer-draft.ts';
import type { AskModel } from './ask-model.ts';
import { chatMessages } from './chat-messages.ts';
import { placeOf } from './compose-answer.ts';
import { type DraftDependencies, draftAnswer } from './draft-answer.ts';
import { splitCompound } from './split-compound.ts';
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
    const draft = await draftWhole(message, dependencies, signal);
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

/**
 * A message that asks several things is answered part by part, each part in the talk of those before it; when a part is neither answered
 * nor known to be absent, the message is taken whole.
 */
async function draftWhole(
  message: MessageToAnswer,
  dependencies: AnswerDependencies,
  signal: AbortSignal | undefined,
): Promise<AnswerDraft> {
  const understanding = await dependencies.understandMessage(message, signal);
  const whole = await draftAnswer(understanding, dependencies, signal);
  const parts = splitCompound(understanding.question);
  if (parts.length < 2 || whole.kind === 'match' || whole.kind === 'smalltalk' || whole.kind === 'overview')
    return whole;
  const drafts: AnswerDraft[] = [];
  const turns = [...message.turns];
  for (const text of parts) {
    const locale = message.locale ?? understanding.locale;
    const before = drafts.at(-1);
    if (before && LEANS.test(foldText(text))) turns.push(spokenOf(before));
    const part = await dependencies.understandMessage({ text, turns, locale }, signal);
    const draft = await draftAnswer(part, dependencies, signal);
    drafts.push(draft);
    turns.push({ role: 'user', content: text });
  }
  // After a story, "¿qué dice el de tecnologías y qué dice el de servicios?" asks about the story, not for titles.
  const asksOfStory =
    understanding.story !== '' && drafts.some(({ finding }) => finding === 'about-challenge');
  const areTold = drafts.every((draft) => draft.kind === 'answer' || isKnownToBeAbsent(draft));
  const isJoined = areTold && drafts.some(({ kind }) => kind === 'answer');
  return isJoined && !asksOfStory && !answersAll(whole, drafts) ? joinDrafts(drafts) : whole;
}

/** What the structure says of the whole message answers it when it shows all that the parts' answers show. */
function answersAll(whole: AnswerDraft, parts: readonly AnswerDraft[]): boolean {
  const { finding } = whole;
  if (finding === undefined || finding.endsWith('-count') || parts.some(isKnownToBeAbsent)) return false;
  // "¿Cuál tiene más preguntas, y cuántas son?"
  if (finding === 'question-extremes') return true;
  const shown = quotedIn(whole);
  return parts.every((part) => [...quotedIn(part)].every((id) => shown.has(id)));
}

function quotedIn({ blocks }: AnswerDraft): ReadonlySet<string> {
  const evidence = blocks.flatMap((block) => {
    if (block.type === 'quotes') return block.items.flatMap(({ shown }) => shown);
    if (block.type === 'quote') return [block.shown, ...block.evidence];
    return block.type === 'statement' ? block.evidence : [];
  });
  return new Set(evidence.map(({ passage }) => passage.id));
}

const LEANS = /\b(?:es[eao]|mism[oa]|that|same)\b/;

/** What a part leans on that says "…, y cuántas preguntas trae ese mismo desafío". */
function spokenOf({ about = [] }: AnswerDraft): Turn {
  const named = [...new Set(about)].map((number) => `Desafío ${number}`);
  return { role: 'assistant', content: named.join(', ') };
}

/** "…, ¿y cuánta plata dan?": the documents are known to leave it out, and that is told beside what they do say. */
function isKnownToBeAbsent({ kind, unanswered }: AnswerDraft): boolean {
  return kind === 'refusal' && unanswered?.kind === 'absent';
}

function joinDrafts(drafts: readonly AnswerDraft[]): AnswerDraft {
  const seen = new Set<string>();
  const blocks = drafts
    .flatMap((draft) => (draft.kind === 'refusal' ? draft.blocks.slice(0, 1) : draft.blocks))
    .filter((block) => {
      const key = JSON.stringify(block);
      return !seen.has(key) && seen.add(key);
    });
  const last = drafts.at(-1);
  const unanswered = drafts.find((draft) => draft.unanswered)?.unanswered;
  return {
    ...(unanswered ? { unanswered } : {}),
    kind: 'answer',
    blocks,
    completeness: drafts.every(({ completeness }) => completeness === 'complete') ? 'complete' : 'partial',
    notices: [...new Set(drafts.flatMap(({ notices }) => notices))],
    suggestions: last?.suggestions ?? [],
  };
}
