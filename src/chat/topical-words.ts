import type { IsTopical, TopicWord } from '../catalogue/read-ask.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import type { Retrieval } from '../retrieval/retrieve-passages.ts';

/** After these a noun follows: "de dinosaurios", "sobre la pesca". */
const PREPOSITIONS = new Set(['de', 'del', 'sobre', 'about', 'd']);
const ARTICLES = new Set(['el', 'la', 'los', 'las', 'un', 'una', 'the', 'a', 'lo']);
const MENTION = /^(?:mencion|nombr|aparec|salen?$|figur|mention)/;
const NAME = /^\p{Lu}\p{Ll}+$/u;
const SHORT_WORDS = 8;
const NO_WORD = { folded: '', surface: '', stem: '' };
/** A word in the expected questions of this many passages is a way of asking, not a subject. */
const PASSAGES_OF_A_WAY_OF_ASKING = 4;

/**
 * Tells subjects from ways of asking: a subject is a word of the documents or of the glossary, or a word that nobody has used
 * to ask and that stands where a noun would.
 */
export function createIsTopical(dependencies: {
  readonly collection: IndexedCollection;
  readonly analyzer: TextAnalyzer;
  readonly retrieval: Retrieval;
}): IsTopical {
  const { collection, analyzer, retrieval } = dependencies;
  const stemsOf = (text: string) =>
    analyzer.analyze(text).flatMap(({ stem, isStopWord }) => (isStopWord ? [] : [stem]));
  const terms = collection.glossary.flatMap((entry) => entry.terms.map(stemsOf));
  const glossary = new Set(terms.flat());
  const wholeTerms = new Set(terms.filter(({ length }) => length === 1).flat());
  const documents = new Set(collection.passages.flatMap(({ text }) => stemsOf(text)));
  const askedOf = countPassages(collection, stemsOf);
  const isAskedOfMany = (stem: string) => (askedOf.get(stem) ?? 0) >= PASSAGES_OF_A_WAY_OF_ASKING;
  return (words, index) => {
    const { folded, surface, stem } = words[index] ?? NO_WORD;
    if (glossary.has(stem) || retrieval.documentStemsFor(surface).length > 0) {
      // "Cosas" may be a slip for "costas" or half of "cosas de antes", and is a word of many questions.
      const own = analyzer.analyze(surface)[0]?.stem ?? stem;
      return !isName(words, index) && isAskedOfMany(own) && !wholeTerms.has(own) && !documents.has(own)
        ? 'doubtful'
        : 'subject';
    }
    const isWord = folded.length >= 4 && !isAskedOfMany(stem) && standsAsNoun(words, index);
    const isSubject = isWord || isName(words, index);
    return isSubject ? 'subject' : 'none';
  };
}

// "De dinosaurios", "sobre la pesca": a noun, perhaps with its article, after a preposition.
function standsAsNoun(words: readonly TopicWord[], index: number): boolean {
  const before = words[index - 1]?.folded ?? '';
  // "Mencionan Ovalle", "nombran a los pirquineros", "la comuna se llama Río Hurtado".
  const lead = ARTICLES.has(before) || before === 'a' ? words[index - 2]?.folded : before;
  const isNamed = MENTION.test(lead ?? '');
  return (
    isNamed ||
    PREPOSITIONS.has(before) ||
    (ARTICLES.has(before) && PREPOSITIONS.has(words[index - 2]?.folded ?? ''))
  );
}

/** "Río Hurtado"; in a longer message a capital may begin a sentence. */
function isName(words: readonly TopicWord[], index: number): boolean {
  return words.length <= SHORT_WORDS && index > 0 && NAME.test(words[index]?.surface ?? '');
}

function countPassages(
  { expectedQuestions }: IndexedCollection,
  stemsOf: (text: string) => readonly string[],
): ReadonlyMap<string, number> {
  const passages = new Map<string, Set<string>>();
  for (const { passageId, question } of expectedQuestions) {
    for (const stem of stemsOf(question))
      passages.set(stem, (passages.get(stem) ?? new Set()).add(passageId));
  }
  return new Map([...passages].map(([stem, ids]) => [stem, ids.size]));
}
