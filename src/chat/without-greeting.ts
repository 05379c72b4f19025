/** "Hola, buenas tardes. ¿Qué…?": the greeting before what is said. */
const GREETING =
  /^[\s¡¿]*(?:(?:hola|holi|ola|alo|buenas?|buenos|muy buenas?|tardes|noches|d[ií]as?|estimad[oa]s?|saludos|hello|hi|hey|good (?:morning|afternoon|evening)|dear all|(?:me|nos) (?:lo |la )?(?:puede|podr[ií]a)[sn]? (?:aclarar|explicar|decir|ayudar|orientar|confirmar)(?=[,:])|otra (?:cosa|pregunta|consulta|duda)|cambiando de tema|(?:(?:ya|oka?y?|s[uú]per|perfecto|bac[aá]n|listo)[\s,]{1,3}){0,3}(?:muchas )?gracias|thanks?(?: you| a lot)?|another (?:thing|question)|one more (?:thing|question))(?![\p{L}\p{N}])[\s,.;:!…-]*)+/iu;
const ANOTHER_SUBJECT = /(?:otra|cambiando|another|one more)/i;
/** "Muchas gracias, eso era todo" is all thanks. */
const LEAVE = /^(?:eso (?:era|es|fue|ser[ií]a) todo|nada m[aá]s|por ahora|that(?:'s| is| was) all)/i;
const FEWEST_WORDS_AFTER_GREETING = 2;

/** What is said once the greeting before it is taken away; a greeting alone, or with a name, stays. */
export function withoutGreeting(text: string): string {
  const rest = text.replace(GREETING, '');
  if (LEAVE.test(rest)) return text;
  const isSubject = ANOTHER_SUBJECT.test(text.slice(0, text.length - rest.length)) && rest !== '';
  return isSubject || rest.trim().split(/\s+/).length >= FEWEST_WORDS_AFTER_GREETING ? rest : text;
}
