import type { AbsentMatter } from '../domain/collection.ts';
import { foldText, soundOf } from '../domain/fold-text.ts';
import type { TextAnalyzer, Token } from '../ports/text-analyzer.ts';
import { type Retrieval, type RetrievedPassage, UNKNOWN_RARITY } from '../retrieval/retrieve-passages.ts';
import { detectLanguage } from './detect-language.ts';
import type { Focus } from './talk.ts';
import type { Understanding } from './understand-message.ts';

/** Whether the corpus says what is asked, and if not, what kind of not. */
export type Support =
  | { readonly type: 'said' }
  | { readonly type: 'absent'; readonly matter: AbsentMatter | null }
  | { readonly type: 'off-topic' };

type SupportDependencies = {
  readonly absentMatters: readonly AbsentMatter[];
  readonly analyzer: TextAnalyzer;
  readonly retrieval: Retrieval;
  /** Stems of the documents' own words. */
  readonly documentStems: ReadonlySet<string>;
  /** What is indexed with a passage: its own words and those of the questions it is expected to answer. */
  readonly wordsOf: (passageId: string) => ReadonlySet<string>;
};

export type DecideSupport = {
  (understanding: Understanding, found: readonly RetrievedPassage[]): Support;
  /** Share of the rare words of a question that the best passages hold, 0..1. */
  coverage(question: string, found: readonly RetrievedPassage[]): number;
  /** A question that by its own words asks for what the documents are known to leave out, whatever the talk was about. */
  asksForAbsent(understanding: Understanding): boolean;
};

/**
 * Shares of a question's rare words that the best passages hold. Chosen on the development questions and the even half of our own:
 * answerable questions have a median of 1 and 9 in 10 above 0.4; off-topic ones lie below 0.45.
 */
const HELD_WELL = 0.9;
const HELD_SOMEHOW = 0.5;
const HELD_HARDLY = 0.25;
const SHORT_WORDS = 3;
/** Letters up to which a word is compared as it is written. */
const SPELT_OUT = 3;
/** A matter's word alone is a hint; with this little belief in "absent" beside it the matter is asked for. */
const ABSENT_HINT = 0.05;
/** With this little where the document never uses the word at all. */
const ABSENT_HINT_UNSAID = 0.03;
/** With this little where the message uses a whole phrase for it: "qué se entiende por". */
const ABSENT_HINT_PHRASE = 0.01;
const WORDS_OF_A_PHRASE = 3;
const QUESTION_UNLIKELY = 0.2;
const CLAIMS =
  /^(?:prohib|obliga|exig|garanti|sancion|castig|multa|forbid|prohibit|require|mandat|guarante|must$)/;
const OFF_TOPIC_BY_FAR = 0.97;
const OFF_TOPIC_FOR_SURE = 0.9;

