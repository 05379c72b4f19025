/** "Hola, buenas tardes. ¿Qué…?": the greeting before what is said. */
const GREETING =
  /^[\s¡¿]*(?:(?:hola|holi|ola|alo|buenas?|buenos|muy buenas?|tardes|noches|d[ií]as?|estimad[oa]s?|saludos|hello|hi|hey|good (?:morning|afternoon|evening)|dear all)(?![\p{L}\p{N}])[\s,.;:!…-]*)+/iu;
const FEWEST_WORDS_AFTER_GREETING = 2;

/** What is said once the greeting before it is taken away; a greeting alone, or with a name, stays. */
export function withoutGreeting(text: string): string {
  const rest = text.replace(GREETING, '');
  return rest.trim().split(/\s+/).length >= FEWEST_WORDS_AFTER_GREETING ? rest : text;
}
