import { foldText, soundOf } from '../domain/fold-text.ts';
import { cardinalOf, nounOf, ordinalOf } from './terms.ts';

/** What a message wants done with the parts it names. Several may hold. */
export type Ask = {
  readonly count: boolean;
  readonly list: boolean;
  readonly about: boolean;
  readonly compare: boolean;
  readonly shared: boolean;
  readonly cites: boolean;
  readonly mentions: boolean;
  readonly whichChallenge: boolean;
  readonly overview: boolean;
  /** Wants a claim confirmed: "¿cierto?", "son 7 o no". */
  readonly confirm: boolean;
  /** "Cada uno": an answer for each of those named. */
  readonly each: boolean;
  /** "… ¿en qué desafío está cada una?" */
  readonly eachLast: boolean;
  /** "¿Dónde sale?" */
  readonly where: boolean;
  /** "¿De qué año es?" */
  readonly year: boolean;
  /** "¿Cuáles no la citan?": those of which it does not hold. */
  readonly negated: boolean;
  /** How many words the message has. */
  readonly length: number;
  /** "Todo lo que diga de…". */
  readonly everything: boolean;
  /** One of those in the talk: "¿cuál de los dos…?". */
  readonly whichOfThem: boolean;
  /** "más preguntas", "el que menos tiene": which of them; null where neither is asked for. */
  readonly extremes: 'most' | 'fewest' | 'both' | null;
  /** "Quiero ver la lista", "muéstrame los ocho": a list of nothing named, with the count where one is said. */
  readonly wholeList: number | 'all' | null;
  /** "¿Cuáles…?", "todos los que": more than one is looked for. */
  readonly several: boolean;
  /** Words that are about something, once the words of asking and of the document's parts are taken away. */
  readonly topic: readonly TopicWord[];
  /** Those of them that may as well be a way of asking: "qué cosas pregunta". */
  readonly doubtful: readonly TopicWord[];
};

/** The part of a token that the catalogue needs. */
export type TopicWord = {
  readonly surface: string;
  readonly folded: string;
  readonly stem: string;
  readonly isStopWord: boolean;
  readonly start: number;
  readonly end: number;
};

const COUNT = /\b(?:[kcq]uant[oa]s?|how many|cantidad|numero (?:total )?de|total de)\b/;
const LIST =
  /\b(?:cuales|quales|kuales|lista\w*|listado|enumer\w+|nombr[ae]\w*|dame|deme|muestra\w*|muestre\w*|todos|todas|list|which|what are|show|give me|como se llaman|indica\w*|indique\w*|menciona\w*|detall\w+|q son|que son)\b/;
const ABOUT =
  /\b(?:trata\w*|en que consiste|consiste|busca\w*|de que es|de que va|sobre que|resum\w+|resumen|expl[iy]\w+|cuentame|hablame|about|what is|summary|summari[sz]e|describe|overview|como se llama|titulo|title|cual es)\b/;
const COMPARE =
  /\b(?:compar\w+|diferencia\w*|vs|versus|cada un[oa]|ambos|ambas|distint\w+|lado a lado|al lado del? otr[oa]|side by side|both|difference|relacion entre|o con el)\b/;
const SHARED =
  /\b(?:en comun|se parecen|parecido\w*|comparten|comparte|coinciden|coincide|repiten|ambos citan|in common|share)\b/;
const CITES =
  /\b(?:cita\w*|apoya\w*|afirma\w*|afianza\w*|base|respald\w+|sustent\w+|basa\w*|fundament\w+|vincul\w+|amparad?\w*|usan?|toma\w*|remite\w*|conecta\w*|enmarca\w*|sostiene\w*|asocia\w*|cite[sd]?|based on|rel(?:y|ies)|rests? on|leans? on|draws? on|back\w*|support\w*)\b/;
const MENTIONS =
  /\b(?:(?:que|q|k|ke) (?:dice|dise|dicen|disen|pone|ponen|pide|piden|establece|plantea|propone)|what does|menciona\w*|nombra\w*|habla\w*|abla\w*|toca\w*|sale\w*|aparece\w*|trata\w*|alude\w*|refiere\w*|mention\w*|talk\w*|appear\w*|contempla\w*|incluye\w*|aborda\w*)\b/;
