import { plainWords } from '../domain/fold-text.ts';
import type { Passage } from '../domain/passage.ts';
import type { Evidence } from './answer-draft.ts';

const QUOTED = /[«“"]([^«»“”"]{12,900})[»”"]/g;
const LEFT_OUT = /…|\.\.\./;
/** Of what stands between two gaps, fewer words say nothing. */
const WORDS_OF_A_PART = 2;
const FEWEST_WORDS = 4;

/** Sentences that a message puts between quotation marks, as if the document said them. */
export function quotationsIn(message: string, fewestWords = FEWEST_WORDS): string[] {
  return [...message.matchAll(QUOTED)]
    .map((match) => (match[1] ?? '').trim())
    .filter((words) => words.split(/\s+/).length >= fewestWords);
}

/** Where the documents say these very words (case, accents, spaces and what "…" leaves out apart); null when they do not. */
export function findQuotation(quotation: string, passages: readonly Passage[]): Evidence | null {
  const parts = quotation.split(LEFT_OUT).map(plainWords);
  const telling = parts.filter((part) => part.split(' ').length >= WORDS_OF_A_PART);
  const wanted = parts.length === 1 ? parts.filter((part) => part !== '') : telling;
  if (wanted.length === 0) return null;
  const holding = passages.find(({ text }) => holdsInOrder(` ${plainWords(text)} `, wanted));
  return holding ? { passage: holding, span: { start: holding.start, end: holding.end } } : null;
}

function holdsInOrder(said: string, parts: readonly string[]): boolean {
  let from = 0;
  return parts.every((part) => {
    const at = said.indexOf(` ${part} `, from);
    from = at + part.length + 1;
    return at >= 0;
  });
}
