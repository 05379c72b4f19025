import { foldText } from '../domain/fold-text.ts';

/** Where a second question begins: "y cuál…", "; ¿en qué…". */
const SECOND_QUESTION =
  /(?:[,;.?]\s*|\s)(?:y|e|and)\s+(?=¿?(?:a |en |de |para |con |por )?(?:q|k|que|qué|(?:el|la|los|las) (?:que|q|k)|cual|cuál|cuales|cuáles|cu[aá]nt[oa]s?|donde|dónde|cuando|cuándo|quien|quién|como|cómo|which|what|how|where|when|who)(?![\p{L}]))|\?\s*(?=¿)/giu;
const MAXIMUM_PARTS = 3;
const FEWEST_WORDS = 2;

/**
 * The questions of a message that asks several ("¿de qué año es y a qué instrumento corresponde?"); the message alone when it asks one.
 * Each part is a stretch of the message, in order.
 */
export function splitCompound(question: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of question.matchAll(SECOND_QUESTION)) {
    parts.push(question.slice(from, match.index + (match[0].startsWith('?') ? 1 : 0)));
    from = match.index + match[0].length;
  }
  parts.push(question.slice(from));
  const trimmed = parts.map((part) => part.trim()).filter((part) => part !== '');
  const areQuestions = trimmed.every(
    (part) => (foldText(part).match(/[a-zñ0-9]+/g) ?? []).length >= FEWEST_WORDS,
  );
  return trimmed.length > 1 && trimmed.length <= MAXIMUM_PARTS && areQuestions ? trimmed : [question];
}