const WHICH_CHALLENGE =
  /\b(?:(?:que|k|q|ke|cual|cuales|kual|cuantos|kuantos|algun|en que|a que|which|what|how many)\s+(?:de los \w+ |son los |es el |of the )?(?:desaf\w*|desax?f\w+|dezaf\w+|decaf\w+|retos?|challenges?)|(?:desaf\w+|retos?) (?:que|k|q|ke|donde) |quien(?:es)? (?:lo |la )?(?:cita|nombra|menciona|habla)n?\b|(?:[kcq]uant[oa]s|[kcq]uales) (?:si |no )?(?:de ellos |la |lo |se ){0,2}(?:cita|nombra|menciona|usa|apoya|habla|abla|toca|trata)n\b|algun desafio|^(?:[a-zñ]+ ){1,3}desafios $|(?:d?onde|dnd) (?:la |lo |los |las )?(?:mencionan|salen|esta|estan|aparece|aparecen|se nombra|nombran|se menciona|se habla|hablan)|en cual(?:es)? |en [ck]uant[oa]s |(?:el|los) (?:q|que|k) (?:habla|abla|nombra|menciona|trata)\w* )/;
const OVERVIEW =
  /\b(?:resum\w+ (?:\w+ ){0,4}(?:documento|texto|todo|pdf)|de que (?:va|es) (?:este|el|todo el) (?:documento|texto|pdf)|de que (?:se )?trata (?:todo )?(?:esto|este|el documento|el texto|la cosa)|(?:que|k|q|ke) (?:es|dice) (?:todo )?(?:esto|este documento|el documento)|resumen(?: general| del documento)?$|en resumen|resume(?:n|me)? (?:todo|el documento|este)|de que (?:va|es) (?:esto|este|todo|el documento)|what is this (?:document|about)|summary of the (?:document|whole)|overview|panorama(?: general)?)\b/;

const CONFIRM =
  /\b(?:cierto|sierto|verdad|correcto|o no|o me equivoco|no es asi|es asi|right|correct|true|isn t it|no$)\b|\bno es cierto\b/;
const EACH = /\b(?:cada (?:uno|una|desafio|eje)|each)\b/;
const EACH_LAST = /\b(?:cada (?:uno|una)|each(?: one)?)$/;
const WHERE = /\b(?:donde|onde|dnd|en que partes?|where)\b/;
const YEAR = /\b(?:(?:que|q|k|ke) (?:anos?|años?)|de cuando (?:es|son)|what years?|which years?)\b/;
const NEGATED =
  /\b(?:desaf\w+|retos?|cual(?:es)?|quienes|challenges?|ones|algun[oa]?) (?:de (?:los|las|ellos|esos)(?: dos| tres)? )?(?:(?:que|q|k|that|which) )?(?:no|not|do not|does not|don t|doesn t) (?:se |la |lo |las |los )?(?:cit|mencion|nombr|us|apoy|habl|abl|toc|mention|cite|name|talk|refer|rest)/;
const EVERYTHING =
  /\b(?:todo lo (?:que|q|k)|todo sobre|todas las (?:partes|veces)|cada vez que|everything|all (?:that|it says))\b/;
const WHICH_OF_THEM =
  /\b(?:cual|kual|que|quien) de (?:los|las|esos|esas|estos|ellos) ?(?:dos|tres|desafios)?\b|\bwhich (?:one )?of (?:the|them|those)\b|\b(?:de|entre|of) (?:los|las|esos|esas|estos|ellos|the|those) (?:dos|tres|two|three) (?:cual|kual|quien|which)\b/;
const EXTREMES =
  /\b(?:tiene|trae|plantea|hace|tienen|con) (?:mas|menos)\b|\b(?:mas|menos|most|more|fewest|fewer|least|mayor|menor) (?:(?:guiding|de) )?(?:preg\w+|questions?|interrogantes?|cantidad|numero)\b|\b(?:preguntas?) (?:tiene|tienen|trae)? ?(?:mas|menos)\b/;

