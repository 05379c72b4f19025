import type { TopicWord } from '../catalogue/read-ask.ts';
import type { Passage } from '../domain/passage.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { type Retrieval, type RetrievedPassage, UNKNOWN_RARITY } from '../retrieval/retrieve-passages.ts';

/** A passage found with the score `asFound`; `own`: share of what is asked about, by rarity, that its own text says, 0..1. */
export type RankedPassage = RetrievedPassage & { readonly asFound: number; readonly own: number };

export type RankByOwnWords = (
  found: readonly RetrievedPassage[],
  topic: readonly TopicWord[],
  wantsItems?: boolean,
) => readonly RankedPassage[];

/** What own words add to a score of 0..1. From 0.2 to 0.4 the same questions are answered; without it 1 in 200 less. */
const OWN_WEIGHT = 0.3;
/** "¿Qué servicios nombra?": a passage that lists things, "(salud, transporte, conectividad…)". */
const LISTS_THINGS = /(?:[^,;.:()]{3,45}, ){2}/;
const ITEMS_WEIGHT = 0.45;
/** A word of the glossary's stands for the person's own a little less well. */
const EXPANSION_SHARE = 0.7;

/**
 * Orders passages once more: expected questions find what people ask for in other words, but of two found alike the one that says the
 * words itself answers better. Ties stay in the order found.
 */
export function createRankByOwnWords(dependencies: {
  readonly analyzer: TextAnalyzer;
  readonly retrieval: Retrieval;
  readonly stemsOf: (passage: Passage) => ReadonlySet<string>;
}): RankByOwnWords {
  const { analyzer, retrieval, stemsOf } = dependencies;

  function readWord({ surface, stem }: TopicWord) {
    const usual = retrieval.expandQuery(surface).flatMap(({ entry }) => entry.documentWords);
    return {
      rarity: retrieval.rarity(surface) || UNKNOWN_RARITY,
      forms: [stem, ...retrieval.documentStemsFor(surface)],
      usual: analyzer.analyze(usual.join(' ')).flatMap((token) => (token.isStopWord ? [] : [token.stem])),
    };
  }

  return (found, topic, wantsItems = false) => {
    const words = topic.map(readWord);
    const all = words.reduce((sum, { rarity }) => sum + rarity, 0);
    const shareIn = (stems: ReadonlySet<string>) =>
      words.reduce((sum, { rarity, forms, usual }) => {
        if (forms.some((form) => stems.has(form))) return sum + rarity;
        return usual.some((form) => stems.has(form)) ? sum + EXPANSION_SHARE * rarity : sum;
      }, 0) / (all || 1);
    const ranked = found
      .map(({ passage, score }) => {
        const own = shareIn(stemsOf(passage));
        const isListing = wantsItems && own > 0 && LISTS_THINGS.test(passage.text);
        const itself = OWN_WEIGHT * own + (isListing ? ITEMS_WEIGHT : 0);
        return { isListing, one: { passage, score: score + itself, asFound: score, own } };
      })
      .sort((a, b) => b.one.score - a.one.score);
    const kept = ranked[0]?.isListing ? ranked.filter(({ isListing }) => isListing) : ranked;
    return kept.map(({ one }) => one);
  };
}
