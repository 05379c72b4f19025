/** Lower case without accents, ñ kept apart from n. */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/(?<!n)\u0303|[\u0300-\u0302\u0304-\u036F]/gu, '')
    .normalize('NFC');
}

const CONNECTIVES = new Set('de del la el los las y e o en para a al the of and for'.split(' '));

export function isConnective(word: string): boolean {
  return CONNECTIVES.has(word.toLowerCase());
}

export type WordSpan = { readonly start: number; readonly end: number; readonly text: string };

/** Words and years ("2018-2026" is one) with their offsets. */
export function listWords(text: string): readonly WordSpan[] {
  return [...text.matchAll(/[\p{L}\p{N}]+(?:[-–][\p{L}\p{N}]+)*/gu)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
  }));
}

/** The folded words of a name that tell it from another one. */
export function contentWords(name: string): ReadonlySet<string> {
  return new Set(
    listWords(name)
      .map((word) => foldText(word.text))
      .filter((word) => !isConnective(word)),
  );
}
