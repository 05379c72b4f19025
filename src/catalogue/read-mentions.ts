import type { ListedSource } from '../domain/challenge.ts';
import { foldText } from '../domain/fold-text.ts';
import { findSources } from './find-sources.ts';
import { cardinalOf, isPlural, LAST, type Noun, nounOf, ordinalOf } from './terms.ts';

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
  /** Counts claimed of a part: "tiene 5 ejes" is { axis: 5 }. */
  readonly claimedCounts: ReadonlyMap<Noun, number>;
  /** Numbers with an article and no noun ("¿y el 6?"): whatever the talk is about. */
  readonly bare: readonly number[];
};

type Word =
  | { readonly type: 'noun'; readonly noun: Noun; readonly isPlural: boolean }
  | {
      readonly type: 'number';
      readonly value: number;
      readonly isOrdinal: boolean;
      readonly hasArticle: boolean;
    }
  | { readonly type: 'code'; readonly value: string }
  | { readonly type: 'link' }
  | { readonly type: 'range' }
  | { readonly type: 'filler' }
  | { readonly type: 'other'; readonly text: string };

const LEXEME = /\d+(?:\.\d+)+|\d+[a-zñ]*|[a-zñ]+(?:\/[a-zñ]+)?|[,;?!.:%]/g;
const ARTICLES = new Set(['el', 'la', 'los', 'las', 'del', 'al', 'lo', 'the', 'l']);
const LINKS = new Set(['y', 'e', 'i', 'o', 'u', 'and', 'or', ',', 'vs', 'versus', 'con']);
// Words that may stand between a part's name and its number: "objetivo general n° 1", "lineamiento estratégico 5".
const FILLERS = new Set([
  'n',
  'no',
  'nº',
  'nro',
  'num',
  'numero',
  'number',
  'general',
  'generales',
  'jeneral',
  'especifico',
  'especificos',
  'estrategico',
  'estrategicos',
  'estrategica',
  'guia',
  'orientadora',
  'orientadoras',
  'accion',
  'de',
  'prioritaria',
  'strategic',
  'specific',
  'action',
  'guiding',
  'priorizado',
  'priorizados',
  'mismo',
]);
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

/** Reads which parts of the document a message names. `sources` are those that the collection's documents list. */
export function readMentions(message: string, sources: readonly ListedSource[]): Mentions {
  const words = lex(message);
  const found = new Map<Noun, number[]>();
  const claimedCounts = new Map<Noun, number>();
  const bare: number[] = [];
  const codes: string[] = [];
  let current: Noun | null = null;
  let isOpen = false;
  let rangeFrom: number | null = null;
  words.forEach((word, index) => {
    if (word.type === 'code') codes.push(word.value);
    if (word.type === 'noun') {
      const before = numberBefore(words, index);
      if (before?.isOrdinal) push(found, word.noun, before.value);
      else if (before && word.isPlural) claimedCounts.set(word.noun, before.value);
      if (!NUMBERED.has(word.noun)) return;
      current = word.noun;
      isOpen = true;
      return;
    }
    if (word.type === 'number') {
      const next = words[index + 1];
      const belongsToNext = next?.type === 'noun' && (word.isOrdinal || next.isPlural);
      if (belongsToNext || word.value >= YEAR_FROM) return;
      if (rangeFrom !== null)
        addRange(current && isOpen ? (found.get(current) ?? []) : bare, rangeFrom, word.value);
      else if (current && isOpen) push(found, current, word.value);
      else if (word.hasArticle || word.isOrdinal) bare.push(word.value);
      rangeFrom = null;
      return;
    }
    if (word.type === 'range') {
      rangeFrom = lastNumber(found, current) ?? bare.at(-1) ?? null;
      return;
    }
    if (word.type === 'other') isOpen = isOpen && word.text.length <= 2;
  });
  return {
    challenges: unique(found.get('challenge')),
    questions: unique(found.get('question')),
    guidelines: unique(found.get('guideline')),
    generalObjectives: unique(found.get('general-objective')),
    objectives: unique([...(found.get('objective') ?? []), ...(found.get('specific-objective') ?? [])]),
    axes: unique(found.get('axis')),
    lines: unique(found.get('line')),
    codes: [...new Set(codes)],
    sources: findSources(message, sources),
    nouns: new Set(words.flatMap((word) => (word.type === 'noun' ? [word.noun] : []))),
    plurals: new Set(words.flatMap((word) => (word.type === 'noun' && word.isPlural ? [word.noun] : []))),
    claimedCounts,
    bare: unique(bare),
  };
}

