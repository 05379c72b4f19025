import type { Locale } from '../domain/collection.ts';
import type { Turn } from '../domain/conversation.ts';
import { foldText } from '../domain/fold-text.ts';

const YES_WORDS = new Set(
  'si sip ya dale bueno ok okey claro obvio por favor porfa po gracias yes please sure do go ahead'.split(
    ' ',
  ),
);
/** Said alone they take nothing up. */
const THANKS = new Set(['gracias', 'thanks']);
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
const ARE_YOU_SURE = /^(?:pero |y |oye |mmm |ya )*(?:esta|estas) segur[oa]|^(?:are you|r u) sure/;
const MOST_WORDS = 12;
/** "My Spanish is basic, could you say that in English?" */
const THAT_IN_ENGLISH =
  /\b(?:that|it|eso|esto|lo mismo|\w{3,}(?:melo|lo)) (?:\w+ ){0,2}(?:in english|en ingles)$/;
/** "Uy, me equivoqué de número, era el 2", "no esa, me refería a la de innovación": what was meant follows. */
const CORRECTION =
  /^(?:(?:uy|ay|no|nono|perd[oó]n|disculp[ae]|pucha|chuta|ups|sorry|oops|mentira|digo|espera)[\s,.:;!]+)*(?:no\s+(?:es[aoe]|[eé]se?|[eé]sa|el|la|al)\b[^,.;]{0,12}[\s,.;]+(?:sino|si no)?\s*)?(?:(?:me\s+)?(?:e[qk]u?i[vb]o[qck]u?[eé]|confund[ií]|pas[eé])(?:\s+de\s+(?:n[uú]mero|desaf[ií]o|l[ií]nea))?[\s,.:;]+)?(?:(?:yo\s+)?(?:quise decir|quer[ií]a decir|me refer[ií]a|me refiero|hablaba|preguntaba|era|es|i meant?|it was)\s+)?(?:por\s+|a\s+|de\s+)?((?:el|la|lo|los|las|al|the)\s+(?!otr|anterior|siguiente|pr[oó]xim|[uú]ltim|other|previous)\S.{0,40})$/iu;
const SAYS_SO =
  /\b(?:no|perd[oó]n|e[qk]u?i[vb]o|confund|quise|quer[ií]a decir|refer[ií]a|refiero|mentira|digo|meant?|sorry|ups|oops)/iu;

/** "No el 3, el 4", "no al 3 sino al 4": what comes last is meant; null where nothing is put right. */
function readCorrection(text: string): string | null {
  const meant = SAYS_SO.test(text) ? CORRECTION.exec(text.trim())?.[1] : undefined;
  const last = meant?.split(/\bsino\b\s*|,\s*(?=(?:el|la|al|las|los)\s)/i).at(-1);
  return last ? last.replace(/^al\s/i, 'el ') : null;
}

/**
 * Messages that only make sense as the continuation of the last ones: "sí" takes up the question that the assistant asked back,
 * "¿y en inglés?" asks the last question again in another language. Any other message is itself.
 */
export function resumeTalk(
  text: string,
  turns: readonly Turn[],
): { readonly text: string; readonly locale: Locale | undefined } {
  const meant = turns.length > 0 ? readCorrection(text) : null;
  if (meant !== null) return { text: `¿y ${meant}`, locale: undefined };
  const words = foldText(text).match(/[a-zñ]+/g) ?? [];
  const lastAnswer = turns.findLast(({ role }) => role === 'assistant')?.content ?? '';
  const lastQuestion = turns.findLast(({ role }) => role === 'user')?.content;
  if (words.length > 0 && words.length <= MOST_YES_WORDS && words.every((word) => YES_WORDS.has(word))) {
    if (words.every((word) => THANKS.has(word))) return { text, locale: undefined };
    const offered = lastAnswer
      .replace(/«[^»]*»/g, ' ')
      .match(/¿[^?¿]+\?/g)
      ?.at(-1);
    return { text: offered ?? text, locale: undefined };
  }
  if (lastQuestion !== undefined && THAT_IN_ENGLISH.test(words.join(' ')))
    return { text: lastQuestion, locale: 'en' };
  if (lastQuestion !== undefined && words.length <= MOST_WORDS) {
    const said = words.join(' ');
    if (TO_THE_LETTER.test(said) && !NAMES_A_PART.test(said) && !/\d/.test(text))
      return { text: lastQuestion, locale: undefined };
    if (ARE_YOU_SURE.test(said) && !/\?\s*¿/.test(text)) return { text: lastQuestion, locale: undefined };
    if (words.length <= SWITCH_WORDS && IN_ENGLISH.test(said)) return { text: lastQuestion, locale: 'en' };
    if (words.length > SWITCH_WORDS) return { text, locale: undefined };
    if (REPEAT.test(said)) return { text: lastQuestion, locale: undefined };
    if (IN_SPANISH.test(said)) return { text: lastQuestion, locale: 'es' };
  }
  return { text, locale: undefined };
}
