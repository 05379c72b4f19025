import { plainWords } from '../domain/fold-text.ts';
import type { Passage } from '../domain/passage.ts';
import { findQuotation, quotationsIn } from './check-quotation.ts';

/** What a message wants of the passages that the last answer quoted: where they come from, why they say so, all they say, or what they say beyond it. */
export type AboutQuoted = 'origin' | 'reason' | 'whole' | 'more';

const MOST_WORDS = 14;
const MOST_WORDS_OF_WHY = 5;
const MOST_QUOTED = 2;
/** "Nombra a los «adultos mayores»". */
const WORDS_OF_A_QUOTE = 2;
const ORIGIN =
  /\b(?:de donde (?:sale|salio|viene|vino|saca\w*|sacaron|es)|de (?:que|q|k|cual) (?:documento|estrategia|politica|parte|fuente|seccion|plan) (?:sale|viene|es|salio|lo saca\w*)|(?:donde|en (?:que|q) parte) (?:dice|sale|esta|aparece|lo dice|se dice|lo encuentro) (?:eso|esa|ese|esto|escrito)|(?:quien|cual) (?:lo )?(?:dice|afirma|plantea) (?:eso|esto)|quien lo dice|es[ao] (?:lo |la )?(?:dice|afirma|pregunta|plantea|sale|es|esta|viene)\w* .*\bo\b|es[ao] (?:sale|viene|es|salio) de|(?:lo|la) (?:afirma|pregunta|dice)n? o (?:lo|la)? ?\w+|es[ao] (?:mismo )?en (?:que|cual) (?:eje|desafio|parte|pregunta|linea|objetivo|estrategia|lineamiento)|en (?:que|cual) (?:eje|desafio|pregunta|linea|objetivo|estrategia|lineamiento) (?:esta|sale|va|aparece|cae) es[ao]|cual es la fuente(?: de (?:eso|esa\w*|esto))?$|where (?:does|is) (?:that|it|this) (?:come|from|say|said|written)|where did (?:that|you)|(?:which|what) (?:document|strategy|policy|part|source) (?:is|does) (?:that|it|this)|who says (?:that|so|it))/;
/** "¿Y qué se propone frente a eso?": the rest of the passage says it. */
const THEREUPON =
  /^(?:(?:y|entonces|and) )*(?:que|q|como|what) (?:se |is )?(?:propone|plantea|hace|sugiere|quiere|busca|proposed|suggested)\w* (?:\w+ ){0,4}(?:eso|esto|ello|that|this)$/;
const REASON = /^(?:(?:y|e|pero|ya|ok|oye|and) )*(?:por ?que|porque|xq|pq|x que|why|how come)\b/;
const WHOLE =
  /\b(?:palabras exactas|(?:frase|cita|texto|parrafo|pasaje|pregunta) (?:textual|literal|exact[oa]|complet[oa]|enter[oa])|textual\w*|tal cual|al pie de la letra|(?:lo|la) (?:quiero |necesito |puedes? poner )?(?:complet[oa]|enter[oa])|(?:parrafo|pasaje|pregunta|frase|cita) (?:entera|entero|completa|completo)|exact words|word for word|verbatim|(?:no|ni) entend\w+|explica(?:me|melo|mela|lo)?(?: (?:mas|eso|en) \w+)?$|en (?:simple|facil|chileno|palabras simples)|(?:in )?simpler?(?: words)?$|in full|full (?:text|passage|question|quote))\b/;
/** "¿Qué otras actividades nombra?": more of the passage than was shown. */
const MORE =
  /\b(?:(?:que|q|cuales) otr[oa]s (?!desaf|reto|preg|estrateg|politic|lineam|objetiv|ejes)\w+ (?:\w+ )?(?:dice|pone|nombra|menciona|sale|hay|incluye|aparece)\w*|(?:a )?(?:que|q|quien(?:es)?|cual(?:es)?) mas (?:\w+ ){0,3}(?:dice|pone|nombra|menciona|incluye|toma|considera|hay|sale|aparece)\w*|what else does (?:it|that) (?:say|list))/;

/** Null where the message names a part of its own, or is about something else. */
export function readAboutQuoted(message: string): AboutQuoted | null {
  const said = plainWords(message);
  const words = said.split(' ').length;
  if (words > MOST_WORDS || /\d/.test(said)) return null;
  if (REASON.test(said)) return words <= MOST_WORDS_OF_WHY ? 'reason' : null;
  if (ORIGIN.test(said)) return 'origin';
  if (MORE.test(said) || THEREUPON.test(said)) return 'more';
  return WHOLE.test(said) ? 'whole' : null;
}

/** The passages that an answer quotes, in its order, at most two; what it quotes of elsewhere is left out. */
export function findQuoted(answer: string, passages: readonly Passage[]): readonly Passage[] {
  const quoted = quotationsIn(answer, WORDS_OF_A_QUOTE).flatMap(
    (words) => findQuotation(words, passages)?.passage ?? [],
  );
  return [...new Set(quoted)].slice(0, MOST_QUOTED);
}
