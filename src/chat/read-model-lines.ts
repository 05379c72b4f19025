/** A sentence as a model wrote it: its words without the markers, and the passages that it names. */
export type ModelSentence = { readonly text: string; readonly markers: readonly number[] };

const MARKERS = /\s*(?:\[\s*\d{1,3}(?:\s*[,;y]\s*\d{1,3})*\s*\]\s*)+[.!?]?/g;
/** A line that goes on and on is no sentence; it is dropped before anything else is done with it. */
const LONGEST_LINE = 1500;

/** Cuts what a model writes, as it comes, into sentences. What follows the last marker of a line names no passage: it is lost. */
export function createLineReader(): {
  readonly add: (text: string) => readonly ModelSentence[];
  readonly end: () => readonly ModelSentence[];
} {
  let rest = '';
  return {
    add(text) {
      const lines = `${rest}${text}`.split(/\r?\n/);
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE + 1);
      return lines.flatMap(readLine);
    },
    end() {
      const last = rest;
      rest = '';
      return readLine(last);
    },
  };
}

export function readLine(line: string): readonly ModelSentence[] {
  if (line.length > LONGEST_LINE) return [];
  const sentences: ModelSentence[] = [];
  let from = 0;
  for (const match of line.matchAll(MARKERS)) {
    const text = tidy(line.slice(from, match.index));
    from = match.index + match[0].length;
    const markers = [...new Set([...match[0].matchAll(/\d+/g)].map(([number]) => Number(number)))];
    if (text !== '') sentences.push({ text, markers });
  }
  return sentences;
}

/** Without the dash or number of a list and without emphasis, ending as a sentence ends. */
function tidy(text: string): string {
  const plain = text
    .replace(/\*\*|__/g, '')
    .replace(/^\s*(?:[-*•]|\d{1,2}[.)])\s+/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (plain === '' || /[.!?…»”"]$/.test(plain)) return plain.replace(/\s+([.!?…])$/, '$1');
  return `${plain.replace(/[,;:]$/, '')}.`;
}
