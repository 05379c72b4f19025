import type { BlockKind } from '../domain/source-document.ts';

export type ChallengeHeading = {
  readonly number: number;
  /** Where the title begins inside the block, or null when the heading stands alone. */
  readonly titleOffset: number | null;
};

const HEADING_WORD = 'desaf[ií]o|reto|challenge';
const HEADING = new RegExp(
  `^(${HEADING_WORD})\\s+(?:n\\s?[°º.]\\s*)?(\\d{1,3}|[IVXLC]{1,7})(?![\\p{L}\\p{N}]|\\.\\d)\\s*([:.–—-]*)\\s*`,
  'iu',
);

/**
 * Reads "DESAFÍO 3", "DESAFÍO 3 TITLE" or, as a heading or with a separator, "Desafío 3: title"; null for anything else.
 * A strategy has challenges of its own ("desafío N° 3.2.2"), so running text must never pass for a heading.
 */
export function readChallengeHeading(text: string, kind: BlockKind): ChallengeHeading | null {
  const match = HEADING.exec(text);
  if (match === null) return null;
  const [whole, word = '', numeral = '', separator = ''] = match;
  const number = readNumeral(numeral);
  if (number === null || word.startsWith(word.charAt(0).toLowerCase())) return null;
  const rest = text.slice(whole.length);
  const isUpperCase = word === word.toUpperCase();
  if (rest !== '' && !isUpperCase && kind !== 'heading' && separator === '') return null;
  if (rest !== '' && separator === '' && !/^[\p{Lu}\p{N}¿¡“"«(]/u.test(rest)) return null;
  return { number, titleOffset: rest === '' ? null : whole.length };
}

/** Arabic or upper-case Roman numerals, 1 to 999; null for anything else. */
export function readNumeral(numeral: string): number | null {
  if (/^\d+$/.test(numeral)) return Number(numeral) > 0 ? Number(numeral) : null;
  if (!/^(?=.)(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})$/.test(numeral)) return null;
  const values: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100 };
  const digits = [...numeral].map((letter) => values[letter] ?? 0);
  return digits.reduce((sum, digit, i) => sum + (digit < (digits[i + 1] ?? 0) ? -digit : digit), 0);
}
