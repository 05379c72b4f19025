import type { BareNumber, Mentions } from '../catalogue/read-mentions.ts';
import { LAST, type Noun } from '../catalogue/terms.ts';

/** What a number without a noun may belong to. */
export type TalkParts = {
  /** Challenges that the talk is about. */
  readonly challenges: readonly number[];
  /** Challenges that the last answer listed, in its order. */
  readonly listed: readonly number[];
  /** Parts that the last question named. */
  readonly nouns: ReadonlySet<Noun>;
  readonly guidelines: readonly number[];
  readonly generalObjectives: readonly number[];
  /** Challenges of the last question, not those that its answer told. */
  readonly asked: readonly number[];
};

const VAGUE: ReadonlySet<Noun> = new Set(['document', 'title']);

type AssignedNumbers = {
  readonly challenges: number[];
  readonly questions: number[];
  readonly axes: number[];
  readonly lines: number[];
  readonly guidelines: number[];
  readonly generalObjectives: number[];
  readonly objectives: number[];
};

/**
 * Gives each bare number its part: "la segunda" is a question or a line (feminine in Spanish), "el segundo" after a list of challenges
 * is the second of the list, "¿y el 1?" after a guideline is another guideline; else it is a challenge.
 */
export function assignBareNumbers(mentions: Mentions, talk: TalkParts): AssignedNumbers {
  const assigned: AssignedNumbers = {
    challenges: [],
    questions: [],
    axes: [],
    lines: [],
    guidelines: [],
    generalObjectives: [],
    objectives: [],
  };
  for (const number of mentions.bare) {
    const part = partOf(number, mentions, talk);
    if (part !== 'none')
      assigned[part].push(part === 'challenges' ? challengeOf(number, mentions, talk) : number.value);
  }
  return assigned;
}

function partOf(number: BareNumber, mentions: Mentions, talk: TalkParts): keyof AssignedNumbers | 'none' {
  const { nouns } = mentions;
  const spoken = nouns.size > 0 && !onlyVague(nouns) ? nouns : talk.nouns;
  if (number.isFeminine) {
    if (spoken.has('line') || talk.nouns.has('line')) return 'lines';
    if (talk.nouns.has('source') || talk.nouns.has('strategy') || talk.nouns.has('reference')) return 'none';
    if (spoken.has('question') || talk.nouns.has('question') || talk.challenges.length === 1)
      return 'questions';
  }
  const isOfOneChallenge = spoken.has('question') && talk.challenges.length === 1;
  if (number.isNeutral && number.isOrdinal && isOfOneChallenge) return 'questions';
  if (isFromList(number, mentions, talk)) return 'challenges';
  // "El objetivo general 1 del desafío 1", "¿y el 2?"
  const isOfObjectives = number.isOrdinal || (talk.generalObjectives.length > 0 && nouns.size === 0);
  if (isOfObjectives && spoken.has('general-objective')) return 'generalObjectives';
  if (number.isOrdinal && spoken.has('specific-objective') && talk.challenges.length === 0)
    return 'objectives';
  // "¿Y las del dos?" after the lines of an axis: those of another axis.
  const asksLines = spoken.has('line') && (nouns.size === 0 || talk.nouns.has('axis'));
  const isOfAxis = spoken.has('axis') || asksLines;
  if (isOfAxis && mentions.challenges.length === 0 && !nouns.has('challenge')) return 'axes';
  const isToldGuideline = talk.guidelines.length > 1 && talk.guidelines.includes(number.value);
  const isOfGuidelines =
    talk.guidelines.length > 0 && (isToldGuideline || number.isOf || talk.asked.length === 0);
  if (isOfGuidelines && fitsGuidelines(nouns) && !number.isOrdinal) return 'guidelines';
  return 'challenges';
}

function challengeOf(number: BareNumber, mentions: Mentions, talk: TalkParts): number {
  if (!isFromList(number, mentions, talk)) return number.value;
  return talk.listed[number.value === LAST ? talk.listed.length - 1 : number.value - 1] ?? number.value;
}

function isFromList(
  { isOrdinal, isFeminine, value }: BareNumber,
  { nouns }: Mentions,
  { listed }: TalkParts,
): boolean {
  return isOrdinal && !isFeminine && listed.length > 1 && value <= listed.length && !nouns.has('challenge');
}

/** "Y el 3, ¿qué objetivo general tiene?" */
function fitsGuidelines(nouns: ReadonlySet<Noun>): boolean {
  return [...nouns].every((noun) => VAGUE.has(noun) || noun.endsWith('objective'));
}

function onlyVague(nouns: ReadonlySet<Noun>): boolean {
  return [...nouns].every((noun) => VAGUE.has(noun));
}
