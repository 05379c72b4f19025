import type { Locale } from '../domain/collection.ts';
import type { UnansweredReport } from '../domain/unanswered.ts';

/** The last `days`, today among them; `collection` left out means all. */
export type UnansweredRequest = { readonly days: number; readonly collection?: string | undefined };

/** What the wall can tell operators of the questions that were not answered. */
export type UnansweredDependencies = {
  reportUnanswered(request: UnansweredRequest): Promise<UnansweredReport>;
  /** The same as a CSV file that no spreadsheet takes for formulas. */
  exportUnanswered(request: UnansweredRequest, locale: Locale): Promise<string>;
};
