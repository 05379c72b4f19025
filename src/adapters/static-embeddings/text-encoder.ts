import type { Embedding } from '../../domain/embedding.ts';
import { foldText } from '../../domain/fold-text.ts';
import type { SemFile } from './sem-file.ts';

/** The tokens the model was trained on: words, words with a number after them, and short codes. */
const TOKEN = /[a-záéíóúüñàèìòùâêîôûäëïöç]+(?:\d+)?|[a-z]?\d{2,4}[a-z]*/g;

/** Words that fold to themselves. */
const PLAIN = /^[a-zñ0-9]+$/;

/** Inflections of an unknown word are sought by cutting up to this many letters off its end. */
const MAXIMUM_CUT = 4;
const MAXIMUM_SIBLINGS = 4;
const SHORTEST_WITH_SIBLINGS = 5;
const SHORTEST_PREFIX = 4;
const SMALLEST_PREFIX_SHARE = 0.6;
const SHORTEST_UNKNOWN_WORD = 3;

/**
 * Sums the rows of a text's words and brings the sum to unit length; zeros when no word can be read.
 *
 *     word known  ──────────────────────────────► its row
 *     known without accents ────────────────────► the row of the most frequent accented form
 *     beginning known (haitianas: haitianos …) ─► those rows, averaged
 *     nothing known ────────────────────────────► its letter sequences, hashed to the buckets
 */
export function createTextEncoder(file: SemFile): (text: string) => Embedding {
  const { header, words } = file;
  const rowOf = new Map(words.map((word, row) => [word, row]));
  const rowOfFolded = collectFoldedForms(words, rowOf);
  // Sorted when the first unknown word asks for it: sorting is half of the time that loading would take.
  let alphabetical: readonly WordRow[] | null = null;

  function addWord(sum: Float32Array, word: string): void {
    const folded = foldText(word);
    const row = rowOf.get(word) ?? rowOf.get(folded) ?? rowOfFolded.get(folded);
    if (row !== undefined) addRow(sum, file, row, 1);
    else if (word.length >= SHORTEST_UNKNOWN_WORD) addUnknownWord(sum, word);
  }

  function addUnknownWord(sum: Float32Array, word: string): void {
    alphabetical ??= sortWords(words);
    const siblings = header.siblingWeight > 0 ? findSiblings(alphabetical, word) : [];
    for (const row of siblings) addRow(sum, file, row, header.siblingWeight / siblings.length);
    if (siblings.length === 0 && header.buckets > 0) addLetterSequences(sum, file, word);
  }

  return function encodeText(text) {
    const sum = new Float32Array(header.dim);
    for (const word of text.normalize('NFC').toLowerCase().match(TOKEN) ?? []) addWord(sum, word);
    return scaleToUnitLength(sum);
  };
}

/** Words come by frequency, so the first form to claim a folded spelling is the most frequent one. */
function collectFoldedForms(
  words: readonly string[],
  rowOf: ReadonlyMap<string, number>,
): Map<string, number> {
  const rowOfFolded = new Map<string, number>();
  for (const [row, word] of words.entries()) {
    if (PLAIN.test(word)) continue;
    const folded = foldText(word);
    if (!rowOf.has(folded) && !rowOfFolded.has(folded)) rowOfFolded.set(folded, row);
  }
  return rowOfFolded;
}

type WordRow = { readonly word: string; readonly row: number };

function sortWords(words: readonly string[]): readonly WordRow[] {
  return words
    .map((word, row) => ({ word, row }))
    .sort((a, b) => (a.word < b.word ? -1 : a.word > b.word ? 1 : 0));
}

/** The most frequent words that share the longest known beginning with `word`. */
function findSiblings(alphabetical: readonly WordRow[], word: string): readonly number[] {
  if (word.length < SHORTEST_WITH_SIBLINGS) return [];
  for (let cut = 1; cut <= MAXIMUM_CUT; cut++) {
    const prefix = word.slice(0, word.length - cut);
    if (prefix.length < SHORTEST_PREFIX || prefix.length < SMALLEST_PREFIX_SHARE * word.length) break;
    const rows = rowsWithPrefix(alphabetical, prefix, word.length + 2);
    if (rows.length > 0) return rows.sort((a, b) => a - b).slice(0, MAXIMUM_SIBLINGS);
  }
  return [];
}

function rowsWithPrefix(alphabetical: readonly WordRow[], prefix: string, maximumLength: number): number[] {
  const rows: number[] = [];
  for (let i = firstNotBefore(alphabetical, prefix); alphabetical[i]?.word.startsWith(prefix); i++) {
    const candidate = alphabetical[i];
    if (candidate !== undefined && candidate.word.length <= maximumLength) rows.push(candidate.row);
  }
  return rows;
}

function firstNotBefore(alphabetical: readonly WordRow[], prefix: string): number {
  let low = 0;
  let high = alphabetical.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((alphabetical[middle]?.word ?? '') < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}

function addLetterSequences(sum: Float32Array, file: SemFile, word: string): void {
  const { header } = file;
  const letters = [...`<${word}>`];
  const sequences = new Float32Array(header.dim);
  for (let length = header.minn; length <= header.maxn; length++) {
    for (let start = 0; start + length <= letters.length; start++) {
      const hash = hashFnv1a(letters.slice(start, start + length).join(''));
      addRow(sequences, file, header.rows + (hash % header.buckets), 1);
    }
  }
  const length = Math.sqrt(sumOfSquares(sequences));
  if (length === 0) return;
  const weight = (header.ngramWeight * header.oovNorm) / length;
  for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + weight * (sequences[i] ?? 0);
}

const utf8 = new TextEncoder();

function hashFnv1a(text: string): number {
  let hash = 2_166_136_261;
  for (const byte of utf8.encode(text)) hash = Math.imul(hash ^ byte, 16_777_619) >>> 0;
  return hash;
}

function addRow(sum: Float32Array, { header, scales, values }: SemFile, row: number, weight: number): void {
  const scale = (scales[row] ?? 0) * weight;
  if (header.bits === 8) addRowOfBytes(sum, values, row * header.dim, scale);
  else addRowOfHalfBytes(sum, values, row * (header.dim >> 1), scale);
}

function addRowOfBytes(sum: Float32Array, values: Uint8Array, start: number, scale: number): void {
  for (let i = 0; i < sum.length; i++)
    sum[i] = (sum[i] ?? 0) + scale * (((values[start + i] ?? 0) << 24) >> 24);
}

function addRowOfHalfBytes(sum: Float32Array, values: Uint8Array, start: number, scale: number): void {
  for (let i = 0; i < sum.length; i += 2) {
    const pair = values[start + (i >> 1)] ?? 0;
    sum[i] = (sum[i] ?? 0) + scale * ((pair & 15) - 8);
    sum[i + 1] = (sum[i + 1] ?? 0) + scale * ((pair >> 4) - 8);
  }
}

function scaleToUnitLength(sum: Float32Array): Embedding {
  const length = Math.sqrt(sumOfSquares(sum)) || 1;
  return sum.map((value) => value / length);
}

function sumOfSquares(numbers: Float32Array): number {
  let sum = 0;
  for (const value of numbers) sum += value * value;
  return sum;
}
