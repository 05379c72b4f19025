import { type Catalogue, findChallenge } from '../catalogue/create-catalogue.ts';
import { findExactly } from '../catalogue/find-exactly.ts';
import { wholeOf } from '../catalogue/finding.ts';
import type { TopicWord } from '../catalogue/read-ask.ts';
import type { Answer, AnswerEvent } from '../domain/answer.ts';
import type { Locale } from '../domain/collection.ts';
import type { Turn } from '../domain/conversation.ts';
import type { MatchReport } from '../domain/match-report.ts';
import type { Passage } from '../domain/passage.ts';
import type { CorpusStamp, Engine } from '../domain/provenance.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import type { Retrieval, RetrievedPassage } from '../retrieval/retrieve-passages.ts';
import type { AnswerDraft, Evidence } from './answer-draft.ts';
import type { AskModel } from './ask-model.ts';
import { type ChatMessages, chatMessages } from './chat-messages.ts';
import { findQuotation, quotationsIn } from './check-quotation.ts';
import {
  type ChosenPassage,
  choosePassages,
  composeQuotes,
  composeRefusal,
  composeWhichChallenge,
  placeOf,
} from './compose-answer.ts';
import { composeMatch } from './compose-match.ts';
import type { DecideSupport, Support } from './decide-support.ts';
import { type FindDescribed, findMisnamed } from './described-challenges.ts';
import { detectLanguage } from './detect-language.ts';
import type { FindMentions } from './find-mentions.ts';
import { scopeOf } from './scope-of.ts';
import { selectSentences } from './select-sentences.ts';
import { splitCompound } from './split-compound.ts';
import { suggestQuestions } from './suggest-questions.ts';
import { engineWithModel, tellDraft, tellWorded } from './tell-answer.ts';
import type { Understanding, UnderstandMessage } from './understand-message.ts';
import { wordFinding, wordNotices } from './word-finding.ts';

/** Judges an idea; handed in by the composition root, so that chat and matching do not know each other. */
export type MatchIdea = (
  request: { readonly idea: string; readonly locale: Locale; readonly top: number },
  signal?: AbortSignal,
) => Promise<MatchReport>;

export type AnswerDependencies = {
  readonly catalogue: Catalogue;
  readonly retrieval: Retrieval;
  readonly analyzer: TextAnalyzer;
  readonly understandMessage: UnderstandMessage;
  readonly decideSupport: DecideSupport;
  readonly findMentions: FindMentions;
  readonly findDescribed: FindDescribed;
  /** Stems of a passage's own words. */
  readonly stemsOf: (passage: Passage) => ReadonlySet<string>;
  readonly matchIdea: MatchIdea;
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

type Draft = AnswerDraft & {
  /** The structure answers all that was asked, though it may look like several questions. */
  readonly isWhole?: boolean;
  /** The passages that answer, where a model may put them into other words. */
  readonly read?: { readonly passages: readonly Passage[]; readonly locale: Locale };
};
type DraftWithoutSuggestions = Omit<Draft, 'suggestions'>;

const PASSAGES_READ = 12;
const PASSAGES_WORDED = 6;
const CHALLENGES_MATCHED = 3;
/** Share of a follow-up's rare words that must be found where the talk was, for the subject to be the same. */
const SUBJECT_KEPT = 0.45;
const SHOWN_CHARACTERS = 60;
const MOST_WORDS_OF_A_THING = 2;
const ASKS_FOR_WORDS = /(?:d[oó]nde|dice|dijo|p[aá]gina|p[aá]rrafo|where|says?|page|literal|textual)/i;

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
    yield { type: 'answer-end', answer };
  };
}

