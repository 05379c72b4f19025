import type { IdeaQuote } from '../domain/match-report.ts';
import type { TextSpan } from '../domain/text-span.ts';

/** A dot before a number ends no sentence ("Región. 2030"). */
const SENTENCE_END = /[.!?…]+["”»)]*(?=\s+[^\s\d]|\s*$)|[\n\r;]+/gu;
const LONGEST_QUOTE = 220;
const CLAUSE_END = /[,:–—(]\s|\s(?=(?:y|e|pero|porque|para que|que|and|but|because|so that)\s)/gu;

/** The sentences of a text, trimmed, in order; together they hold every letter of it. */
export function splitSentences(text: string): readonly TextSpan[] {
  const spans: TextSpan[] = [];
  let from = 0;
  for (const match of text.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length;
    // "N° 3. Algo" and "Sra. Rosa" go on.
    if (/(?:^|\s)(?:n[°º]?\s?\d*|sra?|dra?|av)\.$/iu.test(text.slice(Math.max(from, end - 8), end))) continue;
    spans.push({ start: from, end });
    from = end;
  }
  spans.push({ start: from, end: text.length });
  return spans.map((span) => trimSpan(text, span)).filter(({ start, end }) => end > start);
}

function trimSpan(text: string, { start, end }: TextSpan): TextSpan {
  const slice = text.slice(start, end);
  const leading = slice.length - slice.trimStart().length;
  const trimmed = slice.trim();
  return { start: start + leading, end: start + leading + trimmed.length };
}

/** The text with the spans replaced by spaces: every offset stays what it was. */
export function blankSpans(text: string, spans: readonly TextSpan[]): string {
  return spans.reduce(
    (blanked, { start, end }) => blanked.slice(0, start) + ' '.repeat(end - start) + blanked.slice(end),
    text,
  );
}

export function isInside(span: TextSpan, spans: readonly TextSpan[]): boolean {
  return spans.some(({ start, end }) => span.start < end && start < span.end);
}

/** The clauses of a sentence; a sentence short enough to quote stays whole. */
export function quotableSpans(text: string, sentence: TextSpan): readonly TextSpan[] {
  if (sentence.end - sentence.start <= LONGEST_QUOTE) return [sentence];
  const slice = text.slice(sentence.start, sentence.end);
  const cuts = [...slice.matchAll(CLAUSE_END)].map(({ index }) => sentence.start + index + 1);
  const pieces = joinShort([sentence.start, ...cuts, sentence.end]);
  return pieces.map((piece) => trimSpan(text, piece)).filter(({ start, end }) => end > start);
}

/** `idea.slice(start, end)` without surrounding space or trailing punctuation; null when nothing is left. */
export function quoteIdea(idea: string, span: TextSpan): IdeaQuote | null {
  const { start, end } = trimSpan(idea, span);
  const text = idea.slice(start, end).replace(/[\s.,;:]+$/u, '');
  return text === '' ? null : { text, start, end: start + text.length };
}

function joinShort(cuts: readonly number[]): TextSpan[] {
  const spans: TextSpan[] = [];
  let start = cuts[0] ?? 0;
  cuts.slice(1).forEach((cut, index) => {
    const next = cuts[index + 2];
    if (next !== undefined && next - start <= LONGEST_QUOTE) return;
    // A stretch without any pause is cut hard: a quote must stay readable.
    for (; cut - start > 2 * LONGEST_QUOTE; start += LONGEST_QUOTE) {
      spans.push({ start, end: start + LONGEST_QUOTE });
    }
    spans.push({ start, end: cut });
    start = cut;
  });
  return spans;
}
