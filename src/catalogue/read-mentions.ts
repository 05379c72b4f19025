import type { ListedSource } from '../domain/challenge.ts';
import { findSources } from './find-sources.ts';
import { type Lexeme, lexMessage } from './lex-message.ts';
import { LAST, type Noun } from './terms.ts';

/** The numbered parts of a document that a message names. `LAST` (-1) stands for "the last one". */
export type Mentions = {
  readonly challenges: readonly number[];
  readonly questions: readonly number[];
  readonly guidelines: readonly number[];
  readonly generalObjectives: readonly number[];
  readonly objectives: readonly number[];
  readonly axes: readonly number[];
  readonly lines: readonly number[];
  /** "3.2.2", "4.2": numbers with dots belong to the strategies, never to a challenge. */
  readonly codes: readonly string[];
  /** Canonical names of strategies that the message names or abbreviates. */
  readonly sources: readonly string[];
  /** Parts named at all, with or without a number. */
  readonly nouns: ReadonlySet<Noun>;
  /** Parts named in the plural: "los objetivos". */
  readonly plurals: ReadonlySet<Noun>;
  /** Counts that the message takes for granted ("los 10 desafíos") or states ("los desafíos son 7"). */
  readonly claimedCounts: ReadonlyMap<Noun, number>;
  /** Numbers that can only be years. */
  readonly years: readonly number[];
  /** Numbers with no part named ("¿y el 6?", "la segunda"): whatever the talk is about. */
  readonly bare: readonly BareNumber[];
  /** "la línea 2 del eje 3" is { line: 2, axis: 3 }: numbers that belong together, in order. */
  readonly lineOfAxis: readonly { readonly line: number; readonly axis: number }[];
};

export type BareNumber = {
  readonly value: number;
  readonly isOrdinal: boolean;
  readonly isFeminine: boolean;
  /** "The second one": English does not tell a question from a challenge. */
  readonly isNeutral?: boolean;
  /** "El del 3". */
  readonly isOf?: boolean;
};

const YEAR_FROM = 1900;
/** Parts that carry numbers in the document; the number in "títulos del 3 al 5" belongs to challenges. */
const NUMBERED: ReadonlySet<Noun> = new Set([
  'challenge',
  'question',
  'guideline',
  'general-objective',
  'specific-objective',
  'objective',
  'axis',
  'line',
]);
/** "Preguntas del 2" are those of challenge 2; "eje 1 y del 2" goes on with axes. */
const HAS_CHALLENGE_BEHIND: ReadonlySet<Noun> = new Set([
  'question',
  'general-objective',
  'specific-objective',
  'objective',
  'guideline',
]);
const MAXIMUM_RANGE = 50;
/** Words that may follow "la segunda" when it stands for a part. */
const SMALL_WORDS = new Set(
  'que q k ke cual es dice dise trata trae pide porfa pero textual en is one asks what says does does of me se como era fue seria completa completo entera entero'.split(
    ' ',
  ),
);
/** Feminine in Spanish: "preguntas, el 4 o el 7" goes on with challenges. */
const FEMININE: ReadonlySet<Noun> = new Set(['question', 'line']);

/** Reads which parts of the document a message names. `sources` are those that the collection's documents list. */
export function readMentions(message: string, sources: readonly ListedSource[]): Mentions {
  const lexemes = lexMessage(message);
  const reading = readNumbers(lexemes);
  const numbersOf = (noun: Noun) => unique(reading.found.get(noun) ?? []);
  const nouns = lexemes.flatMap((lexeme) => (lexeme.type === 'noun' ? [lexeme] : []));
  return {
    challenges: numbersOf('challenge'),
    questions: numbersOf('question'),
    guidelines: numbersOf('guideline'),
    generalObjectives: numbersOf('general-objective'),
    objectives: unique([...numbersOf('objective'), ...numbersOf('specific-objective')]),
    axes: numbersOf('axis'),
    lines: numbersOf('line'),
    codes: [...new Set(lexemes.flatMap((lexeme) => (lexeme.type === 'code' ? [lexeme.value] : [])))],
    sources: findSources(message, sources),
    nouns: new Set([
      ...nouns.map(({ noun }) => noun),
      ...(lexemes.some(({ type }) => type === 'challenge-number') ? (['challenge'] as const) : []),
    ]),
    plurals: new Set(nouns.flatMap(({ noun, isPlural }) => (isPlural ? [noun] : []))),
    claimedCounts: reading.claimedCounts,
    years: lexemes.flatMap((lexeme) =>
      lexeme.type === 'number' && lexeme.value >= YEAR_FROM ? [lexeme.value] : [],
    ),
    bare: reading.bare,
    lineOfAxis: reading.lineOfAxis,
  };
}

/** Resolves LAST against how many there are. */
export function resolveNumbers(numbers: readonly number[], count: number): number[] {
  return unique(numbers.map((number) => (number === LAST ? count : number)));
}

type Reading = {
  readonly found: Map<Noun, number[]>;
  readonly claimedCounts: Map<Noun, number>;
  readonly bare: BareNumber[];
  readonly lineOfAxis: { line: number; axis: number }[];
};

type NumberLexeme = Extract<Lexeme, { type: 'number' }>;