/** "La mayor cantidad" is no subject, "el adulto mayor" is. */
const OF_EXTREMES = new Set(['mayor', 'menor', 'cantidad', 'numero', 'maximo', 'minimo']);
const MOST = /\b(?:mas|most|more|mayor)\b/;
const FEWEST = /\b(?:menos|fewest|fewer|least|menor)\b/;

const WHOLE_LIST =
  /^(?:(?:ok|ya|hola|si|y|oye|porfa|quier[oe]s?|quisiera|me gustaria|puedo|puedes|podrias|desea|can i|can you|i want to|see|show|show me|ver\w*|mostrar\w*|m[ou]e?strame\w*|muestra\w*|dame|deme|manda\w*|pasame|dime|[ck]uales|son|what are) )*(?:(?:la |una |the )?(?:lista|listado|list)(?: completa| completo| entera)?|todos(?: ellos)?|the full list|full list|all of them|(?:(?:la |the )?(?:lista|list) (?:de |of )(?:todos )?)?(?:todos )?(?:los|the) (\w+))(?: (?:por favor|porfa|porfis|please|completos))*$/;

const SEVERAL =
  /\b(?:[kcq]uales|[kcq]uantos|todos|quienes|mas de un[oa]?|which ones|all of)\b|\bwhich challenges\b/;

/** Words that ask, not words that are asked about. Compared by sound, so that chat spellings fall among them too. */
const ASKING_WORDS = new Set(
  (
    'cual cuales cuanto cuanta cuantos cuantas que como donde quien cuando dame deme dime diga digame decir dice dicen dijo lista listar listado enumera enumerar nombra nombrar nombran ' +
    'menciona mencionan mencionar muestra muestrame mostrar hay habla hablan hablar trata tratan tratar toca tocan sale salen aparece aparecen busca buscan plantea plantean establece ' +
    'define cita citan apoya apoyan apoyarse respalda respaldan sustenta sustentan basa basan vincula vinculan usa usan compara comparar compare diferencia diferencias comun comparten ' +
    'resume resumen resumir explica explicame explicar cuentame quiero kiero quisiera necesito saber favor gracias hola oye ya po porfa porfavor llama llaman titula consiste todos todas todo ' +
    'completo completa entero exacto exactamente texto documento desafios desafio reto retos priorizado priorizados prioritario innovacion social region regional listalos son existe existen tiene tienen ' +
    'corresponde corresponden pertenece ese esa eso este esta esto esos esas cada uno una solo menos tb tambien segun acerca sobre respecto puedes puede podrias podria ver mas entonces detalle detalla detallame indica indique indicame ' +
    'list show give tell action actions what which how many are the challenge challenges question questions all about please can you does document say guiding it its ask asks cites cited refer total numero cantidad aqui ahi contiene incluye trae orientadora orientadoras guia guias ' +
    'especifico especificos especifica general generales estrategico estrategicos estrategica prioritaria accion vs versus ambos ambas nomas altiro dale bueno okey ok lee leeme pasame manda repite dilo escribe pon ' +
    'buenas buenos tardes dias noches dia estimado estimada estimados saludos disculpa disculpe permiso quieres quiere queremos quisieramos ver revisar leer conocer entender solo solamente nada ahora bien sabe sabes alguien ' +
    'priorizada priorizadas priorizaron quedo quedaron cifra titular dnd ta tan enumere enumerame decirme anadir compareme comparelos ' +
    'overall altogether exactly currently really listed named called stated enumerate sumo palabra cierto sierto entiendo ratifica ratifique confirma confirme confirmar base apunte apuntes pa actually anything something there shows up each really ' +
    'suman final fine perfecto okay listo claro tambien nombralos dejarla mismo nomas porque q k ke ' +
    'juntos junto juntas lleva llevan trae traen titula pone ponen aborda abordan textual copiar anotar repite repiten ' +
    'suma sumas sumar sumando juntas contar cuento cuenta entre fija fijan contempla contemplan senala senalan propone proponen contiene presenta presentan formula formulan enuncia expresa dispone considera consideran persigue persiguen pretende pretenden apunta apuntan citado citados citada citadas nombrado nombrados mencionado mencionados parte lado pagina parrafo tirame tirar mandame pasen ' +
    'acompaña acompañan acompañado acompana acompanan señala señalan señalar señale señales senalar senale declara declaran declarar final formule formular sirvase regionales ' +
    'asocia asocian asociado asociada identificar identifique identifica individualizar individualice precisar precise especificar especifique justo justamente precisamente english spanish ingles español espanol castellano distinto distintos distintas diferente diferentes rest rests based relies rely leans backed backing supports supported draws planning volvamos volviendo vuelvo volver ' +
    'palabra palabras literal textual textualmente tal aparecido figura figuran primera primero ultimo ultima anterior siguiente otro otra otros otras mismo misma'
  )
    .split(' ')
    .map(soundOf),
);

