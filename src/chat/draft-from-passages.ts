import type { Catalogue } from '../catalogue/create-catalogue.ts';
import type { TopicWord } from '../catalogue/read-ask.ts';
import { foldText } from '../domain/fold-text.ts';
import type { Passage } from '../domain/passage.ts';
import type { Unanswered } from '../domain/unanswered.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import type { Retrieval, RetrievedPassage } from '../retrieval/retrieve-passages.ts';
import {
  type DraftBlock,
  type DraftWithoutSuggestions,
  draftTalk,
  type Evidence,
  wholePassage,
} from './answer-draft.ts';
import type { ChatMessages } from './chat-messages.ts';
import {
  type ChosenPassage,
  choosePassages,
  composeQuotes,
  composeRefusal,
  composeWhichChallenge,
} from './compose-answer.ts';
import type { DecideSupport, Support } from './decide-support.ts';
import { detectLanguage } from './detect-language.ts';
import type { FindMentions } from './find-mentions.ts';
import { plain } from './follow-conversation.ts';
import type { RankByOwnWords, RankedPassage } from './rank-by-own-words.ts';
import { scopeOf } from './scope-of.ts';
import { selectSentences } from './select-sentences.ts';
import type { Understanding } from './understand-message.ts';
import { wordNotices } from './word-finding.ts';

export type PassageDependencies = {
  readonly catalogue: Catalogue;
  readonly retrieval: Retrieval;
  readonly analyzer: TextAnalyzer;
  readonly decideSupport: DecideSupport;
  readonly findMentions: FindMentions;
  readonly rankByOwnWords: RankByOwnWords;
  /** Stems of a passage's own words. */
  readonly stemsOf: (passage: Passage) => ReadonlySet<string>;
  /** What is indexed with a passage: its own words and those of the questions it is expected to answer. */
  readonly wordsOf: (passageId: string) => ReadonlySet<string>;
};

const PASSAGES_READ = 12;
const PASSAGES_WORDED = 6;
/** Share of a follow-up's rare words that must be found where the talk was, for the subject to be the same. */
const SUBJECT_KEPT = 0.45;
/** Share of the best passage's score that one where the talk was must have, for the talk to go on about the same. */
const STILL_THE_SUBJECT = 0.5;
/** With less of a question's rare words the best passages are not near it. */
const FOUND_SOMEHOW = 0.5;
const SHOWN_CHARACTERS = 60;
const MOST_WORDS_OF_A_THING = 2;
const MOST_MENTIONS = 8;
const WORDS_OF_A_LABEL = 5;
/** In longer messages the verb of a story looks like one of asking. */
const WORDS_OF_A_QUESTION = 20;
/** "¿Menciona…?" asks for the word; "¿qué propone para…?" for the thing, whatever the documents call it. */
const NAMES_A_WORD =
  /\b(?:menciona|nombra|aparece|sale|abla|habla|alude|refiere|palabra|mention|talk|appear|word)/;
/** "¿En cuáles sale la palabra energía?": the word itself, not what is like it. */
const ASKS_FOR_A_WORD = /\b(?:palabra|termino|word|term)\W+([a-zñ]+)/;
/** "¿Qué servicios básicos enumera?", "todas las actividades que nombra". */
const ASKS_FOR_ITEMS =
  /\b(?:(?:(?:que|q|k|which|what) (?:\w+ )?\w+s|(?:[kcq]uales|tod[oa]s l[oa]s)(?: \w+)?) (?:\w+ ){0,3}(?:se )?(?:enumera|nombra|menciona|incluye|lista|pone|son\b|considera|contempla|(?:are|is) (?:named|mentioned|listed|included)|does it (?:list|name|mention))|lista de|list of)|^(?:y )?(?:[kcq]uales|que|which|what) \w+s$/;
/** "Río Hurtado" is no slip of the pen, though nobody has asked with it. */
const NAME = /^\p{Lu}\p{Ll}/u;
const JOINS = /[/+;,]|\b(?:y|e|i|and|ta[mn]bien|ademas|also)\b/;

