import type { Excerpt } from '../domain/challenge.ts';
import type { SourceDocument } from '../domain/source-document.ts';
import { type TextBlock, takeFromBlock } from './excerpts.ts';

export type QuestionBlock = {
  readonly questions: readonly Excerpt[];
  /** What the block says besides its questions. */
  readonly leftovers: readonly Excerpt[];
};

const LIST_NUMBER = /^(?:\(?(?:\d{1,2}|[a-z])[.)°]|P\d{1,2}[.:)])\s*/iu;
const LABEL = /^[^¿?.:]{0,60}:\s*/u;
const SPANISH_QUESTION = /¿[^¿?]*\?/gu;
const PLAIN_QUESTION = /[^\s?][^?]*\?/gu;

/** The guiding questions of a block: from each ¿ to the next ?, or whole sentences in languages without ¿. Null: it asks nothing. */
export function readQuestionBlock(document: SourceDocument, block: TextBlock): QuestionBlock | null {
  const pattern = block.text.includes('¿') ? SPANISH_QUESTION : PLAIN_QUESTION;
  const body = block.text.replace(LIST_NUMBER, '').replace(LABEL, '').replace(LIST_NUMBER, '');
  const from = block.text.length - body.length;
  if (pattern === SPANISH_QUESTION && !body.startsWith('¿')) return null;
  if (pattern === PLAIN_QUESTION && !/\?[.”"»]*$/u.test(body)) return null;
  const spans = [...body.matchAll(pattern)].map((match) => ({
    start: from + match.index,
    end: from + match.index + match[0].length,
  }));
  if (spans.length === 0) return null;
  const gaps = spans.map((span, i) => ({ start: span.end, end: spans[i + 1]?.start ?? block.text.length }));
  return {
    questions: spans.map((span) => takeFromBlock(document, block, span)),
    leftovers: gaps
      .filter((gap) => /\p{L}{3}/u.test(block.text.slice(gap.start, gap.end)))
      .map((gap) => takeFromBlock(document, block, gap)),
  };
}
