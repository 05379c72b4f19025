import type { Catalogue } from '../catalogue/create-catalogue.ts';
import type { Passage } from '../domain/passage.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import type { Retrieval } from '../retrieval/retrieve-passages.ts';
import type { DecideSupport } from './decide-support.ts';
import type { FindMentions } from './find-mentions.ts';
import type { RankByOwnWords } from './rank-by-own-words.ts';

/** What an answer from passages is made with. */
export type PassageDependencies = {
  readonly catalogue: Catalogue;
  readonly retrieval: Retrieval;
  readonly analyzer: TextAnalyzer;
  readonly decideSupport: DecideSupport;
  readonly findMentions: FindMentions;
  readonly rankByOwnWords: RankByOwnWords;
  /** Stems of a passage's own words. */
  readonly stemsOf: (passage: Passage) => ReadonlySet<string>;
  /** What is indexed with a passage: its own words and those of the questions it is expected to answer. */
  readonly wordsOf: (passageId: string) => ReadonlySet<string>;
};
