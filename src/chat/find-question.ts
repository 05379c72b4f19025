import { foldText } from '../domain/fold-text.ts';

/** Messages up to this many words are taken as they are: their question is not buried. */
const LONG_WORDS = 35;
const ASKING =
  /(?:mi pregunta es|la pregunta es|mi duda es|la duda es|lo que (?:yo )?(?:quiero|queremos|quisiera|necesito|necesitamos) saber(?: es)?|(?:quiero|queremos|quisiera|quisieramos|queria|queriamos|necesito|necesitamos|me gustaria|nos gustaria|me interesa|nos interesa) (?:saber|entender|averiguar|confirmar|consultar|preguntar|conocer)|(?:busco|necesito|quiero|quisiera|me gustaria) (?:una?|la|el|algun[ao]?) (?=cita|frase|parrafo|parte|pregunta)|te pregunto|pregunto|(?:lo que )?(?:me|nos) falta(?:n|ba)? (?:saber|tener|averiguar)?|lo que (?:me |nos )?(?:falta|interesa|urge|piden)\w*(?: [a-zñ]+){0,4} (?:es|son)|la consulta es|mi consulta es|entonces|my question is|i want to know|i would like to know)[\s:,]*/g;

/** "¿…? Es para un informe", "¿…? Gracias": what follows a question and asks for nothing. */
const AFTERTHOUGHT =
  /(?<=\?)\s+(?:es (?:para|pa|que)|para|pa|porque|me basta\w*|creo|pienso|supongo|me imagino|lo necesito|la necesito|es urgente|(?:de antemano |muchas |desde ya )*gracias|por ?fa(?:vor|vorcito)?|saludos|thanks?|thank you|it is for|it's for|please)\b[^?¿]*$/iu;

/** The message without the reason or the thanks after its question. */
export function withoutAfterthought(text: string): string {
  return text.replace(AFTERTHOUGHT, '');
}

/**
 * The question inside a long message: its last «¿…?» with the clause before it, or what follows "mi pregunta es". The rest of the
 * message is context. Short messages are their own question.
 */
export function findQuestion(
  text: string,
  isEmptyTalk: (text: string) => boolean,
): { readonly question: string; readonly context: string } {
  const at = questionStart(text);
  const isLong = text.trim().split(/\s+/).length > LONG_WORDS;
  if (at === null || at === 0 || (!isLong && !isEmptyTalk(text.slice(0, at))))
    return { question: text, context: '' };
  return { question: text.slice(at).trim(), context: text.slice(0, at).trim() };
}

function questionStart(text: string): number | null {
  const marks = [...text.matchAll(/¿[^?¿]{8,}\?/g)].map(({ index }) => index);
  const first = marks[0];
  // Several questions in a row belong together.
  if (first !== undefined) return first;
  const folded = foldText(text);
  if (folded.length !== text.length) return null;
  const phrases = [...folded.matchAll(ASKING)].map(({ index }) => index);
  return phrases.at(-1) ?? lastSentenceStart(text) ?? colonStart(text);
}

function lastSentenceStart(text: string): number | null {
  if (!text.trimEnd().endsWith('?')) return null;
  const at = Math.max(
    text.lastIndexOf('. '),
    text.lastIndexOf('; '),
    text.lastIndexOf(': '),
    text.lastIndexOf('! '),
  );
  return at > 0 ? at + 2 : null;
}

/** "Apuntes para la prueba: los ejes de la ERI". */
function colonStart(text: string): number | null {
  const before = /^[^:?¿]{8,80}:\s+/.exec(text)?.[0];
  return before ? before.length : null;
}