/** Resolves LAST against how many there are. */
export function resolveNumbers(numbers: readonly number[], count: number): number[] {
  return unique(numbers.map((number) => (number === LAST ? count : number)));
}

function lex(message: string): Word[] {
  const lexemes = foldText(message).replace(/[°º]/g, ' ').match(LEXEME) ?? [];
  return lexemes.map((lexeme, index) =>
    readLexeme(lexeme, lexemes[index - 1] ?? '', lexemes[index + 1] ?? ''),
  );
}

function readLexeme(lexeme: string, before: string, after: string): Word {
  if (/^\d+\.\d/.test(lexeme)) return { type: 'code', value: lexeme };
  const short = /^(?:d|desafio|reto)(\d{1,2})$/.exec(lexeme);
  if (short) return { type: 'number', value: Number(short[1]), isOrdinal: false, hasArticle: true };
  if (/^\d+$/.test(lexeme)) return numberWord(Number(lexeme), before, false);
  const ordinal = ordinalOf(lexeme);
  if (ordinal !== null) return numberWord(ordinal, before, true);
  const cardinal = cardinalOf(lexeme);
  // "un", "una", "uno" are numbers only where nothing else can be meant.
  if (cardinal !== null && (lexeme.length > 3 || !/^un/.test(lexeme)))
    return numberWord(cardinal, before, false);
  if (cardinal === 1 && lexeme !== 'un' && nounOf(before) && !nounOf(after))
    return numberWord(1, before, false);
  if (lexeme === 'al' || lexeme === 'hasta' || lexeme === 'to') {
    if (/^\d+$/.test(before)) return { type: 'range' };
  }
  if (LINKS.has(lexeme)) return { type: 'link' };
  if (FILLERS.has(lexeme) || ARTICLES.has(lexeme)) return { type: 'filler' };
  const noun = nounOf(lexeme);
  if (noun) return { type: 'noun', noun: withQualifier(noun, before, after), isPlural: isPlural(lexeme) };
  return { type: 'other', text: lexeme };
}

function numberWord(value: number, before: string, isOrdinal: boolean): Word {
  return { type: 'number', value, isOrdinal, hasArticle: ARTICLES.has(before) };
}

// "objetivo general 1" in Spanish, "general objective 1" in English.
function withQualifier(noun: Noun, before: string, after: string): Noun {
  if (noun !== 'objective') return noun;
  if (/^[gj]eneral/.test(after) || before === 'general') return 'general-objective';
  if (/^espe[cs]+ifi[ck]/.test(after) || before === 'specific') return 'specific-objective';
  return noun;
}

function numberBefore(words: readonly Word[], index: number) {
  const before = words[index - 1];
  return before?.type === 'number' ? before : null;
}

function lastNumber(found: ReadonlyMap<Noun, readonly number[]>, noun: Noun | null): number | null {
  return (noun && found.get(noun)?.at(-1)) ?? null;
}

function addRange(numbers: number[], from: number, to: number): void {
  for (let number = from + 1; number <= Math.min(to, from + 50); number++) numbers.push(number);
}

function push(found: Map<Noun, number[]>, noun: Noun, value: number): void {
  found.set(noun, [...(found.get(noun) ?? []), value]);
}

function unique(numbers: readonly number[] = []): number[] {
  return [...new Set(numbers)];
}
