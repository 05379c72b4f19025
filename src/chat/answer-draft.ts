import type { FindingKey } from '../catalogue/finding.ts';
import type { AnswerKind, Completeness } from '../domain/answer.ts';
import type { Locale } from '../domain/collection.ts';
import type { MatchReport } from '../domain/match-report.ts';
import type { Passage } from '../domain/passage.ts';
import type { TextSpan } from '../domain/text-span.ts';
import type { Unanswered } from '../domain/unanswered.ts';

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
  /** Challenges that it speaks of, for what follows in the talk. */
  readonly about?: readonly number[];
  /** What kind of finding of the structure answers, where one does. */
  readonly finding?: FindingKey;
  /** The passages that answer, where a model may put them into other words. */
  readonly read?: { readonly passages: readonly Passage[]; readonly locale: Locale };
  /** Why not all is answered, where that is known; null: nothing was asked that documents could say. */
  readonly gap?: Omit<Unanswered, 'locale'> | null;
  readonly unanswered?: Unanswered;
};

export type DraftWithoutSuggestions = Omit<AnswerDraft, 'suggestions'>;

/** An answer in our own words alone. */
export function draftTalk(kind: AnswerKind, text: string): DraftWithoutSuggestions {
  return { kind, blocks: [{ type: 'talk', text }], completeness: 'none', notices: [] };
}

/** A refusal, or an answer that says only part; ideas, courtesies and questions back are not gaps of the documents. */
export function unansweredOf(
  { kind, completeness, gap }: DraftWithoutSuggestions,
  locale: Locale,
): Unanswered | null {
  const isPartOf = (kind === 'answer' || kind === 'overview') && completeness !== 'complete';
  if (gap === null || !(kind === 'refusal' || isPartOf)) return null;
  return { ...(gap ?? { kind: 'weak', matter: null }), locale };
}