/** understanding -> passages read -> is it said? -> the sentences that say it, or a refusal with what comes nearest. */
export async function draftFromPassages(
  understanding: Understanding,
  messages: ChatMessages,
  dependencies: PassageDependencies,
  signal: AbortSignal | undefined,
): Promise<DraftWithoutSuggestions> {
  const { found, focus } = await readPassages(understanding, dependencies, signal);
  const refocused = { ...understanding, focus };
  const support = dependencies.decideSupport(refocused, found);
  if (support.type !== 'said')
    return {
      ...refuse(support, found, refocused, messages, dependencies),
      gap: gapOf(support, dependencies.decideSupport.coverage(refocused.question, found)),
    };
  const quote = quoter(refocused, dependencies);
  const asked = plain(refocused.question);
  const wantsItems = asked.split(' ').length <= WORDS_OF_A_QUESTION && ASKS_FOR_ITEMS.test(asked);
  const ranked = dependencies.rankByOwnWords(found, focus.ask.topic, wantsItems);
  const unseen = withoutLabels(ranked, refocused, dependencies).filter(
    ({ passage }) => !isShownIn(passage, focus.shown),
  );
  const chosen = addForTheRest(
    chooseFor(unseen, refocused, dependencies, quote),
    unseen,
    refocused,
    dependencies,
    quote,
  );
  const shown = chosen.map((one) => one.shown);
  const notices = wordNotices(noticesOn(shown, refocused, dependencies), messages);
  const blocks = composeChosen(chosen, refocused, messages, dependencies);
  const passages = found.slice(0, PASSAGES_WORDED).map(({ passage }) => passage);
  const read = { passages, locale: understanding.locale };
  const unsaid = findUnsaidWord(refocused, dependencies);
  if (unsaid === null) return { kind: 'answer', blocks, completeness: 'complete', notices, read };
  const nearest = [{ type: 'talk' as const, text: messages.notThatWord(unsaid) }, ...blocks];
  const gap = { kind: 'absent', matter: null } as const;
  return { kind: 'answer', blocks: nearest, completeness: 'partial', notices, gap };
}

/**
 * Looks within what the message or the talk names. A follow-up whose words are nowhere in there has changed the subject:
 * then everything is looked through.
 */
async function readPassages(
  { question, story, focus }: Understanding,
  { retrieval, catalogue, decideSupport }: PassageDependencies,
  signal: AbortSignal | undefined,
): Promise<{ found: readonly RetrievedPassage[]; focus: Understanding['focus'] }> {
  // A follow-up with a subject of its own is not about what was told before it.
  const told = focus.isFollowUp && focus.ask.topic.length > 0 ? '' : story;
  const context = [...new Set([focus.context, told])].filter((part) => part !== '').join(' ');
  const topic = focus.ask.topic.map(({ folded }) => folded).join(' ');
  // The subject counts twice: everyday questions are full of other words.
  const text = `${topic} ${question}`.trim();
  const query = { text, ...(context ? { context } : {}), count: PASSAGES_READ };
  const isInScope = scopeOf(focus, catalogue);
  if (!isInScope) return { found: await retrieval.retrieve(query, signal), focus };
  // Within a named challenge its number says nothing any more: what is asked of it does.
  const narrowed = topic === '' ? query : { ...query, text: topic, context: `${question} ${context}` };
  const found = await retrieval.retrieve({ ...narrowed, isInScope }, signal);
  const isOwnScope = focus.mentions.challenges.length > 0 || !focus.isFollowUp;
  if (isOwnScope) return { found, focus };
  const covered = decideSupport.coverage(question, found);
  if (topic === '' && covered >= SUBJECT_KEPT) return { found, focus };
  const everywhere = await retrieval.retrieve({ text, count: PASSAGES_READ }, signal);
  const nearestInTalk = everywhere.find(({ passage }) => isInScope(passage))?.score ?? 0;
  const isAnotherSubject =
    (topic !== '' && nearestInTalk < STILL_THE_SUBJECT) ||
    (covered < SUBJECT_KEPT && decideSupport.coverage(question, everywhere) > covered);
  return isAnotherSubject ? { found: everywhere, focus: { ...focus, challenges: [] } } : { found, focus };
}

