/** Folded words of a text: what tells a word broken at a line end from one that has a hyphen. */
export type Vocabulary = ReadonlySet<string>;

const WORD = /[\p{L}\p{N}]+(?:[-‐][\p{L}\p{N}]+)*/gu;
const BROKEN_END = /([\p{L}\p{N}]+)([-‐])$/u;

/** Words that stand whole inside a line; those at a broken line end are no evidence. */
export function collectVocabulary(lines: readonly string[]): Vocabulary {
  const words = new Set<string>();
  let isPreviousBroken = false;
  for (const line of lines) {
    const found = line.replace(BROKEN_END, '').match(WORD) ?? [];
    for (const word of isPreviousBroken ? found.slice(1) : found) words.add(word.toLowerCase());
    isPreviousBroken = BROKEN_END.test(line);
  }
  return words;
}

/** Joins a line to the next one: mends a word broken between them, else puts one space. */
export function joinLines(first: string, second: string, vocabulary: Vocabulary): string {
  if (first.endsWith('\u00AD')) return first.slice(0, -1) + second;
  if (/[\p{L}\p{N}][/–—]$/u.test(first) && /^[\p{L}\p{N}]/u.test(second)) return first + second;
  const broken = BROKEN_END.exec(first);
  const next = /^[\p{L}\p{N}]+/u.exec(second)?.[0];
  if (broken === null || next === undefined) return `${first} ${second}`;
  const left = broken[1] ?? '';
  return isHyphenOwn(left, next, vocabulary) ? first + second : first.slice(0, -1) + second;
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
