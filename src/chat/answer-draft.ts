import type { AnswerKind, Completeness } from '../domain/answer.ts';
import type { Locale } from '../domain/collection.ts';
import type { MatchReport } from '../domain/match-report.ts';
import type { Passage } from '../domain/passage.ts';
import type { TextSpan } from '../domain/text-span.ts';

/** A stretch of a passage that proves a statement; document offsets inside the passage. */
export type Evidence = { readonly passage: Passage; readonly span: TextSpan };

/**
 * One block of an answer before its citations are verified.
 *
 * `statement`: says something of the documents; its evidence becomes the markers after it.
 * `quote`: the document's own words after a label in ours. `quotes`: the same as a list.
 * `talk`: our own words, which say nothing of what the documents hold (greetings, refusals, advice).
 */
export type DraftBlock =
  | { readonly type: 'statement'; readonly text: string; readonly evidence: readonly Evidence[] }
  | {
      readonly type: 'quote';
      readonly label: string | null;
      readonly shown: Evidence;
      readonly evidence: readonly Evidence[];
    }
  | { readonly type: 'quotes'; readonly isNumbered: boolean; readonly items: readonly QuoteItem[] }
  | { readonly type: 'talk'; readonly text: string };

export type QuoteItem = { readonly label: string | null; readonly shown: readonly Evidence[] };

/** An answer whose statements still carry their evidence instead of markers. */
export type AnswerDraft = {
  readonly kind: AnswerKind;
  readonly blocks: readonly DraftBlock[];
  readonly completeness: Completeness;
  readonly notices: readonly string[];
  readonly suggestions: readonly string[];
  readonly match?: MatchReport;
  /** The structure answers all that was asked, though it may look like several questions. */
  readonly isWhole?: boolean;
  /** The passages that answer, where a model may put them into other words. */
  readonly read?: { readonly passages: readonly Passage[]; readonly locale: Locale };
};

export type DraftWithoutSuggestions = Omit<AnswerDraft, 'suggestions'>;

/** An answer in our own words alone. */
export function draftTalk(kind: AnswerKind, text: string): DraftWithoutSuggestions {
  return { kind, blocks: [{ type: 'talk', text }], completeness: 'none', notices: [] };
}

export function wholePassage(passage: Passage): Evidence {
  return { passage, span: { start: passage.start, end: passage.end } };
}