/** What a model may word anew: an answer from passages, in the documents' language, since that is what its sentences are checked in. */
function askedQuestion(
  draft: Draft,
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
 * A message that asks several things is answered part by part, each part in the talk of those before it; when a part is not answered
 * like the others, the message is taken whole.
 */
async function draftWhole(
  message: MessageToAnswer,
  dependencies: AnswerDependencies,
  signal: AbortSignal | undefined,
): Promise<Draft> {
  const understanding = await dependencies.understandMessage(message, signal);
  const whole = await draftAnswer(understanding, dependencies, signal);
  const parts = splitCompound(understanding.question);
  if (
    parts.length < 2 ||
    whole.isWhole ||
    whole.kind === 'match' ||
    whole.kind === 'smalltalk' ||
    whole.kind === 'overview'
  )
    return whole;
  const drafts: Draft[] = [];
  const turns = [...message.turns];
  for (const text of parts) {
    const locale = message.locale ?? understanding.locale;
    const part = await dependencies.understandMessage({ text, turns, locale }, signal);
    drafts.push(await draftAnswer(part, dependencies, signal));
    turns.push({ role: 'user', content: text });
  }
  return drafts.every(({ kind }) => kind === 'answer') ? joinDrafts(drafts) : whole;
}

function joinDrafts(drafts: readonly Draft[]): Draft {
  const seen = new Set<string>();
  const blocks = drafts
    .flatMap((draft) => draft.blocks)
    .filter((block) => {
      const key = JSON.stringify(block);
      return !seen.has(key) && seen.add(key);
    });
  const last = drafts.at(-1);
  return {
    kind: 'answer',
    blocks,
    completeness: drafts.every(({ completeness }) => completeness === 'complete') ? 'complete' : 'partial',
    notices: [...new Set(drafts.flatMap(({ notices }) => notices))],
    suggestions: last?.suggestions ?? [],
  };
}

async function draftAnswer(
  understanding: Understanding,
  dependencies: AnswerDependencies,
  signal: AbortSignal | undefined,
): Promise<Draft> {
  const messages = chatMessages(understanding.locale);
  const draft = await draftByKind(understanding, messages, dependencies, signal);
  const named = draft.match?.ranking.slice(0, 1).map(({ challenge }) => challenge.number);
  const challenges = named ?? [...understanding.focus.challenges, ...challengesQuoted(draft)];
  return {
    ...draft,
    suggestions: suggestQuestions(
      dependencies.catalogue,
      { challenges, asked: understanding.text },
      messages,
    ),
  };
}

async function draftByKind(
  understanding: Understanding,
  messages: ChatMessages,
  dependencies: AnswerDependencies,
  signal: AbortSignal | undefined,
): Promise<DraftWithoutSuggestions> {
  const { kind, focus, text, locale } = understanding;
  const title = dependencies.catalogue.collection.manifest.title[locale];
  if (kind === 'attack') return talk('refusal', messages.attack);
  const premise = checkPremise(understanding, messages, dependencies);
  if (premise) return premise;
  const finding = findExactly(dependencies.catalogue, {
    mentions: focus.mentions,
    ask: focus.ask,
    challenges: focus.challenges,
    except: focus.except,
    stemsOf: dependencies.stemsOf,
  });
  // Two challenges named after a story are asked about the story, not for their titles.
  const asksOfStory = understanding.story !== '' && finding?.key === 'challenge-titles';
  if (finding && !asksOfStory)
    return { ...wordFinding(finding, messages), isWhole: !finding.key.endsWith('-count') };
  if (focus.isDangling && focus.ask.topic.length === 0 && !isSmallTalk(kind))
    return clarify(understanding, messages, dependencies);
  if (kind === 'greeting') return talk('smalltalk', messages.greeting(title));
  if (kind === 'thanks') return talk('smalltalk', messages.thanks);
  if (kind === 'farewell') return talk('smalltalk', messages.farewell);
  if (kind === 'help') return talk('smalltalk', messages.help(title));
  if (kind === 'idea' && !focus.isFollowUp) {
    const report = await dependencies.matchIdea({ idea: text, locale, top: CHALLENGES_MATCHED }, signal);
    return composeMatch(report, dependencies.catalogue, messages);
  }
  return draftFromPassages(understanding, messages, dependencies, signal);
}

/** Words put into the document's mouth, and challenges called by another's name. */
function checkPremise(
  { question, locale }: Understanding,
  messages: ChatMessages,
  { catalogue, findDescribed }: AnswerDependencies,
): DraftWithoutSuggestions | null {
  const [quotation] = quotationsIn(question);
  if (quotation !== undefined && ASKS_FOR_WORDS.test(question)) {
    const said = findQuotation(quotation, catalogue.collection.passages);
    if (said)
      return {
        kind: 'answer',
        blocks: composeQuotes([{ ...said, score: 1, shown: said }], messages),
        completeness: 'complete',
        notices: [],
      };
    return composeRefusal({ lead: messages.notThoseWords, lookAt: null, nearby: [], messages });
  }
  const misnamed = findMisnamed(question, findDescribed);
  const named = misnamed && findChallenge(catalogue, misnamed.number);
  const other = misnamed && findChallenge(catalogue, misnamed.other);
  if (!misnamed || !other) return null;
  const items = [...(named ? [named] : []), other].map(({ number, title }) => ({
    label: { key: 'challenge' as const, values: { number } },
    excerpts: [wholeOf(title)],
  }));
  const values = { number: misnamed.number, other: misnamed.other, locale };
  return wordFinding({ key: 'challenge-is-other', values, leadEvidence: [], items, notices: [] }, messages);
}

async function draftFromPassages(
  understanding: Understanding,
  messages: ChatMessages,
  dependencies: AnswerDependencies,
  signal: AbortSignal | undefined,
): Promise<DraftWithoutSuggestions> {
  const { found, focus } = await readPassages(understanding, dependencies, signal);
  const refocused = { ...understanding, focus };
  const support = dependencies.decideSupport(refocused, found);
  if (support.type !== 'said') return refuse(support, found, refocused, messages, dependencies);
  const quote = quoter(refocused, dependencies);
  const unseen = found.filter(({ passage }) => !isShownIn(passage, focus.shown));
  const chosen = chooseFor(unseen, refocused, dependencies, quote);
  const shown = chosen.map((one) => one.shown);
  const notices = wordNotices(noticesOn(shown, refocused, dependencies), messages);
  const blocks = asksWhichChallenge(refocused)
    ? composeWhichChallenge(titlesOf(chosen, dependencies.catalogue), chosen, messages)
    : composeQuotes(chosen, messages);
  const passages = found.slice(0, PASSAGES_WORDED).map(({ passage }) => passage);
  const read = { passages, locale: understanding.locale };
  const unsaid = findUnsaidWord(refocused, dependencies);
  if (unsaid === null) return { kind: 'answer', blocks, completeness: 'complete', notices, read };
  const nearest = [{ type: 'talk' as const, text: messages.notThatWord(unsaid) }, ...blocks];
  return { kind: 'answer', blocks: nearest, completeness: 'partial', notices };
}

/**
 * Looks within what the message or the talk names. A follow-up whose words are nowhere in there has changed the subject:
 * then everything is looked through.
 */
async function readPassages(
  { question, story, focus }: Understanding,
  { retrieval, catalogue, decideSupport }: AnswerDependencies,
  signal: AbortSignal | undefined,
): Promise<{ found: readonly RetrievedPassage[]; focus: Understanding['focus'] }> {
  const context = [...new Set([focus.context, story])].filter((part) => part !== '').join(' ');
  const topic = focus.ask.topic.map(({ folded }) => folded).join(' ');
  const query = { text: question, ...(context ? { context } : {}), count: PASSAGES_READ };
  const isInScope = scopeOf(focus, catalogue);
  if (!isInScope) return { found: await retrieval.retrieve(query, signal), focus };
  // Within a named challenge its number says nothing any more: what is asked of it does.
  const narrowed = topic === '' ? query : { ...query, text: topic, context: `${question} ${context}` };
  const found = await retrieval.retrieve({ ...narrowed, isInScope }, signal);
  const isOwnScope = focus.mentions.challenges.length > 0 || !focus.isFollowUp;
  if (isOwnScope || decideSupport.coverage(question, found) >= SUBJECT_KEPT) return { found, focus };
  const everywhere = await retrieval.retrieve({ text: question, count: PASSAGES_READ }, signal);
  if (decideSupport.coverage(question, everywhere) <= decideSupport.coverage(question, found))
    return { found, focus };
  return { found: everywhere, focus: { ...focus, challenges: [] } };
}

/** True when an answer has quoted the passage already: "dame otra" wants another. */
function isShownIn({ text }: Passage, answer: string): boolean {
  return answer !== '' && answer.includes(text.slice(0, SHOWN_CHARACTERS));
}

/** Where several challenges are named each gets its own best passage; else the best passages as they come. */
function chooseFor(
  found: readonly RetrievedPassage[],
  understanding: Understanding,
  { catalogue, findMentions }: AnswerDependencies,
  quote: (passage: Passage) => Evidence,
): ChosenPassage[] {
  const { challenges, ask, mentions } = understanding.focus;
  if (ask.whichOfThem) return choosePassages(found.slice(0, 1), quote);
  if (challenges.length > 1 && challenges.length <= catalogue.challenges.length) {
    return challenges.flatMap((number) =>
      choosePassages(
        found.filter(({ passage }) => passage.challenge === number),
        quote,
      ),
    );
  }
  if (ask.eachLast && ask.whichChallenge && ask.topic.length > 1 && challenges.length === 0) {
    const named = ask.topic.flatMap((word) => findMentions([word], []).slice(0, 1));
    return named.map((passage) => ({ passage, score: 1, shown: quote(passage) }));
  }
  const asksForAll = ask.everything || (ask.whichChallenge && mentions.plurals.has('challenge'));
  if (!asksForAll || challenges.length > 0) return choosePassages(found, quote);
  const naming = findMentions(ask.topic, understanding.focus.except);
  return naming.length > 0
    ? naming.map((passage) => ({ passage, score: 1, shown: quote(passage) }))
    : choosePassages(found, quote);
}

/** "¿Menciona a los crianceros?": the word asked about where the documents never use it; null where they do, or no word is asked about. */
function findUnsaidWord(
  { focus, question }: Understanding,
  { retrieval }: AnswerDependencies,
): string | null {
  const { ask } = focus;
  const [first] = ask.topic;
  if (!ask.mentions || !first || ask.topic.length > MOST_WORDS_OF_A_THING) return null;
  if (detectLanguage(question) === 'en') return null;
  // A word that nobody has asked with either may be a slip of the pen.
  const isUnsaid = ({ surface }: TopicWord) =>
    retrieval.documentStemsFor(surface).length === 0 && retrieval.rarity(surface) > 0;
  return ask.topic.every(isUnsaid) ? first.surface : null;
}

/** What to look for inside a long passage: the words asked about, with their usual words in the document. */
function quoter({ question, focus }: Understanding, { analyzer, retrieval }: AnswerDependencies) {
  const wanted = new Map<string, number>();
  const expansions = retrieval.expandQuery(question).flatMap(({ entry }) => entry.documentWords);
  const own =
    focus.ask.topic.length > 0 ? focus.ask.topic.map(({ folded }) => folded) : [question, focus.context];
  for (const token of analyzer.analyze([...own, ...expansions].join(' '))) {
    if (!token.isStopWord) wanted.set(token.stem, retrieval.rarity(token.surface));
  }
  return (passage: Passage): Evidence => ({ passage, span: selectSentences(passage, wanted, analyzer) });
}

function asksWhichChallenge({ focus }: Understanding): boolean {
  return focus.ask.whichOfThem || (focus.ask.whichChallenge && focus.challenges.length === 0);
}

function titlesOf(chosen: readonly { passage: Passage }[], { challenges }: Catalogue): Passage[] {
  const numbers = new Set(chosen.map(({ passage }) => passage.challenge));
  return challenges.filter(({ number }) => numbers.has(number)).map(({ title }) => title);
}

function refuse(
  support: Exclude<Support, { type: 'said' }>,
  found: readonly RetrievedPassage[],
  understanding: Understanding,
  messages: ChatMessages,
  dependencies: AnswerDependencies,
): DraftWithoutSuggestions {
  if (support.type === 'off-topic') return talk('refusal', messages.offTopic);
  const { locale } = understanding;
  const quote = quoter(understanding, dependencies);
  const nearby = support.matter
    ? support.matter.nearby.flatMap((id) => {
        const passage = dependencies.catalogue.passages.get(id);
        return passage ? [{ passage, score: 1 }] : [];
      })
    : found;
  return composeRefusal({
    lead: support.matter ? messages.notSaidOf(support.matter.name[locale]) : messages.notSaid,
    lookAt: support.matter?.lookAt[locale] ?? null,
    nearby: choosePassages(nearby.slice(0, 1), quote),
    messages,
  });
}

function noticesOn(shown: readonly Evidence[], { focus }: Understanding, { catalogue }: AnswerDependencies) {
  const asksNumbers =
    focus.mentions.nouns.has('objective') ||
    focus.mentions.nouns.has('specific-objective') ||
    focus.mentions.codes.length > 0;
  if (!asksNumbers) return [];
  return catalogue.notices.filter(({ span }) =>
    shown.some((evidence) => span.start < evidence.span.end && span.end > evidence.span.start),
  );
}

function clarify(
  { focus }: Understanding,
  messages: ChatMessages,
  { catalogue }: AnswerDependencies,
): DraftWithoutSuggestions {
  const text =
    focus.mentions.nouns.size > 0
      ? messages.clarifyChallenge(catalogue.challenges.length)
      : messages.clarifyWhat;
  return { ...talk('clarify', text), completeness: 'none' };
}

function challengesQuoted({ blocks }: DraftWithoutSuggestions): number[] {
  const passages = blocks.flatMap((block) => {
    if (block.type === 'quote') return [block.shown.passage];
    return block.type === 'quotes'
      ? block.items.flatMap(({ shown }) => shown.map(({ passage }) => passage))
      : [];
  });
  const numbers = [...new Set(passages.map(({ challenge }) => challenge))].filter(
    (number) => number !== null,
  );
  return numbers.length > 3 ? [] : numbers;
}

function isSmallTalk(kind: Understanding['kind']): boolean {
  return (
    kind === 'greeting' ||
    kind === 'thanks' ||
    kind === 'farewell' ||
    kind === 'help' ||
    kind === 'offtopic' ||
    kind === 'attack'
  );
}

function talk(kind: Draft['kind'], text: string): DraftWithoutSuggestions {
  return { kind, blocks: [{ type: 'talk', text }], completeness: 'none', notices: [] };
}
