import type { TextSpan } from '../domain/text-span.ts';

/** A word of a text. `folded` is lower case without accents (ñ kept); `stem` is the stem of the accented form, folded. */
export type Token = TextSpan & {
  readonly surface: string;
  readonly folded: string;
  readonly stem: string;
  readonly isStopWord: boolean;
};

/** Splits text into words as the collection's language does. Pure and deterministic. */
export type TextAnalyzer = { readonly id: string; analyze(text: string): readonly Token[] };