/** Decides on evidence: do the best passages hold the terms asked for, and is what is asked a thing the documents never say? */
export function createDecideSupport(dependencies: SupportDependencies): DecideSupport {
  const { absentMatters, analyzer, retrieval, wordsOf } = dependencies;
  const findMatter = createFindMatter(absentMatters, analyzer, dependencies.documentStems);

  function coverage(text: string, found: readonly RetrievedPassage[]): number {
    const expanded = new Set(
      retrieval.expandQuery(text).flatMap(({ term }) => analyzer.analyze(term).map(({ stem }) => stem)),
    );
    const isKnown = ({ surface, stem }: Token) =>
      retrieval.stemsFor(surface).length > 0 || expanded.has(stem);
    // Most English words are in no Spanish document: only those that the glossary or the questions know are asked for.
    const isForeign = detectLanguage(text) === 'en';
    const wanted = analyzer
      .analyze(text)
      .filter((token) => !token.isStopWord && token.folded.length > 2 && (!isForeign || isKnown(token)));
    const held = found.slice(0, 3).map(({ passage }) => wordsOf(passage.id));
    let all = 0;
    let covered = 0;
    for (const token of wanted) {
      const weight = retrieval.rarity(token.surface) || UNKNOWN_RARITY;
      all += weight;
      const stems = [token.stem, ...retrieval.stemsFor(token.surface)];
      if (expanded.has(token.stem) || held.some((words) => stems.some((stem) => words.has(stem))))
        covered += weight;
    }
    return all === 0 ? 0 : covered / all;
  }

  // "¿El desafío 3 obliga a…?": what the documents never say anybody must or may not do is not theirs.
  function claimsMore(question: string): boolean {
    return analyzer
      .analyze(question)
      .some(({ folded, stem }) => CLAIMS.test(folded) && !dependencies.documentStems.has(stem));
  }

  // Expected questions hold everyday words too: what is only among those need not be what the documents speak of.
  function speaksOfTheirs(question: string): boolean {
    return retrieval.expandQuery(question).length > 0 || usesTheirWords(question);
  }

  function usesTheirWords(question: string): boolean {
    return analyzer
      .analyze(question)
      .some(({ stem, isStopWord }) => !isStopWord && dependencies.documentStems.has(stem));
  }

  function isShort(question: string): boolean {
    return analyzer.analyze(question).filter((token) => !token.isStopWord).length <= SHORT_WORDS;
  }

  // The subject alone counts where it was said before ("¿y qué dice cada uno?"), where all that is said of it is wanted, and in English,
  // whose words of asking are in no Spanish document.
  function subjectCoverage(
    question: string,
    { ask, challenges, except }: Focus,
    found: readonly RetrievedPassage[],
  ) {
    const asked = new Set(analyzer.analyze(question).map(({ stem }) => stem));
    const isInherited = !ask.topic.some(({ stem }) => asked.has(stem));
    const isElsewhere = except.length > 0 && isInherited;
    const isOfChallenges = challenges.length > 0 && (isInherited || detectLanguage(question) === 'en');
    if (ask.topic.length === 0 || !(ask.everything || isElsewhere || isOfChallenges)) return 0;
    return coverage(ask.topic.map(({ surface }) => surface).join(' '), found);
  }

  function decide({ question, kinds, focus }: Understanding, found: readonly RetrievedPassage[]): Support {
    const held = findMatter(question);
    const matter = held?.matter ?? null;
    const covered = coverage(question, found);
    if (claimsMore(question) && covered < HELD_WELL) return { type: 'absent', matter: null };
    if (kinds.offtopic >= OFF_TOPIC_BY_FAR && !usesTheirWords(question) && !focus.isFollowUp)
      return { type: 'off-topic' };
    if (kinds.offtopic >= OFF_TOPIC_FOR_SURE && covered < HELD_WELL && !focus.isFollowUp)
      return { type: 'off-topic' };
    const isKeywords = isShort(question) && covered >= HELD_WELL && speaksOfTheirs(question);
    if (matter && saysAfterAll(matter, found) && covered >= HELD_SOMEHOW) return { type: 'said' };
    if (held && kinds.absent >= hintFor(held)) return { type: 'absent', matter: held.matter };
    const read = A_FIGURE.test(question) ? found.slice(0, 1) : found;
    if (asksForNumber(focus, question) && !holdsNumber(read)) return { type: 'absent', matter };
    const isHardlyHeld = covered < HELD_HARDLY && subjectCoverage(question, focus, found) < HELD_HARDLY;
    if (isKeywords || focus.isFollowUp) return isHardlyHeld ? { type: 'absent', matter } : { type: 'said' };
    if (kinds.absent > kinds.question && (matter || covered < HELD_WELL || kinds.absent > 0.9)) {
      return covered < HELD_HARDLY && !matter ? { type: 'off-topic' } : { type: 'absent', matter };
    }
    if (kinds.offtopic > kinds.question) return { type: 'off-topic' };
    if (kinds.question < QUESTION_UNLIKELY && covered < HELD_SOMEHOW) return { type: 'off-topic' };
    return found.length === 0 || isHardlyHeld ? { type: 'absent', matter } : { type: 'said' };
  }

  function asksForAbsent({ question, kinds }: Understanding): boolean {
    return kinds.absent > kinds.question && findMatter(question) !== null;
  }

  return Object.assign(decide, { coverage, asksForAbsent });
}

