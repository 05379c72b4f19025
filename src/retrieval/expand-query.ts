import type { GlossaryEntry } from '../domain/collection.ts';
import { foldText, soundOf } from '../domain/fold-text.ts';
import type { WeightedText } from '../ports/keyword-index.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';

/** Words that a person used, and what the documents say instead. */
export type Expansion = { readonly entry: GlossaryEntry; readonly term: string };

export type ExpandQuery = (text: string) => readonly Expansion[];

/** "Abuelito", "viejitas", "pueblito": stems keep the ending. */
const DIMINUTIVE = /(?:ec|c)?it(o|a|os|as)?$/;

/**
 * Finds the glossary's terms in a text, word by word (never inside a word: "olla" is not in "desarrolla").
 * A term of several words matches its stems in a row.
 */
export function createExpandQuery(glossary: readonly GlossaryEntry[], analyzer: TextAnalyzer): ExpandQuery {
  const byFirstWord = new Map<string, { words: readonly string[]; entry: GlossaryEntry; term: string }[]>();
  for (const entry of glossary) {
    for (const term of entry.terms) {
      const words = termKeys(term, analyzer);
      const first = words[0];
      if (first === undefined) continue;
      byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), { words, entry, term }]);
    }
  }
  const known = new Set(glossary.flatMap(({ terms }) => terms.flatMap((term) => termKeys(term, analyzer))));
  const bySound = new Map([...known].map((word) => [soundOf(word), word]));
  // "Avuelitos" stands for "abuelos": a word of no term is tried without its diminutive, then by its sound.
  function recognise(word: string): string {
    if (known.has(word)) return word;
    const [plain = word] = termKeys(word.replace(DIMINUTIVE, '$1'), analyzer);
    return known.has(plain) ? plain : (bySound.get(soundOf(word)) ?? bySound.get(soundOf(plain)) ?? word);
  }

  return (text) => {
    const words = termKeys(text, analyzer).map(recognise);
    const found = new Map<GlossaryEntry, string>();
    words.forEach((word, at) => {
      for (const candidate of byFirstWord.get(word) ?? []) {
        const fits = candidate.words.every((wanted, i) => words[at + i] === wanted);
        if (fits && !found.has(candidate.entry)) found.set(candidate.entry, candidate.term);
      }
    });
    return [...found].map(([entry, term]) => ({ entry, term }));
  };
}

/** The words of the documents that stand for the expansions, as query text of a lower weight. */
export function expansionTexts(expansions: readonly Expansion[], weight: number): WeightedText[] {
  return expansions
    .filter(({ entry }) => entry.documentWords.length > 0)
    .map(({ entry }) => ({ text: entry.documentWords.join(' '), weight }));
}

// Stop words count inside a term ("en situación de calle"), so all words are kept. A stemmer takes "economía" and "economia" for two
// words, so accents go first.
function termKeys(text: string, analyzer: TextAnalyzer): string[] {
  return analyzer
    .analyze(foldText(text))
    .map((token) => (token.isStopWord ? foldText(token.surface) : token.stem));
}
