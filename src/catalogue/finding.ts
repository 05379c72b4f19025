import type { SourceNotice } from '../domain/challenge.ts';
import type { Passage } from '../domain/passage.ts';
import type { TextSpan } from '../domain/text-span.ts';

/** A stretch of a passage that is shown; document offsets. */
export type ShownExcerpt = { readonly passage: Passage; readonly span: TextSpan };

export type FindingKey =
  | 'overview'
  | 'challenge-count'
  | 'challenge-list'
  | 'challenge-titles'
  | 'about-challenge'
  | 'question-count'
  | 'question-extremes'
  | 'source-years'
  | 'questions-per-challenge'
  | 'lines-per-axis'
  | 'document-year'
  | 'challenges-with-count'
  | 'other-year'
  | 'source-of-other-year'
  | 'nobody-cites'
  | 'not-cited-there'
  | 'challenge-is-other'
  | 'questions-of'
  | 'question-of'
  | 'all-questions'
  | 'references-of'
  | 'pointers-of'
  | 'pointer-named'
  | 'pointer-ambiguous'
  | 'challenges-citing'
  | 'challenges-not-citing'
  | 'all-citing'
  | 'guidelines-cited'
  | 'axes'
  | 'axis'
  | 'lines-of-axis'
  | 'line-of-axis'
  | 'objectives'
  | 'axis-count'
  | 'line-count'
  | 'objective-count'
  | 'sources'
  | 'source-count'
  | 'shared'
  | 'nothing-shared'
  | 'document-title'
  | 'no-such-challenge'
  | 'no-such-question'
  | 'no-such-axis'
  | 'no-such-line'
  | 'no-such-pointer'
  | 'count-corrected';

/** One line under the lead: a label in the reader's words (by key) and the document's words. */
export type FindingItem = {
  readonly label: {
    readonly key: FindingLabel;
    readonly values: Readonly<Record<string, string | number>>;
  } | null;
  readonly excerpts: readonly ShownExcerpt[];
};

export type FindingLabel =
  | 'challenge'
  | 'question'
  | 'axis'
  | 'line'
  | 'objective'
  | 'source'
  | 'pointer'
  | 'challenge-and-source';

/**
 * What the structure says, before it is put into words: `key` and `values` choose the lead sentence, `leadEvidence` is what
 * that sentence rests on, `items` are shown under it.
 */
export type Finding = {
  readonly key: FindingKey;
  readonly values: Readonly<Record<string, string | number>>;
  readonly leadEvidence: readonly Passage[];
  readonly items: readonly FindingItem[];
  readonly notices: readonly SourceNotice[];
};

/** Shows the whole passage. */
export function wholeOf(passage: Passage): ShownExcerpt {
  return { passage, span: { start: passage.start, end: passage.end } };
}

/** Challenges by their titles, a line each. */
export function titleItems(
  challenges: readonly { readonly number: number; readonly title: Passage }[],
): FindingItem[] {
  return challenges.map(({ number, title }) => ({
    label: { key: 'challenge', values: { number } },
    excerpts: [wholeOf(title)],
  }));
}

/** Shows the part of a passage that holds `words`; the whole passage where they are not found. */
export function partOf(passage: Passage, words: string): ShownExcerpt {
  const at = passage.text.indexOf(words);
  if (at < 0) return wholeOf(passage);
  return { passage, span: { start: passage.start + at, end: passage.start + at + words.length } };
}