function saysAfterAll({ unless }: AbsentMatter, found: readonly RetrievedPassage[]): boolean {
  const best = foldText(found[0]?.passage.text ?? '');
  return unless.some((words) => best.includes(foldText(words)));
}

function hintFor({ isUnsaid, length }: HeldMatter): number {
  if (length >= WORDS_OF_A_PHRASE) return ABSENT_HINT_PHRASE;
  return isUnsaid ? ABSENT_HINT_UNSAID : ABSENT_HINT;
}

const A_FIGURE =
  /\b(?:give|any|a|una?|alguna?|la|las?|dan) (?:figures?|percentages?|statistics?|cifras?|porcentajes?|estad[ií]sticas?)\b/i;

/** "¿Cuántos litros…?": a quantity of something, which is no count of the document's parts. */
function asksForNumber({ ask, mentions }: Focus, question: string): boolean {
  if (A_FIGURE.test(question)) return true;
  return ask.count && ask.topic.length > 0 && !ask.list && !ask.whichChallenge && mentions.nouns.size === 0;
}

/** Numbers of guidelines, codes and years are names, not quantities. */
function holdsNumber(found: readonly RetrievedPassage[]): boolean {
  return found
    .slice(0, 3)
    .some(({ passage }) =>
      /\d/.test(passage.text.replace(/n\s*°?\s*\d+|\d+\.\d[\d.]*|(?:19|20)\d\d|[a-z]\s*\d\b/gi, ' ')),
    );
}

const PRONOUNS: ReadonlySet<string> = new Set(['la', 'lo', 'las', 'los', 'se']);
const WHO = /^(?:quien(?:es)?|como|cuando|donde)$/;
const CHAT_QUE: ReadonlySet<string> = new Set(['q', 'k', 'ke']);

type HeldMatter = { readonly matter: AbsentMatter; readonly length: number; readonly isUnsaid: boolean };

/** The absent matter whose words the message holds most of, by rows of stems; null when it holds none. */
function createFindMatter(
  matters: readonly AbsentMatter[],
  analyzer: TextAnalyzer,
  documentStems: ReadonlySet<string>,
): (text: string) => HeldMatter | null {
  const phrases = matters.flatMap((matter) =>
    matter.terms.map((term) => {
      const tokens = analyzer.analyze(term);
      const isUnsaid = tokens.some(({ stem, isStopWord }) => !isStopWord && !documentStems.has(stem));
      return { matter, keys: keysOf(tokens), isUnsaid };
    }),
  );
  return (text) => {
    const words = keysOf(analyzer.analyze(text));
    let best: HeldMatter | null = null;
    for (const { matter, keys, isUnsaid } of phrases) {
      const isHeld = keys.length > 0 && words.some((_, at) => keys.every((key, i) => words[at + i] === key));
      if (isHeld && keys.length > (best?.length ?? 0)) best = { matter, length: keys.length, isUnsaid };
    }
    return best;
  };
}

/**
 * Words as they sound, in the singular: by stems, "indicar" would ask for indicators and "ganamos" for winners. Short words count as they
 * are written: "lo leí" is not about a law.
 */
function keysOf(tokens: readonly Token[]): string[] {
  return tokens.flatMap(({ folded }, at) => {
    if (folded.length > SPELT_OUT) return [soundOf(singular(folded))];
    // "¿Quién la redactó?" asks who wrote it, as "¿quién redactó…?" does.
    const isOfWho = tokens.slice(Math.max(0, at - 2), at).some((before) => WHO.test(before.folded));
    if (PRONOUNS.has(folded) && isOfWho) return [];
    return [CHAT_QUE.has(folded) ? 'que' : folded];
  });
}

function singular(word: string): string {
  return word.replace(/(?<=[aeiou])s$/, '');
}
