export const OPENERS =
  /^(?:ok |ya |oye |pero |entonces |bueno )*(?:y|e|i|pero|entonces|and|what about|how about|then|tambien)\b/;
export const POINTERS =
  /\b(?:ese|esa|eso|esos|esas|este desafio|esta pregunta|aquel|el mismo|la misma|lo mismo|mismo desafio|ahi|alli|in there|there|su|sus|tiene|lo respaldan?|la respaldan?|se (?:le|les|lo) \w+|lo apoya|lo sustenta|lo sostiene|ambos|los dos|las dos|\w{4,}(?:alos|alas|elos|elas|arlos|arlas)|cual de los dos|that|those|it|its|them|both|the same|pertenece|corresponden?)\b/;
export const SEVERAL =
  /\b(?:ambos|ambas|los dos|las dos|esos dos|estos dos|comparalos|comparalas|compararlos|comparelos|comparelas|both|them|entre ellos|cada uno|cada una|en comun|comparten|in common)\b/;
export const OTHERS =
  /\botr[oa]s?\s+(?:desaf|reto|challenge)|\b(?:cuales|que|en) otr[oa]s\b|\b(?:solo|solamente|only) (?:(?:en )?es[eao]|ahi|that one|there)\b|\b(?:algun[oa]?|ningun[oa]?|alguien|nadie) mas\b|\balgun otro\b(?! (?:document|fondo|instrument|tema))|\banywhere else\b|\bother challenge|\banother challenge|\bademas de ese\b/;
export const REST =
  /\b(?:faltan|faltaron|el resto|los demas|las demas|los otros|the rest|remaining|the others)\b/;
export const ANOTHER = /\b(?:otra|otro)\b(?! (?:desaf|reto|region|ano))|\banother one\b|\bone more\b/;
// "¿Y el de las mujeres?", "¿y lo del agua?": another subject, not another side of the same challenge.
export const NAMES_ANOTHER =
  /^(?:(?:bueno|ok|ya|oye) )*(?:y|e|i|and)?\s*(?:en )?(?:el|la|los|las|lo|the one)\s+(?:de|del|que|sobre|d|k|q|about|on)\b/;
/** "¿Qué dice de ellos?": of what was asked about, not of the challenge. */
export const OF_THE_SUBJECT =
  /\b(?:de|sobre|para|con|a|about|for|of) (?:ell[oa]s|eso|esa gente|esas? personas?|them|that|it)\b/;
/** "… ¿y cuáles el 8?": the same of another. */
export const THE_SAME_OF =
  /^(?:y )?(?:[ck]ual(?:es)?|que|which|what) (?:es |son )?(?:of |en )?(?:el|la|los|las|del|de la|al|the) (?:del? )?(?:\d+|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|septim[oa]|octav[oa])$/;
/** "Volviendo al primero que te pregunté". */
export const FIRST_OF_TALK =
  /\b(?:(?:volv|vuelv|regres|retom)\w* (?:a|al|con) (?:lo |el |la )?primer[oa]?|primer[oa]? que (?:te |le |les )?(?:pregunt|consult|dij|vimos)\w*|the first one i asked)/;
/** "¿Hay otro que cite ese mismo punto?" */
export const SAME_POINT =
  /\b(?:es[ea] (?:mism[oa] )?|(?:el|la) mism[oa] |that |same )(?:punto|codigo|numero|item|desafio de la estrategia|point|code|number)\b/;
export const THAT_CHALLENGE = /\b(?:es[ea]|este|mismo|that|same) (?:mism[oa] )?(?:desafio|reto|challenge)\b/;
export const PREVIOUS =
  /\b(?:(?:el|la|al) anterior|previous|the one before)\b|^no (?:no )?(?:me referia al|el|al) otro\b/;
export const NEXT =
  /\b(?:(?:el|la) (?:siguiente|proxim[oa])|(?:el|la) (?:que|q|k) (?:sigue|viene|va)|next one|the next)\b/;
