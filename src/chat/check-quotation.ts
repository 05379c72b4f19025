import { foldText } from '../domain/fold-text.ts';
import type { Passage } from '../domain/passage.ts';
import type { Evidence } from './answer-draft.ts';

const QUOTED = /[«“"]([^«»“”"]{12,900})[»”"]/g;
const LEFT_OUT = /…|\.\.\.|\[…\]/;
const FEWEST_WORDS = 4;

/** Sentences that a message puts between quotation marks, as if the document said them. */
export function quotationsIn(message: string, fewestWords = FEWEST_WORDS): string[] {
  return [...message.matchAll(QUOTED)]
    .map((match) => (match[1] ?? '').trim())
    .filter((words) => words.split(/\s+/).length >= fewestWords);
}

/** Where the documents say these very words (case, accents, spaces and what "…" leaves out apart); null when they do not. */
export function findQuotation(quotation: string, passages: readonly Passage[]): Evidence | null {
  const wanted = quotation.split(LEFT_OUT).map(squash);
  for (const passage of passages) {
    const said = squash(passage.text);
    if (wanted.every((part) => said.includes(part)))
      return { passage, span: { start: passage.start, end: passage.end } };
  }
  return null;
}

function squash(text: string): string {
  return (foldText(text).match(/[a-zñ0-9]+/g) ?? []).join(' ');
}
