import type { Passage } from '../domain/passage.ts';
import type { Catalogue, CatalogueChallenge } from './create-catalogue.ts';
import { findChallenge } from './create-catalogue.ts';
import type { Finding } from './finding.ts';
import type { Ask } from './read-ask.ts';
import type { Mentions } from './read-mentions.ts';
import { resolveNumbers } from './read-mentions.ts';

/** A message as the catalogue sees it. `challenges` are those it names or, in a follow-up, those the talk is about. */
export type ExactQuestion = {
  readonly mentions: Mentions;
  readonly ask: Ask;
  readonly challenges: readonly number[];
  /** Challenges to leave out: "los que faltan". */
  readonly except: readonly number[];
  /** Stems of a passage's own words. */
  readonly stemsOf: (passage: Passage) => ReadonlySet<string>;
};

/** One way of answering from the structure; null when the question is not of its kind. */
export type Rule = (catalogue: Catalogue, question: ExactQuestion) => Finding | null;

/** The challenges with these numbers that exist, in the order asked. */
export function inScope(catalogue: Catalogue, numbers: readonly number[]): CatalogueChallenge[] {
  return resolveNumbers(numbers, catalogue.challenges.length).flatMap((number) => {
    const challenge = findChallenge(catalogue, number);
    return challenge ? [challenge] : [];
  });
}
