/** Folded words of a text: what tells a word broken at a line end from one that has a hyphen. */
export type Vocabulary = ReadonlySet<string>;

const WORD = /[\p{L}\p{N}]+(?:[-‐][\p{L}\p{N}]+)*/gu;
const LONGEST_WORD = 80;

/** Words that stand whole inside a line; those at a broken line end are no evidence. */
export function collectVocabulary(lines: readonly string[]): Vocabulary {
  const words = new Set<string>();
  let isPreviousBroken = false;
  for (const line of lines) {
    const found = line.match(WORD) ?? [];
    const isBroken = findBrokenEnd(line) !== null;
    const whole = found.slice(isPreviousBroken ? 1 : 0, isBroken ? -1 : undefined);
    for (const word of whole) words.add(word.toLowerCase());
    isPreviousBroken = isBroken;
  }
  return words;
}

/** Joins lines: mends words broken between them, else puts one space. */
export function joinLines(lines: readonly string[], vocabulary: Vocabulary): string {
  return lines
    .map((line, i) => {
      const next = lines[i + 1];
      return next === undefined ? line : closeLine(line, next, vocabulary);
    })
    .join('');
}

/** A line as it stands before the next one: without the hyphen that only breaks a word, or with a space. */
function closeLine(line: string, next: string, vocabulary: Vocabulary): string {
  if (line.endsWith('\u00AD')) return line.slice(0, -1);
  if (/[\p{L}\p{N}][/–—]$/u.test(line) && /^[\p{L}\p{N}]/u.test(next)) return line;
  const left = findBrokenEnd(line);
  const right = /^[\p{L}\p{N}]+/u.exec(next)?.[0];
  if (left === null || right === undefined) return `${line} `;
  return isHyphenOwn(left, right, vocabulary) ? line : line.slice(0, -1);
}

/** The letters before a hyphen at the end of a line. Only the end is looked at: lines may be as long as a document. */
function findBrokenEnd(line: string): string | null {
  return /([\p{L}\p{N}]+)[-‐]$/u.exec(line.slice(-LONGEST_WORD))?.[1] ?? null;
}

/** "centro-" + "periferia" keeps its hyphen, "desarr-" + "ollar" does not. */
function isHyphenOwn(left: string, right: string, vocabulary: Vocabulary): boolean {
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  if (/\d/.test(a + b)) return true;
  if (vocabulary.has(`${a}-${b}`)) return true;
  if (vocabulary.has(a + b)) return false;
  if (/^\p{Lu}\p{Ll}/u.test(right)) return true;
  return a.length >= 4 && b.length >= 4 && vocabulary.has(a) && vocabulary.has(b);
}
