import { editDistance } from '../domain/edit-distance.ts';
import { foldText, soundOf } from '../domain/fold-text.ts';

/** The parts of a challenge list, as a message may name them. */
export type Noun =
  | 'challenge'
  | 'question'
  | 'title'
  | 'guideline'
  | 'general-objective'
  | 'specific-objective'
  | 'objective'
  | 'axis'
  | 'line'
  | 'source'
  | 'strategy'
  | 'reference'
  | 'document';

/** Words for each part, in Spanish first and English second; plural forms are found by their singular. */
const NOUN_WORDS: Readonly<Record<Noun, readonly string[]>> = {
  challenge: ['desafio', 'reto', 'challenge', 'desaf'],
  question: ['pregunta', 'interrogante', 'question', 'preg', 'pregs'],
  title: ['titulo', 'nombre', 'title', 'name'],
  guideline: ['lineamiento', 'guideline', 'lineam'],
  'general-objective': [],
  'specific-objective': [],
  objective: ['objetivo', 'objective', 'goal', 'obj', 'objs'],
  axis: ['eje', 'axis', 'axes', 'pilar', 'pillar'],
  line: ['linea', 'line', 'linia'],
  source: ['fuente', 'source', 'bibliografia'],
  strategy: ['estrategia', 'strategy', 'politica', 'policy'],
  reference: ['referencia', 'reference', 'fundamento', 'respaldo'],
  document: ['documento', 'document', 'texto', 'pdf'],
};

const WORD_TO_NOUN: ReadonlyMap<string, Noun> = new Map(
  Object.entries(NOUN_WORDS).flatMap(([noun, words]) => words.map((word) => [word, noun as Noun] as const)),
);

const CARDINALS = [
  'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince',
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen',
].map((words) => words.split(' '));

const ORDINALS = [
  'cero primero segundo tercero cuarto quinto sexto septimo octavo noveno decimo undecimo duodecimo',
  'zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth',
].map((words) => words.split(' '));

const NUMBER_WORDS: ReadonlyMap<string, number> = new Map([
  ...CARDINALS.flatMap((words) => words.map((word, number) => [word, number] as const)),
  ['una', 1],
  ['un', 1],
]);

const ORDINAL_WORDS: ReadonlyMap<string, number> = new Map([
  ...ORDINALS.flatMap((words) =>
    words.flatMap((word, number) => [[word, number] as const, [word.replace(/o$/, 'a'), number] as const]),
  ),
  ['primer', 1],
  ['tercer', 3],
  ['setimo', 7],
]);

/** "último": the last of whatever is counted. */
export const LAST = -1;

/** Index of "last" words, told apart from numbers because what they mean depends on how many there are. */
const LAST_WORDS: ReadonlySet<string> = new Set(['ultimo', 'ultima', 'last']);

/** Words one slip away from a part's name. */
const NOT_PARTS: ReadonlySet<string> = new Set([
  'nombra',
  'nombran',
  'nombrar',
  'nombras',
  'nombro',
  'retro',
  'linda',
  'fuerte',
  'hombre',
  'hombres',
]);

/** "Diferencia", however spelt, is two letters away from "referencia". */
const DIFFERENCE = soundOf('diferencia').slice(0, -2);

export function nounOf(word: string): Noun | null {
  const folded = foldText(word);
  if (NOT_PARTS.has(folded) || soundOf(folded).startsWith(DIFFERENCE)) return null;
  for (const form of singularForms(folded)) {
    const noun = WORD_TO_NOUN.get(form);
    if (noun) return noun;
  }
  return folded.length < 5 ? null : nounNear(folded);
}

/** True for "desafíos", "ejes": a plural asks for all of them. */
export function isPlural(word: string): boolean {
  return /[aeiouxn]s$|es$/.test(foldText(word)) && foldText(word) !== 'axis';
}

export function cardinalOf(word: string): number | null {
  return NUMBER_WORDS.get(foldText(word)) ?? null;
}

/** 1 for "primera", 6 for "6to" or "sexto", LAST for "último"; null for other words. */
export function ordinalOf(word: string): number | null {
  const folded = foldText(word);
  if (LAST_WORDS.has(folded)) return LAST;
  const suffixed = /^(\d{1,2})(?:er|ro|ra|do|da|to|ta|mo|ma|vo|va|no|na|o|a|st|nd|rd|th)$/.exec(folded);
  if (suffixed) return Number(suffixed[1]);
  return ORDINAL_WORDS.get(folded) ?? null;
}

function singularForms(word: string): string[] {
  // "Preguntitas" are questions.
  const plain = word.replace(/it([oa]s?)$/, '$1');
  return [word, plain, plain.replace(/s$/, ''), word.replace(/s$/, ''), word.replace(/es$/, '')];
}

// "ojetivo", "dezafios", "lineamyento": one slip for words of five letters and more, two from nine on.
function nounNear(folded: string): Noun | null {
  const sound = soundOf(folded.replace(/s$/, ''));
  for (const [word, noun] of WORD_TO_NOUN) {
    if (word.length < 6) continue;
    const limit = word.length >= 9 ? 2 : 1;
    if (editDistance(sound, soundOf(word), limit) <= limit) return noun;
  }
  return null;
}
