import type {
  BuildKeywordIndex,
  KeywordDocument,
  KeywordHit,
  KeywordIndex,
  WeightedText,
} from '../../ports/keyword-index.ts';
import type { TextAnalyzer, Token } from '../../ports/text-analyzer.ts';
import { createNearWordFinder } from './near-words.ts';

export type KeywordIndexOptions = {
  readonly analyzer: TextAnalyzer;
  /** How soon repetition of a word stops counting; 1.2 is the usual value. */
  readonly k1?: number;
  /** How much long texts are held back, 0 to 1; 0.75 is the usual value. */
  readonly b?: number;
};

type Posting = { readonly document: number; frequency: number };
type WeightedTerm = { readonly term: string; readonly weight: number };

type Postings = {
  readonly ids: readonly string[];
  readonly lengths: readonly number[];
  readonly averageLength: number;
  readonly byTerm: ReadonlyMap<string, readonly Posting[]>;
  /** The terms of each whole word of the texts, by its folded form: how "economia" finds the stem of "economía". */
  readonly termsOfWord: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/**
 * A word counts by its stem, and by its folded whole form at a lower weight. Both live in one space of terms, which
 * joins what Snowball parts: "mujer" (stem muj) with "mujeres" (stem mujer), "economia" with "economía".
 * On 52 development fact questions 0 to 0.25 found the passage first alike (71 %), 0.5 less (67 %), 1 least (63 %).
 */
const WHOLE_WORD_WEIGHT = 0.25;

/** What a word is worth that is only spelt like the one asked for, by its distance: sounds alike, one edit, two. */
const NEAR_WORD_WEIGHTS = [0.9, 0.7, 0.5] as const;

export function createKeywordIndexBuilder(options: KeywordIndexOptions): BuildKeywordIndex {
  const { analyzer, k1 = 1.2, b = 0.75 } = options;

  return function buildKeywordIndex(documents): KeywordIndex {
    const postings = collectPostings(documents, analyzer);
    const findNearWords = createNearWordFinder(postings.termsOfWord.keys());

    function termsOfToken(token: Token): readonly WeightedTerm[] {
      const known = knownTermsOf(token, postings);
      if (known.length > 0) return known;
      return findNearWords(token.folded).flatMap(({ word, distance }) =>
        [...(postings.termsOfWord.get(word) ?? [])].map(([term, weight]) => ({
          term,
          weight: weight * NEAR_WORD_WEIGHTS[distance],
        })),
      );
    }

    function search(query: readonly WeightedText[], count: number): readonly KeywordHit[] {
      const scores = new Map<number, number>();
      for (const [term, weight] of heaviestTerms(query, analyzer, termsOfToken)) {
        addTermScores(scores, postings, { term, weight, k1, b });
      }
      return bestHits(scores, postings.ids, count);
    }

    function rarity(word: string): number {
      const stems = contentTokens(analyzer, word).flatMap((token) =>
        knownTermsOf(token, postings).slice(0, 1),
      );
      return Math.max(0, ...stems.map(({ term }) => inverseDocumentFrequency(postings, term)));
    }

    function stemsFor(word: string): readonly string[] {
      return contentTokens(analyzer, word).flatMap((token) => {
        const known = knownTermsOf(token, postings);
        if (known.length > 0) return known.map(({ term }) => term);
        // Two edits find too much to be taken for the same word.
        const near = findNearWords(token.folded).filter(({ distance }) => distance < 2);
        return near.flatMap((found) => [...(postings.termsOfWord.get(found.word)?.keys() ?? [])]);
      });
    }

    return { size: postings.ids.length, search, rarity, stemsFor };
  };
}

function contentTokens(analyzer: TextAnalyzer, text: string): readonly Token[] {
  return analyzer.analyze(text).filter((token) => !token.isStopWord);
}

function termsOf(token: Token): readonly WeightedTerm[] {
  const stem = { term: token.stem, weight: 1 };
  return token.stem === token.folded ? [stem] : [stem, { term: token.folded, weight: WHOLE_WORD_WEIGHT }];
}

/** The terms of a word that the texts hold, the stem first; none when they hold neither the stem nor the whole word. */
function knownTermsOf(token: Token, postings: Postings): readonly WeightedTerm[] {
  const asInTexts = postings.termsOfWord.get(token.folded) ?? new Map<string, number>();
  const known = new Map(asInTexts);
  for (const { term, weight } of termsOf(token)) {
    if (postings.byTerm.has(term)) known.set(term, Math.max(weight, known.get(term) ?? 0));
  }
  return [...known].map(([term, weight]) => ({ term, weight })).sort((a, b) => b.weight - a.weight);
}

function collectPostings(documents: readonly KeywordDocument[], analyzer: TextAnalyzer): Postings {
  const byTerm = new Map<string, Posting[]>();
  const termsOfWord = new Map<string, Map<string, number>>();
  const lengths = documents.map(({ text }, document) => {
    const tokens = contentTokens(analyzer, text);
    for (const token of tokens) {
      const ofWord = termsOfWord.get(token.folded) ?? new Map<string, number>();
      termsOfWord.set(token.folded, ofWord);
      for (const { term, weight } of termsOf(token)) {
        ofWord.set(term, weight);
        addOccurrence(byTerm, term, document, weight);
      }
    }
    return tokens.length;
  });
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const ids = documents.map(({ id }) => id);
  return { ids, lengths, averageLength: total / Math.max(1, lengths.length), byTerm, termsOfWord };
}

function addOccurrence(byTerm: Map<string, Posting[]>, term: string, document: number, weight: number): void {
  const postings = byTerm.get(term) ?? [];
  const last = postings.at(-1);
  // Documents come in order, so that the document at hand can only be the last one.
  if (last?.document === document) last.frequency += weight;
  else postings.push({ document, frequency: weight });
  byTerm.set(term, postings);
}

/** A term that comes from several words of the query counts once, at its highest weight. */
function heaviestTerms(
  query: readonly WeightedText[],
  analyzer: TextAnalyzer,
  termsOfToken: (token: Token) => readonly WeightedTerm[],
): ReadonlyMap<string, number> {
  const heaviest = new Map<string, number>();
  for (const part of query) {
    for (const token of contentTokens(analyzer, part.text)) {
      for (const { term, weight } of termsOfToken(token)) {
        heaviest.set(term, Math.max(heaviest.get(term) ?? 0, weight * part.weight));
      }
    }
  }
  return heaviest;
}

function addTermScores(
  scores: Map<number, number>,
  postings: Postings,
  { term, weight, k1, b }: WeightedTerm & { readonly k1: number; readonly b: number },
): void {
  const rarity = inverseDocumentFrequency(postings, term);
  for (const { document, frequency } of postings.byTerm.get(term) ?? []) {
    const relativeLength = (postings.lengths[document] ?? 0) / postings.averageLength;
    const saturation = (frequency * (k1 + 1)) / (frequency + k1 * (1 - b + b * relativeLength));
    scores.set(document, (scores.get(document) ?? 0) + weight * rarity * saturation);
  }
}

/** ln(1 + (N - n + 0.5) / (n + 0.5)): above 0 also for words of most documents. */
function inverseDocumentFrequency({ ids, byTerm }: Postings, term: string): number {
  const holding = byTerm.get(term)?.length ?? 0;
  return holding === 0 ? 0 : Math.log(1 + (ids.length - holding + 0.5) / (holding + 0.5));
}

function bestHits(scores: ReadonlyMap<number, number>, ids: readonly string[], count: number): KeywordHit[] {
  return [...scores]
    .map(([document, score]) => ({ id: ids[document] ?? '', score }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .slice(0, Math.max(0, count));
}
