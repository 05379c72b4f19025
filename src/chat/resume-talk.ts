import type { Locale } from '../domain/collection.ts';
import type { Turn } from '../domain/conversation.ts';
import { foldText } from '../domain/fold-text.ts';

const YES_WORDS = new Set(
  'si sip ya dale bueno ok okey claro obvio por favor porfa po gracias yes please sure do go ahead'.split(
    ' ',
  ),
);
const MOST_YES_WORDS = 4;
const IN_ENGLISH = /\b(?:en ingles|in english)\b/;
const IN_SPANISH = /\b(?:en espanol|en castellano|in spanish)\b/;
const REPEAT =
  /^(?:(?:me )?(?:lo )?(?:repite\w*|repita\w*)|otra vez|de nuevo|repeat|say (?:it|that) again|again)(?: (?:por favor|porfa|eso|it|that|please))*$/;
/** "Dímelo con las palabras exactas": the last question again, whose answer quotes; not "el título textual del 4". */
const TO_THE_LETTER =
  /\b(?:palabras exactas|textual\w*|literal\w*|el pasaje|la cita|exact words|word for word)\b/;
const NAMES_A_PART =
  /\b(?:titulo|pregunta|desafio|reto|lineamiento|objetivo|eje|linea|estrategia|politica|title|question|challenge)\w*/;
const SWITCH_WORDS = 7;

/**
 * Messages that only make sense as the continuation of the last ones: "sí" takes up the question that the assistant asked back,
 * "¿y en inglés?" asks the last question again in another language. Any other message is itself.
 */
export function resumeTalk(
  text: string,
  turns: readonly Turn[],
): { readonly text: string; readonly locale: Locale | undefined } {
  const words = foldText(text).match(/[a-zñ]+/g) ?? [];
  const lastAnswer = turns.findLast(({ role }) => role === 'assistant')?.content ?? '';
  const lastQuestion = turns.findLast(({ role }) => role === 'user')?.content;
  if (words.length > 0 && words.length <= MOST_YES_WORDS && words.every((word) => YES_WORDS.has(word))) {
    const offered = lastAnswer.match(/¿[^?¿]+\?/g)?.at(-1);
    return { text: offered ?? text, locale: undefined };
  }
  if (lastQuestion !== undefined && words.length <= SWITCH_WORDS) {
    const said = words.join(' ');
    if (IN_ENGLISH.test(said)) return { text: lastQuestion, locale: 'en' };
    if (REPEAT.test(said) || (TO_THE_LETTER.test(said) && !NAMES_A_PART.test(said) && !/\d/.test(text)))
      return { text: lastQuestion, locale: undefined };
    if (IN_SPANISH.test(said)) return { text: lastQuestion, locale: 'es' };
  }
  return { text, locale: undefined };
}
