export type KeywordDocument = { readonly id: string; readonly text: string };
export type KeywordHit = { readonly id: string; readonly score: number };

/** A weighted word of a query: glossary expansions weigh less than the person's own words. */
export type WeightedText = { readonly text: string; readonly weight: number };

/** BM25 over words: stems, folded forms and close spellings. */
export type KeywordIndex = {
  readonly size: number;
  /** At most `count` hits with score above 0, best first; ties by id. */
  search(query: readonly WeightedText[], count: number): readonly KeywordHit[];
  /** How rare a word is in the indexed texts (inverse document frequency, 0 when unknown to them). */
  rarity(word: string): number;
  /** The indexed words that a word stands for: its own stem when it is indexed, else those one slip away or sounding alike; empty when none is. */
  stemsFor(word: string): readonly string[];
};

/** Builds a keyword index; the same documents give the same index. */
export type BuildKeywordIndex = (documents: readonly KeywordDocument[]) => KeywordIndex;
