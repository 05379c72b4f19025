import type { TextSpan } from '../domain/text-span.ts';
import type { Token } from '../ports/text-analyzer.ts';

/** What leads up to an order to whoever judges. */
const POLITE = String.raw`(?:(?:por favor|please|importante|important|atenci[oó]n|attention|nota para \p{L}{1,20} \p{L}{1,20}|note to \p{L}{1,20} \p{L}{1,20}|asistente|assistant|sistema|system|evaluador|evaluadora|ia|ai)[\s:,.-]{1,4}){0,3}`;
const FEW_WORDS = String.raw`(?:[\p{L}«"“]{1,30}\s{1,3}){0,5}?`;
const TOP_MARK = String.raw`(?:(?:m[aá]xim[oa]|mejor|perfect[oa])\s+(?:puntaje|nota|puntuaci[oó]n|calificaci[oó]n)|(?:puntaje|nota|puntuaci[oó]n|calificaci[oó]n)\s+(?:m[aá]s alta|m[aá]xim[oa]|perfect[oa]|complet[oa]|(?:de\s+)?\d))`;
const TO_CHALLENGE = String.raw`(?:como|en|al|para|a)\s+(?:el\s+)?(?:desaf[ií]o|challenge)\s{0,2}(?:n[°º]\s{0,2})?\d`;
const ORDERS = [
  String.raw`(?:ignor[ae]n?|ignorar|olvid[ae]n?|olv[ií]date\s+de|omit[ae]n?|descart[ae]n?)\s+${FEW_WORDS}(?:instrucci[oó]n(?:es)?|reglas|indicaciones|lo anterior|criterios|prompt)`,
  String.raw`(?:ignore|disregard|forget|override)\s+${FEW_WORDS}(?:instructions?|rules|above|prompts?|criteria)`,
  String.raw`(?:asign[ae]n?|asignar|pon(?:ga|le|er)?|dale|den|otorg(?:a|ar|ue)|da(?:me|le|r)?|punt[uú]a(?:r|la)?|calific(?:a|ar|ue)|eval[uú]a(?:r|la)?|eval[uú]e|clasific(?:a|ar|ala)|clasifique|marc(?:a|ar)|marque|ubic(?:a|ar)|ubique|recom(?:ienda|iende|endar))\s+${FEW_WORDS}(?:\d{1,3}\s?%?\s?(?:puntos\s+)?${TO_CHALLENGE}|${TOP_MARK}|${TO_CHALLENGE})`,
  String.raw`(?:marc(?:a|ar)|marque|mark|label)\s+${FEW_WORDS}(?:como|as)\s+(?:cubre|cubiert[oa]s?|covers|covered)`,
  String.raw`(?:assign|give|grant|rate|score|rank|classify|mark|label|set)\s+${FEW_WORDS}(?:\d{1,3}\s?(?:%|points?|percent)?\s?(?:to|for|under|in)\s+(?:the\s+)?challenge|(?:maximum|highest|top|full|perfect)\s+(?:score|marks?|rating|points|grade)|(?:as|to|in|under)\s+challenge\s?\d)`,
  String.raw`(?:responde|contesta)\s+(?:s[oó]lo|solamente|[uú]nicamente|siempre)\s+(?:con|que)\b`,
  String.raw`(?:answer|respond|reply|output)\s+(?:only|always|just)\s+(?:with|that)\b`,
  String.raw`(?:eres|act[uú]a como|ahora eres|you are now|act as|pretend to be)\s+(?:un\s+|una\s+|an?\s+)?(?:evaluador|asistente|jurado|evaluator|assistant|dan|ia|ai)\b`,
  String.raw`(?:debes|you must)\s+(?:clasificar|calificar|puntuar|aprobar|rank|rate|score|classify|approve)`,
  String.raw`(?:repite|repeat|muestra|show|reveal|revela|print)\s+${FEW_WORDS}(?:prompt|tus instrucciones|your instructions|everything above|verbatim)`,
  String.raw`\[?\s?system\s(?:override|prompt|message)\b`,
  String.raw`<\/?\s?(?:contexto|context|sistema|system|instrucciones|instructions|user|assistant|idea)\s?>`,
];
const ORDER = new RegExp(String.raw`(?<![\p{L}\p{N}])${POLITE}(?:${ORDERS.join('|')})`, 'giu');
/** Text that shows nothing to a reader but reaches a machine, and long blobs that may carry an order in disguise. */
const HIDDEN = /[\u{E0000}-\u{E007F}]+|[\u202A-\u202E\u2066-\u2069]+/gu;
const BLOB = /[A-Za-z0-9+/=_-]{40,}/gu;
/** An idea may say which challenge it is meant for; that is not evidence that it fits. */
const CHALLENGE_CLAIM = /(?:desaf[ií]o|challenge)s?\s*(?:n[°º.]*\s*|n[uú]mero\s*|number\s*)?\d{1,2}\b/giu;

/** Spans of orders to the judge, each to the end of its sentence, and of text hidden from readers. */
export function findOrders(text: string, sentences: readonly TextSpan[]): readonly TextSpan[] {
  const orders = [...text.matchAll(ORDER)].map((match) => {
    const sentence = sentences.find(({ start, end }) => match.index < end && start <= match.index);
    const end = Math.max(match.index + match[0].length, sentence?.end ?? 0);
    return { start: match.index, end };
  });
  return [...orders, ...spansOf(text, HIDDEN), ...spansOf(text, BLOB)];
}

export function findChallengeClaims(text: string): readonly TextSpan[] {
  return spansOf(text, CHALLENGE_CLAIM);
}

/** Sentences that heap up keywords: one word again and again, or a bare list of many. */
export function findStuffing(
  tokens: readonly Token[],
  sentences: readonly TextSpan[],
  text: string,
): readonly TextSpan[] {
  return sentences.filter((sentence) => {
    const words = tokens.filter(({ start, end }) => start >= sentence.start && end <= sentence.end);
    return isRepetition(words) || isBareList(words, text.slice(sentence.start, sentence.end));
  });
}

function isRepetition(words: readonly Token[]): boolean {
  const content = words.filter(({ isStopWord }) => !isStopWord);
  const counts = new Map<string, number>();
  for (const { stem } of content) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return most >= 4 && most / content.length >= 0.3;
}

function isBareList(words: readonly Token[], sentence: string): boolean {
  const separators = sentence.split(/[,;|#•]/u).length - 1;
  const glue = words.filter(({ isStopWord }) => isStopWord).length;
  return words.length >= 8 && separators >= 6 && glue / words.length <= 0.06;
}

function spansOf(text: string, pattern: RegExp): TextSpan[] {
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
}