/** "¿De qué año es la focalización?": a heading that only says again what was asked tells nothing, where another passage does. */
function withoutLabels(
  found: readonly RankedPassage[],
  { question }: Understanding,
  { analyzer, stemsOf }: PassageDependencies,
): readonly RankedPassage[] {
  const asked = new Set(analyzer.analyze(question).map(({ stem }) => stem));
  const saysMore = ({ passage }: RankedPassage) => {
    const stems = [...stemsOf(passage)];
    return stems.length > WORDS_OF_A_LABEL || !stems.every((stem) => asked.has(stem));
  };
  const telling = found.filter(saysMore);
  return telling.length > 0 ? telling : found;
}

/** True when an answer has quoted the passage already: "dame otra" wants another. */
function isShownIn({ text }: Passage, answer: string): boolean {
  return answer !== '' && answer.includes(text.slice(0, SHOWN_CHARACTERS));
}

/** Where several challenges are named each gets its own best passage; else the best passages as they come. */
function chooseFor(
  found: readonly RankedPassage[],
  understanding: Understanding,
  { catalogue, findMentions }: PassageDependencies,
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
  const asksForAll =
    ask.everything || (ask.whichChallenge && (ask.several || mentions.plurals.has('challenge')));
  if (!asksForAll || challenges.length > 0) return choosePassages(found, quote);
  const word = ASKS_FOR_A_WORD.exec(foldText(understanding.question))?.[1];
  const exact = ask.topic.filter(({ folded }) => folded === word);
  const mode = ask.everything ? 'every' : exact.length > 0 ? 'naming' : 'best';
  const wanted = exact.length > 0 ? exact : ask.topic;
  const naming = findMentions(wanted, understanding.focus.except, mode).slice(0, MOST_MENTIONS);
  return naming.length > 0
    ? naming.map((passage) => ({ passage, score: 1, shown: quote(passage) }))
    : choosePassages(found, quote);
}

/** "¿Qué hay para los presos y para las jefas de hogar?": a passage for the subjects that those chosen do not speak of. */
function addForTheRest(
  chosen: readonly ChosenPassage[],
  found: readonly RetrievedPassage[],
  { question, focus }: Understanding,
  { retrieval, wordsOf }: PassageDependencies,
  quote: (passage: Passage) => Evidence,
): readonly ChosenPassage[] {
  if (!JOINS.test(foldText(question))) return chosen;
  const speaksOf = ({ passage }: RetrievedPassage, { stem, surface }: TopicWord) =>
    [stem, ...retrieval.stemsFor(surface)].some((one) => wordsOf(passage.id).has(one));
  const rest = focus.ask.topic.filter((word) => !chosen.some((one) => speaksOf(one, word)));
  if (rest.length === 0) return chosen;
  const other = found.find((one) => rest.every((word) => speaksOf(one, word)));
  return other ? [...chosen, { ...other, shown: quote(other.passage) }] : chosen;
}

/** "¿Menciona a los crianceros?": the word asked about where the documents never use it; null where they do, or no word is asked about. */
function findUnsaidWord(
  { focus, question }: Understanding,
  { retrieval }: PassageDependencies,
): string | null {
  const { ask } = focus;
  const [first] = ask.topic;
  if (!ask.mentions || !first || ask.topic.length > MOST_WORDS_OF_A_THING) return null;
  if (detectLanguage(question) === 'en') return null;
  const asksForTheWord = NAMES_A_WORD.test(foldText(question));
  // A word that nobody has asked with either may be a slip of the pen.
  const isUnsaid = ({ surface }: TopicWord) =>
    retrieval.documentStemsFor(surface).length === 0 &&
    (retrieval.rarity(surface) > 0 || NAME.test(surface)) &&
    (asksForTheWord || retrieval.expandQuery(surface).length === 0);
  return ask.topic.every(isUnsaid) ? ask.topic.map(({ surface }) => surface).join(' ') : null;
}