function readNumbers(lexemes: readonly Lexeme[]): Reading {
  const reading: Reading = { found: new Map(), claimedCounts: new Map(), bare: [], lineOfAxis: [] };
  let current: Noun | null = null;
  let lastPlural: Noun | null = null;
  let isOpen = false;
  let rangeFrom: number | null = null;
  lexemes.forEach((lexeme, index) => {
    if (lexeme.type === 'challenge-number') push(reading, 'challenge', lexeme.value);
    if (lexeme.type === 'noun') {
      const before = lastNamed(lexemes, index);
      if (before?.type === 'number') takeNumberBefore(reading, lexeme, before);
      if (lexeme.isPlural) lastPlural = lexeme.noun;
      if (!NUMBERED.has(lexeme.noun) && lexeme.noun !== 'title') return;
      // "Títulos 1 al 4" are those of challenges.
      current = lexeme.noun === 'title' ? 'challenge' : lexeme.noun;
      isOpen = true;
    }
    if (lexeme.type === 'number') {
      const shared = sharedNoun(lexeme, lexemes.slice(index + 1));
      if (shared) push(reading, shared, lexeme.value);
      if (shared) return;
      if (belongsToNext(lexeme, nextNamed(lexemes, index)) || lexeme.value >= YEAR_FROM) return;
      if (rangeFrom !== null)
        addRange(
          reading,
          current && isOpen && lexeme.lead !== 'of' ? current : null,
          rangeFrom,
          lexeme.value,
        );
      else if (lexeme.lead === 'states' && lastPlural) reading.claimedCounts.set(lastPlural, lexeme.value);
      else if (!isLoose(lexeme, lexemes[index + 1])) takeNumber(reading, lexeme, isOpen ? current : null);
      rangeFrom = null;
    }
    if (lexeme.type === 'range') rangeFrom = lastNumber(reading, current);
    if (lexeme.type === 'stop') isOpen = false;
    if (lexeme.type === 'other') isOpen = isOpen && lexeme.text.length <= 2;
  });
  return reading;
}

// "sexto desafío" numbers it; "las 4 preguntas" claims a count; "2 pregunta" is careless for the second.
function takeNumberBefore(
  reading: Reading,
  noun: Extract<Lexeme, { type: 'noun' }>,
  { value, isOrdinal }: NumberLexeme,
): void {
  if (isOrdinal) push(reading, noun.noun, value);
  else if (noun.isPlural) reading.claimedCounts.set(noun.noun, value);
}

function takeNumber(reading: Reading, { value, isOrdinal, lead }: NumberLexeme, open: Noun | null): void {
  const isOtherGender =
    (lead === 'masculine' || lead === 'neutral') && !isOrdinal && open !== null && FEMININE.has(open);
  const isOfChallenge = open !== null && ((lead === 'of' && HAS_CHALLENGE_BEHIND.has(open)) || isOtherGender);
  if (open === 'line' && lead === 'of') push(reading, 'axis', value);
  else if (open !== null && !isOfChallenge) push(reading, open, value);
  else if (isOfChallenge) push(reading, 'challenge', value);
  // "Son tres: …" counts.
  else if ((lead !== 'none' && lead !== 'states') || isOrdinal)
    reading.bare.push({
      value,
      isOrdinal,
      isFeminine: lead === 'feminine',
      ...(lead === 'neutral' ? { isNeutral: true } : {}),
      ...(lead === 'of' ? { isOf: true } : {}),
    });
}

// "The last World Cup", "por primera vez": an ordinal before another word numbers that word, which is none of ours.
function isLoose({ isOrdinal }: NumberLexeme, next: Lexeme | undefined): boolean {
  return isOrdinal && next?.type === 'other' && !SMALL_WORDS.has(next.text);
}

// "Four guiding questions": what stands between a number and its part is passed over.
function nextNamed(lexemes: readonly Lexeme[], index: number): Lexeme | undefined {
  return lexemes.slice(index + 1, index + 3).find(({ type }) => type !== 'filler');
}

function lastNamed(lexemes: readonly Lexeme[], index: number): Lexeme | undefined {
  const [before, earlier] = [lexemes[index - 1], lexemes[index - 2]];
  return before?.type === 'filler' &&
    earlier?.type === 'number' &&
    (earlier.lead === 'none' || earlier.isOrdinal)
    ? earlier
    : before;
}

// "El primer y el segundo eje": both number the axis.
function sharedNoun({ isOrdinal }: NumberLexeme, after: readonly Lexeme[]): Noun | null {
  const end = after.findIndex(({ type }) => type !== 'link' && type !== 'filler' && type !== 'number');
  const next = after[end];
  const others = after.slice(0, Math.max(0, end)).filter(({ type }) => type === 'number');
  const areOrdinals =
    others.length > 0 && others.every((other) => other.type === 'number' && other.isOrdinal);
  return isOrdinal && areOrdinals && next?.type === 'noun' ? next.noun : null;
}

function belongsToNext(number: NumberLexeme, next: Lexeme | undefined): boolean {
  return next?.type === 'noun' && (number.isOrdinal || next.isPlural);
}

function lastNumber({ found, bare }: Reading, noun: Noun | null): number | null {
  return (noun && found.get(noun)?.at(-1)) ?? found.get('challenge')?.at(-1) ?? bare.at(-1)?.value ?? null;
}

function addRange(reading: Reading, noun: Noun | null, from: number, to: number): void {
  for (let value = from + 1; value <= Math.min(to, from + MAXIMUM_RANGE); value++) {
    if (noun) push(reading, noun, value);
    else reading.bare.push({ value, isOrdinal: false, isFeminine: false });
  }
}

function push(reading: Reading, noun: Noun, value: number): void {
  reading.found.set(noun, [...(reading.found.get(noun) ?? []), value]);
  const line = reading.found.get('line')?.[reading.lineOfAxis.length];
  if (noun === 'axis' && line !== undefined) reading.lineOfAxis.push({ line, axis: value });
}

function unique(numbers: readonly number[]): number[] {
  return [...new Set(numbers)];
}
