import { foldText, soundOf } from '../domain/fold-text.ts';
import { cardinalOf, isPlural, type Noun, nounOf, ordinalOf } from './terms.ts';

/** How a number is introduced: "del 3" belongs to something, "la 2" is feminine (a question, a line), "son 7" states a count. */
type NumberLead = 'none' | 'masculine' | 'neutral' | 'feminine' | 'of' | 'states';

export type Lexeme =
  | { readonly type: 'noun'; readonly noun: Noun; readonly isPlural: boolean }
  | {
      readonly type: 'number';
      readonly value: number;
      readonly isOrdinal: boolean;
      readonly lead: NumberLead;
    }
  /** "d7": a challenge's number in short. */
  | { readonly type: 'challenge-number'; readonly value: number }
  | { readonly type: 'code'; readonly value: string }
  | { readonly type: 'link' }
  | { readonly type: 'range' }
  | { readonly type: 'filler' }
  | { readonly type: 'stop' }
  | { readonly type: 'other'; readonly text: string };

const LEXEME = /\d+(?:\.\d+)+|\d+[a-zñ]*|[a-zñ]+\d{1,2}(?![a-zñ0-9])|[a-zñ]+|[,;?!.:%=]/g;
const LEADS: ReadonlyMap<string, NumberLead> = new Map([
  ...['el', 'los', 'al', 'lo', 'un'].map((word) => [word, 'masculine'] as const),
  ['the', 'neutral'],
  ...['la', 'las'].map((word) => [word, 'feminine'] as const),
  ...['del', 'dl', 'of'].map((word) => [word, 'of'] as const),
  ...['son', 'eran', 'hay', 'sean', 'fueran', 'are', 'solo', 'solamente'].map(
    (word) => [word, 'states'] as const,
  ),
]);
const LINKS = new Set(['y', 'e', 'i', 'o', 'u', 'and', 'or', ',', 'vs', 'versus', 'con']);
// Words that may stand between a part's name and its number: "objetivo general n° 1", "lineamiento estratégico 5".
const FILLERS = new Set(
  (
    'n no nº nro num numero number general generales jeneral especifico especificos espesifico espesificos estrategico estrategicos estrategica guia ' +
    'orientadora orientadoras accion acion aksion de d prioritaria strategic specific action guiding priorizado priorizados mismo mismos este ese'
  ).split(' '),
);
const PERCENT = '%';
const LAST_LEADS = new Set(['the', 'its', 'that', 'very', 'your']);
const UNITS =
  /^(?:min|mins|minutos?|horas?|hrs?|dias?|semanas?|meses|anos|años|minutes?|hours?|days?|weeks?|months?|years?)$/;
const SHORTEST_BY_SOUND = 5;
const FILLER_SOUNDS = new Set([...FILLERS].filter((word) => word.length >= SHORTEST_BY_SOUND).map(soundOf));
/** "Los dos", "esos tres": how many, not which. */
const PLURAL_LEADS = new Set([
  'los',
  'las',
  'esos',
  'esas',
  'estos',
  'estas',
  'ellos',
  'the',
  'these',
  'those',
]);

/** Splits a message into the words that name parts of a document, their numbers, and the rest. */
export function lexMessage(message: string): Lexeme[] {
  const words = foldText(message).replace(/[°º]/g, ' ').match(LEXEME) ?? [];
  return words.map((word, index) => readWord(word, words[index - 1] ?? '', words[index + 1] ?? ''));
}

function readWord(word: string, before: string, after: string): Lexeme {
  // "How long does it last?", "en 5 minutos": a verb, and a number of something else.
  if (word === 'last' && !LAST_LEADS.has(before)) return { type: 'other', text: word };
  if (/^\d+$/.test(word) && UNITS.test(after)) return { type: 'filler' };
  if (/^\d+\.\d/.test(word)) return { type: 'code', value: word };
  const short = /^(?:d|desaf\w*|reto|challenge)(\d{1,2})$/.exec(word);
  if (short) return { type: 'challenge-number', value: Number(short[1]) };
  const numbered = /^(?:n|no|nro|num)(\d{1,2})$/.exec(word);
  if (numbered) return numberLexeme(Number(numbered[1]), before, false);
  if (/^\d+$/.test(word))
    return after === PERCENT ? { type: 'filler' } : numberLexeme(Number(word), before, false);
  const ordinal = ordinalOf(word);
  if (ordinal !== null) return numberLexeme(ordinal, before || (/[^r]a$/.test(word) ? 'la' : ''), true);
  const cardinal = PLURAL_LEADS.has(before) ? null : cardinalOf(word);
  // "un", "una", "uno" are numbers only where nothing else can be meant.
  if (cardinal !== null && (word.length > 3 || !word.startsWith('un')))
    return numberLexeme(cardinal, before, false);
  if (cardinal === 1 && word !== 'un' && nounOf(before) && !nounOf(after))
    return numberLexeme(1, before, false);
  if ((word === 'al' || word === 'hasta' || word === 'to') && /^\d+$/.test(before)) return { type: 'range' };
  if (/^[;?!.:]$/.test(word)) return { type: 'stop' };
  if (LINKS.has(word)) return { type: 'link' };
  if (FILLERS.has(word) || LEADS.has(word) || isFillerMisspelt(word)) return { type: 'filler' };
  const noun = nounOf(word);
  if (noun) return { type: 'noun', noun: withQualifier(noun, before, after), isPlural: isPlural(word) };
  return { type: 'other', text: word };
}

// "Línea de acsion 2": the longer ones also by their sound.
function isFillerMisspelt(word: string): boolean {
  return word.length >= SHORTEST_BY_SOUND && FILLER_SOUNDS.has(soundOf(word));
}

function numberLexeme(value: number, before: string, isOrdinal: boolean): Lexeme {
  return { type: 'number', value, isOrdinal, lead: LEADS.get(before) ?? 'none' };
}

// "objetivo general 1" in Spanish, "general objective 1" in English.
function withQualifier(noun: Noun, before: string, after: string): Noun {
  if (noun !== 'objective') return noun;
  if (/^[gj]eneral/.test(after) || before === 'general') return 'general-objective';
  if (/^espe[cs]+ifi[ck]/.test(after) || before === 'specific') return 'specific-objective';
  return noun;
}
