import type { Locale } from '../domain/collection.ts';
import { foldText } from '../domain/fold-text.ts';

const ENGLISH = new Set(
  'the of and what which how is are does do who where when why about in to for this that with can could would should you your my me it its they there many much challenge challenges document say says mention mentions please hello hi thanks thank bye goodbye from or an be have has'.split(
    ' ',
  ),
);
const SPANISH = new Set(
  'el la los las de del que y en un una unos unas por para con como cual cuales cuanto cuantos es son esta este ese eso mi tu su se lo le al donde quien hola gracias chao desafio desafios documento dice sobre si no hay me te nos pa pal po q k ke kiero quiero tengo'.split(
    ' ',
  ),
);

/** The language of a message by its small words; Spanish where nothing tells. */
export function detectLanguage(text: string): Locale {
  const words = foldText(text).match(/[a-zñ]+/g) ?? [];
  const english = words.filter((word) => ENGLISH.has(word)).length;
  const spanish = words.filter((word) => SPANISH.has(word)).length;
  return english > spanish ? 'en' : 'es';
}
