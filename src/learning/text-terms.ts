import type { TextSpan } from '../domain/text-span.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';

/** The kinds of terms a text is described by; each kind counts as one whole, however many terms it has. */
export const termGroups = ['stems', 'words', 'pairs', 'characters'] as const;
export type TermGroup = (typeof termGroups)[number];

/** One occurrence of a term; `word` says which word of the text it comes from. */
export type TermOccurrence = { readonly term: string; readonly word: number };

/** What a text says, as countable terms. `words` are the spans of its words in the text as given. */
export type TextTerms = {
  readonly words: readonly TextSpan[];
  readonly groups: Readonly<Record<TermGroup, readonly TermOccurrence[]>>;
};

const CHARACTERS_IN_TERM = 4;
/** A longer text says nothing new to a classifier of short texts and would only cost time. */
const MAXIMUM_WORDS = 2000;

export function readTerms(text: string, analyzer: TextAnalyzer): TextTerms {
  const tokens = analyzer.analyze(text).slice(0, MAXIMUM_WORDS);
  const content = tokens.flatMap((token, word) => (token.isStopWord ? [] : [{ stem: token.stem, word }]));
  return {
    words: tokens.map(({ start, end }) => ({ start, end })),
    groups: {
      stems: content.map(({ stem, word }) => ({ term: stem, word })),
      words: tokens.map((token, word) => ({ term: token.folded, word })),
      pairs: pairNeighbours(content),
      characters: characterTerms(tokens.map((token) => token.folded)),
    },
  };
}

function pairNeighbours(
  content: readonly { readonly stem: string; readonly word: number }[],
): TermOccurrence[] {
  return content.slice(1).map((next, index) => {
    const previous = content[index] ?? next;
    return { term: `${previous.stem} ${next.stem}`, word: next.word };
  });
}

/** Runs of characters over the whole text, so that a run also tells which words meet: typos and word forms share most runs. */
function characterTerms(words: readonly string[]): TermOccurrence[] {
  const joined = ` ${words.join(' ')} `;
  const owners = [0, ...words.flatMap((word, index) => Array<number>(word.length + 1).fill(index))];
  const terms: TermOccurrence[] = [];
  for (let at = 0; at + CHARACTERS_IN_TERM <= joined.length; at++) {
    terms.push({ term: joined.slice(at, at + CHARACTERS_IN_TERM), word: owners[at] ?? 0 });
  }
  return terms;
}
