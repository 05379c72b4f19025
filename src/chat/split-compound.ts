import { plainWords } from '../domain/fold-text.ts';

/** Where a second question begins: "y cuál…", "; ¿en qué…", "y saber si…", "y las preguntas…". */
const CONJUNCTION = String.raw`(?:[,;.?]\s*|\s)(?:y|e|i|and)\s+`;
const PREPOSITION = String.raw`(?:(?:a|en|de|para|con|por|hasta|desde|sobre)\s+)?`;
const INTERROGATIVE = `(?:q|k|que|qué|(?:el|la|los|las) (?:que|q|k)|cu[aá]l(?:es)?|cu[aá]nt[oa]s?|d[oó]nde|cu[aá]ndo|qui[eé]n(?:es)?|c[oó]mo|which|what|how|where|when|who|does|do|is|are)`;
const INDIRECT = String.raw`(?:saber|dime|decirme|expl[ií]ca\w*|mu[eé]stra\w*|lista\w*|list|explain|show|tell|give|name|si (?:hay|piden|tiene|se|es|son|existe|puedo|dan|pagan|nombra|menciona|dice|habla))`;
const PART = String.raw`(?:(?:el|la|los|las|sus?|the|its|their)\s+)?(?:t[ií]tulos?|nombres?|preguntas?|ejes?|l[ií]neas?|axes|a[ñn]o|cantidad|n[uú]mero|estrategias?|lineamientos?|objetivos?|title|name|questions?|number)`;
/** "… : título y preguntas": a part's name is a question in itself. */
const PART_ALONE = new RegExp(`^${PART}$`, 'iu');
/** "Por otro lado", "también": a second thing follows, however it is asked. */
const BESIDES = String.raw`(?:[,;.?]\s*(?:(?:y|e|and)[,\s]+)?|\s(?:y|e|and)[,\s]+)(?:por otro lado|por otra parte|adem[aá]s|aparte|tambi[eé]n|also|separately)(?!\s+de\b)[,:]?\s+(?!(?:(?:en|a|con|de)\s+)?(?:el|al|del|la)\s+(?:\d|del?\b))`;
/** "Necesito dos cosas. Primero, … Segundo, …": each is a question, what stands before the first is none. */
const ENUMERATED = String.raw`(?:^|[.;:,]\s*|\s)(?:(?:lo\s+)?(?:primero|segundo|tercero|first|second|third|uno|dos)[,:]|la (?:primera|segunda|tercera|una|otra)[,:]|(?:y )?lo (?:primero|segundo|tercero|otro) es|\(?[abc123]\))\s+`;
const FIRST = /^\W*(?:(?:lo\s+)?(?:primero|first|uno)|la (?:primera|una)|lo primero es|\(?[1a]\))/i;
/** What follows a question and is none: thanks, reasons, "tírame la lista nomás". */
const AFTERTHOUGHT = String.raw`(?:t[ií]r|d[aá]me|d[ií]me|m[aá]nd|p[aá]s[ae]|por ?fa|gracias|muchas|tod[oa]s\b|la lista|lista|nom[aá]s|please|thank|es que|es para|necesito|quiero|busco|ando|por\b|ya que|ojal|porque|para\b|pa\b|que\b|pero\b|o\b|si\b|no\b|sin\b|aunque|yo\b|soy|somos|estoy|tengo|vivo|mis?\b|my\b|me\b|saludos|just\b|i\b|so\b)`;
const SECOND_QUESTION = new RegExp(
  String.raw`${CONJUNCTION}(?=¿?${PREPOSITION}(?:${INTERROGATIVE}|${INDIRECT}|${PART})(?![\p{L}]))|${BESIDES}|\?\s*(?=¿)|\?\s+(?!${AFTERTHOUGHT}|[^?]*\by (?:eso|todo|esas cosas)\W*$)(?=\p{L}[^?]*\?|(?:\S+\s*){2,6}$)|${ENUMERATED}`,
  'giu',
);
/** "… cuál eje es, ¿y cómo dice?": nothing in it says what of. */
const LEANS_WHOLLY =
  /^\W*(?:(?:c[oó]mo|qu[eé]|cu[aá]l|what|how) (?:dice|dicen|es|son|ser[ií]a|se llama|says|is it|is that)|(?:y )?(?:en|de|a|con|por) (?:qu[eé]|cu[aá]l(?:es)?) \p{L}+|(?:se |l[oa]s? )(?:nombra|menciona|dice|cita|habla)\p{L}*(?: (?:en alguna parte|ah[ií]|ac[aá]|algo|o no))?)\W*$/iu;
