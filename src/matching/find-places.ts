import type { CollectionManifest } from '../domain/collection.ts';
import type { TextSpan } from '../domain/text-span.ts';
import type { TextAnalyzer, Token } from '../ports/text-analyzer.ts';

export type PlacesFound = { readonly inside: readonly TextSpan[]; readonly outside: readonly TextSpan[] };

/** Finds the territory's place names, whole words only; of two that overlap the longer one counts. */
export function createFindPlaces(
  territory: CollectionManifest['territory'],
  analyzer: TextAnalyzer,
): (text: string) => PlacesFound {
  const names = [
    ...territory.inside.map((name) => ({ words: foldedWords(analyzer.analyze(name)), isInside: true })),
    ...territory.outside.map((name) => ({ words: foldedWords(analyzer.analyze(name)), isInside: false })),
  ].sort((a, b) => b.words.length - a.words.length);

  return (text) => {
    const tokens = analyzer.analyze(text);
    const folded = foldedWords(tokens);
    const found: { readonly span: TextSpan; readonly isInside: boolean }[] = [];
    let next = 0;
    folded.forEach((_, at) => {
      if (at < next) return;
      const name = names.find(({ words }) => words.every((word, i) => folded[at + i] === word));
      if (name === undefined || name.words.length === 0) return;
      next = at + name.words.length;
      found.push({ span: spanOf(tokens, at, next - 1), isInside: name.isInside });
    });
    return {
      inside: found.filter(({ isInside }) => isInside).map(({ span }) => span),
      outside: found.filter(({ isInside }) => !isInside).map(({ span }) => span),
    };
  };
}

function foldedWords(tokens: readonly Token[]): readonly string[] {
  return tokens.map(({ folded }) => folded);
}

function spanOf(tokens: readonly Token[], first: number, last: number): TextSpan {
  return { start: tokens[first]?.start ?? 0, end: tokens[last]?.end ?? 0 };
}