/** "Dilo" is known whole; "polos" is no verb. */
const SHORTEST_VERB = 3;

/** Says whether a word is about something that the documents speak of, or seems to be a thing they do not. */
export type IsTopical = (words: readonly TopicWord[], index: number) => 'subject' | 'doubtful' | 'none';

/**
 * Reads what is asked. `words` are the message's tokens; `named` are words already understood (names of strategies).
 * `isTopical` tells subjects from the endless ways of asking.
 */
export function readAsk(
  message: string,
  words: readonly TopicWord[],
  named: ReadonlySet<string>,
  isTopical: IsTopical = () => 'subject',
): Ask {
  const text = foldText(message)
    .replace(/[^a-zñ0-9.]+/g, ' ')
    .trim();
  const extremes = readExtremes(text);
  const read = words.flatMap((word, index) => {
    const isOfExtremes = extremes !== null && OF_EXTREMES.has(word.folded);
    return isTopic(word, named) && !isOfExtremes ? [{ word, as: isTopical(words, index) }] : [];
  });
  return {
    count: COUNT.test(text),
    list: LIST.test(text),
    about: ABOUT.test(text),
    compare: COMPARE.test(text),
    shared: SHARED.test(text),
    cites: CITES.test(text),
    mentions: MENTIONS.test(text),
    whichChallenge: WHICH_CHALLENGE.test(`${text} `),
    overview: OVERVIEW.test(text),
    confirm: CONFIRM.test(text),
    everything: EVERYTHING.test(text),
    each: EACH.test(text),
    eachLast: EACH_LAST.test(text),
    where: WHERE.test(text),
    year: YEAR.test(text),
    negated: NEGATED.test(text),
    length: text.split(' ').length,
    whichOfThem: WHICH_OF_THEM.test(text),
    extremes,
    wholeList: readWholeList(text),
    several: SEVERAL.test(text),
    topic: read.flatMap(({ word, as }) => (as === 'none' ? [] : [word])),
    doubtful: read.flatMap(({ word, as }) => (as === 'doubtful' ? [word] : [])),
  };
}

function readWholeList(text: string): Ask['wholeList'] {
  const found = WHOLE_LIST.exec(text);
  if (!found) return null;
  const [, count] = found;
  if (count === undefined) return 'all';
  return /^\d{1,3}$/.test(count) ? Number(count) : cardinalOf(count);
}

function readExtremes(text: string): Ask['extremes'] {
  if (!EXTREMES.test(text)) return null;
  const [most, fewest] = [MOST.test(text), FEWEST.test(text)];
  if (most !== fewest) return most ? 'most' : 'fewest';
  return 'both';
}

function isTopic(word: TopicWord, named: ReadonlySet<string>): boolean {
  if (word.isStopWord || word.folded.length < 2) return false;
  if (named.has(word.folded) || named.has(word.stem)) return false;
  if (/^\d/.test(word.folded) || nounOf(word.folded)) return false;
  if (ordinalOf(word.folded) !== null || cardinalOf(word.folded) !== null) return false;
  const alone = ` ${word.folded} `;
  if (CITES.test(alone) || MENTIONS.test(alone)) return false;
  // "Nómbralos", "muéstramela": the verb without its pronouns.
  const verb = word.folded.replace(/(?:me|se|te)?l[oa]s?$/, '');
  const forms = verb.length >= SHORTEST_VERB ? [word.folded, verb] : [word.folded];
  return !forms.some((form) => ASKING_WORDS.has(soundOf(form)));
}