/** What to look for inside a long passage: the words asked about, with their usual words in the document. */
function quoter({ question, focus }: Understanding, { analyzer, retrieval }: PassageDependencies) {
  const wanted = new Map<string, number>();
  const expansions = retrieval.expandQuery(question).flatMap(({ entry }) => entry.documentWords);
  const own =
    focus.ask.topic.length > 0 ? focus.ask.topic.map(({ folded }) => folded) : [question, focus.context];
  for (const token of analyzer.analyze([...own, ...expansions].join(' '))) {
    if (!token.isStopWord) wanted.set(token.stem, retrieval.rarity(token.surface));
  }
  return (passage: Passage): Evidence => ({ passage, span: selectSentences(passage, wanted, analyzer) });
}

function composeChosen(
  chosen: readonly ChosenPassage[],
  understanding: Understanding,
  messages: ChatMessages,
  { catalogue }: PassageDependencies,
): DraftBlock[] {
  if (!asksWhichChallenge(understanding)) return composeQuotes(chosen, messages);
  const titles = titlesOf(chosen, catalogue);
  if (!understanding.focus.ask.negated) return composeWhichChallenge(titles, chosen, messages);
  const others = catalogue.challenges.filter(({ title }) => !titles.includes(title));
  const shown = others.map(({ title }) => ({ passage: title, score: 1, shown: wholePassage(title) }));
  return [
    { type: 'talk', text: messages.doNotName(others.map(({ number }) => number)) },
    ...composeQuotes(shown, messages),
  ];
}

function asksWhichChallenge({ focus }: Understanding): boolean {
  return focus.ask.whichOfThem || (focus.ask.whichChallenge && focus.challenges.length === 0);
}

function titlesOf(chosen: readonly { passage: Passage }[], { challenges }: Catalogue): Passage[] {
  const numbers = new Set(chosen.map(({ passage }) => passage.challenge));
  return challenges.filter(({ number }) => numbers.has(number)).map(({ title }) => title);
}

/** For the operator: what is known to be absent, or hardly to be found, is not the same as found without being an answer. */
function gapOf(support: Exclude<Support, { type: 'said' }>, covered: number): Omit<Unanswered, 'locale'> {
  if (support.type === 'off-topic') return { kind: 'off-topic', matter: null };
  const isAbsent = support.matter !== null || covered < FOUND_SOMEHOW;
  return { kind: isAbsent ? 'absent' : 'weak', matter: support.matter?.id ?? null };
}

function refuse(
  support: Exclude<Support, { type: 'said' }>,
  found: readonly RetrievedPassage[],
  understanding: Understanding,
  messages: ChatMessages,
  dependencies: PassageDependencies,
): DraftWithoutSuggestions {
  if (support.type === 'off-topic') return draftTalk('refusal', messages.offTopic);
  const { locale } = understanding;
  const quote = quoter(understanding, dependencies);
  const nearby = support.matter
    ? support.matter.nearby.flatMap((id) => {
        const passage = dependencies.catalogue.passages.get(id);
        return passage ? [{ passage, score: 1, asFound: 1, own: 0 }] : [];
      })
    : dependencies.rankByOwnWords(found, understanding.focus.ask.topic);
  return composeRefusal({
    lead: support.matter ? messages.notSaidOf(support.matter.name[locale]) : messages.notSaid,
    lookAt: support.matter?.lookAt[locale] ?? null,
    nearby: choosePassages(nearby.slice(0, 1), quote),
    messages,
  });
}

function noticesOn(shown: readonly Evidence[], { focus }: Understanding, { catalogue }: PassageDependencies) {
  const asksNumbers =
    focus.mentions.nouns.has('objective') ||
    focus.mentions.nouns.has('specific-objective') ||
    focus.mentions.codes.length > 0;
  if (!asksNumbers) return [];
  return catalogue.notices.filter(({ span }) =>
    shown.some((evidence) => span.start < evidence.span.end && span.end > evidence.span.start),
  );
}
