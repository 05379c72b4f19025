import type { Catalogue } from '../catalogue/create-catalogue.ts';
import { wholeOf } from '../catalogue/finding.ts';
import type { TopicWord } from '../catalogue/read-ask.ts';
import { foldText, soundOf } from '../domain/fold-text.ts';
import type { Passage } from '../domain/passage.ts';
import type { Unanswered } from '../domain/unanswered.ts';
import type { RetrievedPassage } from '../retrieval/retrieve-passages.ts';
import { type DraftBlock, type DraftWithoutSuggestions, draftTalk, type Evidence } from './answer-draft.ts';
import type { ChatMessages } from './chat-messages.ts';
import { choosePassagesFor, createQuote, keepBest, listsAll } from './choose-passages.ts';
import {
  type ChosenPassage,
  composeQuotes,
  composeRefusal,
  composeWhichChallenge,
} from './compose-answer.ts';
import type { Support } from './decide-support.ts';
import { detectLanguage } from './detect-language.ts';
import type { PassageDependencies } from './passage-dependencies.ts';
import { readPassages } from './read-passages.ts';
import type { Understanding } from './understand-message.ts';
import { wordNotices } from './word-finding.ts';

const PASSAGES_WORDED = 6;
/** With less of a question's rare words the best passages are not near it. */
const FOUND_SOMEHOW = 0.5;
const MOST_WORDS_OF_A_THING = 2;
/** "¿Menciona…?" asks for the word; "¿qué propone para…?" for the thing, whatever the documents call it. */
const NAMES_A_WORD =
  /\b(?:menciona|nombra|aparece|sale|abla|habla|alude|refiere|palabra|mention|talk|appear|word)/;
/** "Río Hurtado" is no slip of the pen, though nobody has asked with it. */
const NAME = /^\p{Lu}\p{Ll}/u;
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
  const chosen = choosePassagesFor(refocused, found, dependencies);
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

/** "¿Menciona a los crianceros?": the word asked about where the documents never use it; null where they do, or no word is asked about. */
function findUnsaidWord(
  { focus, question }: Understanding,
  { retrieval, analyzer }: PassageDependencies,
): string | null {
  const { ask } = focus;
  // "¿Qué desafío toca cada cosa?" names no thing.
  const topic = ask.topic.filter((word) => !ask.doubtful.includes(word));
  const isOfAThing = topic.length > 0 && ask.topic.length <= MOST_WORDS_OF_A_THING;
  if (!ask.mentions || !isOfAThing) return null;
  if (detectLanguage(question) === 'en') return null;
  const asksForTheWord = NAMES_A_WORD.test(foldText(question));
  // "Planta" is a word that people ask with, no slip for "plantea"; "mugeres" is one for "mujeres".
  const isSaid = ({ surface }: TopicWord) => {
    const said = retrieval.documentStemsFor(surface);
    const [own] = analyzer.analyze(surface);
    const isWord = retrieval.rarity(surface) > 0 && own !== undefined;
    return isWord ? said.some((stem) => soundOf(stem) === soundOf(own.stem)) : said.length > 0;
  };
  // A word that nobody has asked with either may be a slip of the pen.
  const hasUsualWord = ({ surface }: TopicWord) => retrieval.expandQuery(surface).length > 0;
  const isUnsaid = (word: TopicWord) =>
    !isSaid(word) &&
    (retrieval.rarity(word.surface) > 0 || NAME.test(word.surface)) &&
    (asksForTheWord || !hasUsualWord(word));
  const unsaid = topic.every(isUnsaid)
    ? topic
    : topic.filter((word) => asksForTheWord && isUnsaid(word) && !hasUsualWord(word));
  return unsaid.length > 0 ? unsaid.map(({ surface }) => surface).join(' ') : null;
}

function composeChosen(
  chosen: readonly ChosenPassage[],
  understanding: Understanding,
  messages: ChatMessages,
  dependencies: PassageDependencies,
): DraftBlock[] {
  if (!asksWhichChallenge(understanding)) return composeQuotes(chosen, messages);
  const others = understanding.focus.ask.negated ? findSilent(understanding, dependencies) : [];
  if (others.length > 0) return composeSilent(others, messages);
  const titles = titlesOf(chosen, dependencies.catalogue);
  return composeWhichChallenge(titles, chosen, messages, { isCounted: listsAll(understanding.focus) });
}

/** "¿Qué desafíos no nombran el agua?": those of which no passage does; none where no word is asked about, or all are silent. */
function findSilent({ focus }: Understanding, { catalogue, findMentions }: PassageDependencies) {
  const naming = new Set(findMentions(focus.ask.topic, [], 'naming').map(({ challenge }) => challenge));
  if (focus.ask.topic.length === 0 || naming.size === 0) return [];
  const isAsked = (number: number) => !focus.ask.whichOfThem || focus.challenges.includes(number);
  return catalogue.challenges.filter(({ number }) => !naming.has(number) && isAsked(number));
}

function composeSilent(others: Catalogue['challenges'], messages: ChatMessages): DraftBlock[] {
  const shown = others.map(({ title }) => ({ passage: title, score: 1, shown: wholeOf(title) }));
  const numbers = others.map(({ number }) => number);
  return [{ type: 'talk', text: messages.doNotName(numbers) }, ...composeQuotes(shown, messages)];
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
  const quote = createQuote(understanding, dependencies);
  const nearby = support.matter
    ? support.matter.nearby.flatMap((id) => {
        const passage = dependencies.catalogue.passages.get(id);
        return passage ? [{ passage, score: 1, asFound: 1, own: 0 }] : [];
      })
    : dependencies.rankByOwnWords(found, understanding.focus.ask.topic);
  return composeRefusal({
    lead: support.matter ? messages.notSaidOf(support.matter.name[locale]) : messages.notSaid,
    lookAt: support.matter?.lookAt[locale] ?? null,
    nearby: keepBest(nearby.slice(0, 1), quote),
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
