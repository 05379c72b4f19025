import type { TopicWord } from '../catalogue/read-ask.ts';
import { foldText, plainWords } from '../domain/fold-text.ts';
import type { Passage } from '../domain/passage.ts';
import type { RetrievedPassage } from '../retrieval/retrieve-passages.ts';
import type { Evidence } from './answer-draft.ts';
import type { ChosenPassage } from './compose-answer.ts';
import type { PassageDependencies } from './passage-dependencies.ts';
import type { RankedPassage } from './rank-by-own-words.ts';
import { selectSentences } from './select-sentences.ts';
import type { Understanding } from './understand-message.ts';

const SHOWN_CHARACTERS = 60;
const MOST_MENTIONS = 8;
const WORDS_OF_A_LABEL = 5;
/** In longer messages the verb of a story looks like one of asking. */
const WORDS_OF_A_QUESTION = 20;
/** "¿En cuáles sale la palabra energía?": the word itself, not what is like it. */
const ASKS_FOR_A_WORD = /\b(?:palabra|termino|word|term)\W+([a-zñ]+)/;
/** "¿Qué servicios básicos enumera?", "todas las actividades que nombra". */
const ASKS_FOR_ITEMS =
  /\b(?:(?:(?:que|q|k|which|what) (?:\w+ )?\w+s|(?:[kcq]uales|tod[oa]s l[oa]s)(?: \w+)?) (?:\w+ ){0,3}(?:se )?(?:enumera|nombra|menciona|incluye|lista|pone|son\b|considera|contempla|(?:are|is) (?:named|mentioned|listed|included|spelled|spelt|enumerated)|does it (?:list|name|mention))|lista de|list of)|^(?:y )?(?:[kcq]uales|que|which|what) \w+s$/;
const JOINS = /[/+;,]|\b(?:y|e|i|and|ta[mn]bien|ademas|also)\b/;

/**
 * A second passage is quoted only when it is nearly as good as the first. Of 233 questions read, at 0.82, 0.85, 0.88 citations are on target
 * for 85.5, 86.6, 87.4 %, and 220, 220, 217 find what they want.
 */
const SECOND_SHARE = 0.85;

/** Of what was found: in the order of what says it itself, what answers, and a passage for each subject. */
export function choosePassagesFor(
  understanding: Understanding,
  found: readonly RetrievedPassage[],
  dependencies: PassageDependencies,
): readonly ChosenPassage[] {
  const { question, focus } = understanding;
  const quote = createQuote(understanding, dependencies);
  const asked = plainWords(question);
  const wantsItems = asked.split(' ').length <= WORDS_OF_A_QUESTION && ASKS_FOR_ITEMS.test(asked);
  const ranked = dependencies.rankByOwnWords(found, focus.ask.topic, wantsItems);
  const unseen = withoutLabels(ranked, understanding, dependencies).filter(
    ({ passage }) => !isShownIn(passage, focus.shown),
  );
  return addForTheRest(
    chooseFor(unseen, understanding, dependencies, quote),
    unseen,
    understanding,
    dependencies,
    quote,
  );
}

/** Keeps what answers: the best passage, and one nearly as good that says no less of what is asked, or was found before it. */
export function keepBest(
  found: readonly RankedPassage[],
  quote: (passage: Passage) => Evidence,
): ChosenPassage[] {
  const [best, second] = found;
  if (!best) return [];
  const firstFound = found.reduce((first, one) => (one.asFound > first.asFound ? one : first), best);
  const other = firstFound === best ? second : firstFound;
  const isAsGood = other && other.score >= best.score * SECOND_SHARE;
  const isWorthIt = isAsGood && (other === firstFound || other.own >= best.own);
  return (isWorthIt ? [best, other] : [best]).map((one) => ({ ...one, shown: quote(one.passage) }));
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

/** Where several challenges are named each gets its own best passage; where all are asked about, all that name it; else the best. */
function chooseFor(
  found: readonly RankedPassage[],
  understanding: Understanding,
  dependencies: PassageDependencies,
  quote: (passage: Passage) => Evidence,
): ChosenPassage[] {
  const { challenges, ask } = understanding.focus;
  if (ask.whichOfThem) return keepBest(found.slice(0, 1), quote);
  if (challenges.length > 1 && challenges.length <= dependencies.catalogue.challenges.length) {
    return challenges.flatMap((number) =>
      keepBest(
        found.filter(({ passage }) => passage.challenge === number),
        quote,
      ),
    );
  }
  const naming = challenges.length === 0 ? findNaming(understanding, dependencies) : [];
  return naming.length > 0
    ? naming.map((passage) => ({ passage, score: 1, shown: quote(passage) }))
    : keepBest(found, quote);
}

/** True where all are wanted, so that how many they are can be told. */
export function listsAll({ ask, mentions, challenges }: Understanding['focus']): boolean {
  if (challenges.length > 0 || ask.topic.length === 0) return false;
  return ask.everything || (ask.whichChallenge && (ask.several || mentions.plurals.has('challenge')));
}

/** For "¿qué desafíos nombran…?" and "todo lo que dice de…"; empty where no such list is asked for. */
function findNaming({ question, focus }: Understanding, { findMentions }: PassageDependencies): Passage[] {
  const { ask, except } = focus;
  if (ask.eachLast && ask.whichChallenge && ask.topic.length > 1)
    return ask.topic.flatMap((word) => findMentions([word], []).slice(0, 1));
  if (!listsAll(focus)) return [];
  const word = ASKS_FOR_A_WORD.exec(foldText(question))?.[1];
  const exact = ask.topic.filter(({ folded }) => folded === word);
  const mode = ask.everything ? 'every' : exact.length > 0 ? 'naming' : 'best';
  const wanted = exact.length > 0 ? exact : ask.topic;
  return findMentions(wanted, except, mode).slice(0, MOST_MENTIONS);
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

/** What to look for inside a long passage: the words asked about, with their usual words in the document. */
export function createQuote(
  { question, focus }: Understanding,
  { analyzer, retrieval }: PassageDependencies,
) {
  const wanted = new Map<string, number>();
  const expansions = retrieval.expandQuery(question).flatMap(({ entry }) => entry.documentWords);
  const own =
    focus.ask.topic.length > 0 ? focus.ask.topic.map(({ folded }) => folded) : [question, focus.context];
  for (const token of analyzer.analyze([...own, ...expansions].join(' '))) {
    if (!token.isStopWord) wanted.set(token.stem, retrieval.rarity(token.surface));
  }
  return (passage: Passage): Evidence => ({ passage, span: selectSentences(passage, wanted, analyzer) });
}
