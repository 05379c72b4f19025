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
  /** "más preguntas", "el que menos tiene". */
  readonly extremes: boolean;
  /** Words that are about something, once the words of asking and of the document's parts are taken away. */
  readonly topic: readonly TopicWord[];
};

/** The part of a token that the catalogue needs. */
export type TopicWord = {
  readonly folded: string;
  readonly stem: string;
  readonly isStopWord: boolean;
  readonly start: number;
  readonly end: number;
};

const COUNT = /\b(?:[kcq]uant[oa]s?|how many|cantidad|numero (?:total )?de|total de)\b/;
const LIST =
  /\b(?:cuales|quales|kuales|lista\w*|listado|enumer\w+|nombr[ae]\w*|dame|deme|muestra\w*|muestre\w*|todos|todas|list|which|what are|show|give me|indica\w*|indique\w*|menciona\w*|detall\w+|q son|que son)\b/;
const ABOUT =
  /\b(?:trata\w*|en que consiste|consiste|busca\w*|que dice|k dice|ke dice|ke dise|q dice|de que es|de que va|sobre que|resum\w+|resumen|expl[iy]\w+|cuentame|hablame|about|what is|what does|summary|summari[sz]e|describe|overview|como se llama|titulo|title|cual es)\b/;
const COMPARE =
  /\b(?:compar\w+|diferencia\w*|vs|versus|cada un[oa]|ambos|ambas|distint\w+|both|difference|relacion entre|o con el)\b/;
const SHARED = /\b(?:en comun|comparten|comparte|coinciden|coincide|repiten|ambos citan|in common|share)\b/;
const CITES =
  /\b(?:cita\w*|apoya\w*|respald\w+|sustent\w+|basa\w*|fundament\w+|vincul\w+|amparad?\w*|usan?|toma\w*|remite\w*|conecta\w*|enmarca\w*|sostiene\w*|cite[sd]?|based on|relies|rest[s]? on|back\w*|support\w*)\b/;
const MENTIONS =
  /\b(?:menciona\w*|nombra\w*|habla\w*|abla\w*|toca\w*|sale\w*|aparece\w*|trata\w*|alude\w*|refiere\w*|mention\w*|talk\w*|appear\w*|contempla\w*|incluye\w*|aborda\w*)\b/;
const WHICH_CHALLENGE =
  /\b(?:(?:que|k|q|ke|cual|cuales|kual|en que|a que|which|what)\s+(?:de los \w+ |son los |es el |of the )?(?:desaf\w+|desax?f\w+|dezaf\w+|decaf\w+|retos?|challenges?)|(?:desaf\w+|retos?) (?:que|k|q|ke) )/;
const OVERVIEW =
  /\b(?:de que (?:se )?trata (?:todo )?(?:esto|este|el documento|el texto|la cosa)|(?:que|k|q|ke) (?:es|dice) (?:todo )?(?:esto|este documento|el documento)|resumen(?: general| del documento)?$|en resumen|resume(?:n|me)? (?:todo|el documento|este)|de que (?:va|es) (?:esto|este|todo|el documento)|what is this (?:document|about)|summary of the (?:document|whole)|overview)\b/;

const EXTREMES =
  /\b(?:mas|menos|most|fewest|least|mayor|menor) (?:preguntas?|questions?|interrogantes?|cantidad|numero)\b|\b(?:preguntas?) (?:tiene|tienen|trae)? ?(?:mas|menos)\b/;

/** Words that ask, not words that are asked about. Compared by sound, so that chat spellings fall among them too. */
const ASKING_WORDS = new Set(
  (
    'cual cuales cuanto cuanta cuantos cuantas que como donde quien cuando dame deme dime diga digame decir dice dicen dijo lista listar listado enumera enumerar nombra nombrar nombran ' +
    'menciona mencionan mencionar muestra muestrame mostrar hay habla hablan hablar trata tratan tratar toca tocan sale salen aparece aparecen busca buscan plantea plantean establece ' +
    'define cita citan apoya apoyan apoyarse respalda respaldan sustenta sustentan basa basan vincula vinculan usa usan compara comparar compare diferencia diferencias comun comparten ' +
    'resume resumen resumir explica explicame explicar cuentame quiero kiero quisiera necesito saber favor gracias hola oye ya po porfa porfavor llama llaman titula consiste todos todas todo ' +
    'completo completa entero exacto exactamente texto documento desafios desafio reto retos priorizado priorizados prioritario innovacion social region regional listalos son existe existen tiene tienen ' +
    'corresponde corresponden pertenece ese esa eso este esta esto esos esas cada uno una solo menos tb tambien segun acerca sobre respecto puedes puede podrias podria ver mas entonces detalle detalla detallame indica indique indicame ' +
    'list show give tell what which how many are the challenge challenges question questions all about please can you does document say guiding it its ask asks cites cited refer total numero cantidad aqui ahi contiene incluye trae orientadora orientadoras guia guias ' +
    'especifico especificos especifica general generales estrategico estrategicos estrategica prioritaria accion vs versus ambos ambas nomas altiro dale bueno okey ok lee leeme pasame manda repite dilo escribe pon ' +
    'buenas buenos tardes dias noches dia estimado estimada estimados saludos disculpa disculpe permiso quieres quiere queremos quisieramos ver revisar leer conocer entender solo solamente nada ahora bien sabe sabes alguien ' +
    'suma sumas sumar sumando juntas contar cuento cuenta entre fija fijan contempla contemplan senala senalan propone proponen contiene presenta presentan formula formulan enuncia expresa dispone considera consideran persigue persiguen pretende pretenden apunta apuntan citado citados citada citadas nombrado nombrados mencionado mencionados parte lado pagina parrafo tirame tirar mandame pasen ' +
    'palabra palabras literal textual textualmente tal aparecido figura figuran primera primero ultimo ultima anterior siguiente otro otra otros otras mismo misma'
  )
    .split(' ')
    .map(soundOf),
);

/** Reads what is asked. `words` are the message's tokens; `named` are words already understood (names of strategies). */
export function readAsk(message: string, words: readonly TopicWord[], named: ReadonlySet<string>): Ask {
  const text = foldText(message)
    .replace(/[^a-zñ0-9.]+/g, ' ')
    .trim();
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
    extremes: EXTREMES.test(text),
    topic: words.filter((word) => isTopic(word, named)),
  };
}

function isTopic(word: TopicWord, named: ReadonlySet<string>): boolean {
  if (word.isStopWord || word.folded.length < 2 || named.has(word.folded)) return false;
  if (/^\d/.test(word.folded) || nounOf(word.folded)) return false;
  if (ordinalOf(word.folded) !== null || cardinalOf(word.folded) !== null) return false;
  const alone = ` ${word.folded} `;
  if (CITES.test(alone) || MENTIONS.test(alone)) return false;
  return !ASKING_WORDS.has(soundOf(word.folded));
}