/** "Tres cosas: de qué región es, de qué año y…": announced, they may stand between commas. */
const ANNOUNCED =
  /^[^:?¿]*(?<![\p{L}\d])(?:dos|tres|2|3|un par de|varias|algunas|two|three|a couple of) (?:\p{L}+ )?(?:cosas|consultas|preguntas|dudas|datos|cositas|things|questions|ones)(?![\p{L}])[^:?¿]{0,30}:\s*/iu;
const BETWEEN_COMMAS = new RegExp(
  String.raw`,\s+(?=¿?${PREPOSITION}${INTERROGATIVE}(?![\p{L}]))|${SECOND_QUESTION.source}`,
  'giu',
);
const MAXIMUM_PARTS = 3;
const FEWEST_WORDS = 2;

/**
 * The questions of a message that asks several ("¿de qué año es y a qué instrumento corresponde?"); the message alone when it asks one.
 * Each part is a stretch of the message, in order.
 */
export function splitCompound(whole: string): string[] {
  const question = whole.replace(ANNOUNCED, '');
  const pattern = question === whole ? SECOND_QUESTION : BETWEEN_COMMAS;
  const parts: string[] = [];
  let from = 0;
  for (const match of question.matchAll(pattern)) {
    if (!FIRST.test(match[0]))
      parts.push(question.slice(from, match.index + (match[0].startsWith('?') ? 1 : 0)));
    from = match.index + match[0].length;
  }
  parts.push(question.slice(from));
  const trimmed = parts.map((part) => part.trim()).filter((part) => part !== '');
  const areQuestions = trimmed.every(
    (part) =>
      (question !== whole || !LEANS_WHOLLY.test(part)) &&
      (PART_ALONE.test(part) || plainWords(part).split(' ').length >= FEWEST_WORDS),
  );
  return trimmed.length > 1 && trimmed.length <= MAXIMUM_PARTS && areQuestions ? trimmed : [whole];
}

/** "Una es juntar la basura, y la otra una aplicación…": two ideas told in one message. */
const TWO_IDEAS = [
  /(?<![\p{L}])una (?:idea )?(?:es|ser[ií]a|ser[aá])\s+(.{15,}?)[,;.]\s*(?:y )?(?:la otra|la segunda|otra)(?: idea)?(?: (?:es|ser[ií]a))?[,:]?\s+(.{15,}?)(?:[.;]|\s*¿|$)/isu,
  /(?:dos|2) ideas[^:.]{0,30}[:.]\s*una\s+(.{8,}?)[,;]?\s+y (?:la )?otra\s+(.{8,}?)(?:[.;]|\s*¿|$)/isu,
  /por un lado\s+(.{15,}?)[,;]?\s+y por (?:el )?otro(?: lado)?\s+(.{8,}?)(?:[.;]|\s*¿|$)/isu,
];

/** The ideas of a message that tells two; empty when it tells one. */
export function splitIdeas(message: string): string[] {
  const told = TWO_IDEAS.map((pattern) => pattern.exec(message)).find((match) => match !== null);
  const [, first, second] = told ?? [];
  return first && second ? [`La idea es ${first}`, `La idea es ${second}`] : [];
}
