import { z } from 'zod';
import type { Answer } from '../../src/domain/answer.ts';

export const questionItemSchema = z.object({
  id: z.string(),
  kind: z.enum(['fact', 'list', 'multi', 'followup', 'unanswerable', 'offtopic', 'adversarial']),
  question: z.string(),
  history: z.array(z.object({ role: z.enum(['user', 'assistant']), content: z.string() })).default([]),
  challenges: z.array(z.number()).default([]),
  evidence: z.array(z.string()).default([]),
  answer_contains: z.array(z.array(z.string())).default([]),
  must_not: z.array(z.string()).default([]),
  register: z.string().default(''),
});
export type QuestionItem = z.infer<typeof questionItemSchema>;

/** How one answer fared. `onTarget`: citations that share words with the evidence, out of all given. */
export type Mark = {
  readonly item: QuestionItem;
  readonly answer: Answer;
  readonly isAnswerable: boolean;
  readonly isSaid: boolean;
  readonly isCited: boolean;
  readonly isAllCited: boolean;
  readonly onTarget: number;
  readonly isRefused: boolean;
  readonly isVerbatim: boolean;
  readonly dangling: number;
  readonly length: number;
};

const SHARED_CHARACTERS = 40;

/** Lower case, no accents, no Markdown, single spaces, one space at each end. */
export function normalise(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[*_`#>]/g, '');
  return ` ${plain.replace(/\s+/g, ' ').trim()} `;
}

export function markAnswer(item: QuestionItem, answer: Answer, documents: ReadonlyMap<string, string>): Mark {
  const text = normalise(answer.answer);
  const has = (wanted: string) => text.includes(normaliseInside(wanted));
  const isSaid = item.answer_contains.every((group) => group.some(has)) && !item.must_not.some(has);
  const quotes = answer.citations.map(({ quote }) => normaliseInside(quote));
  const evidence = item.evidence.map(normaliseInside);
  const isQuoted = (one: string) => quotes.some((quote) => quote.includes(one) || overlaps(quote, one));
  const markers = new Set([...answer.answer.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1])));
  return {
    item,
    answer,
    isAnswerable: evidence.length > 0,
    isSaid,
    isCited: evidence.length > 0 && evidence.some(isQuoted),
    isAllCited: evidence.length > 0 && evidence.every(isQuoted),
    onTarget: quotes.filter((quote) => evidence.some((one) => quote.includes(one) || overlaps(quote, one)))
      .length,
    isRefused: answer.kind === 'refusal' || answer.kind === 'clarify' || answer.kind === 'smalltalk',
    isVerbatim: answer.citations.every(
      ({ document, start, end, quote }) => documents.get(document)?.slice(start, end) === quote,
    ),
    dangling:
      [...markers].filter((marker) => !answer.citations.some((citation) => citation.marker === marker))
        .length + answer.citations.filter(({ marker }) => !markers.has(marker)).length,
    length: answer.answer.length,
  };
}

/** Inner spaces of the marking list ("documento no ") count, so only the ends that normalise() adds are taken off. */
function normaliseInside(text: string): string {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[*_`#>]/g, '');
  return plain.replace(/\s+/g, ' ');
}

/** One holds the other, or they share a long enough stretch. */
function overlaps(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.includes(short.trim())) return true;
  for (let at = 0; at + SHARED_CHARACTERS <= short.length; at += 10) {
    if (long.includes(short.slice(at, at + SHARED_CHARACTERS))) return true;
  }
  return false;
}
