/** What pdf.js says of a run of text: `transform` ends in its place on the page (x, y from the bottom). */
export type PdfTextItem = {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly hasEOL: boolean;
};

type PrintedLine = { text: string; readonly baseline: number; height: number; end: number };

/** A gap this much wider than the usual leading parts two paragraphs. */
const PARAGRAPH_GAP = 1.2;
const CELL_GAP_POINTS = 7;

/**
 * Makes the text of one page after another, a line a printed line, with a blank line where the paper leaves a
 * paragraph's gap: without it nobody can tell a paragraph that ends in a full line from a sentence that does.
 */
export function createPageTextBuilder(): (items: readonly PdfTextItem[]) => string {
  const leadings: number[] = [];
  return (items) => {
    const lines = gatherLines(items);
    const gaps = lines.map((line, i) => leadingBetween(lines[i - 1], line));
    leadings.push(...gaps.filter((gap) => gap > 0.5 && gap < 4));
    leadings.sort((a, b) => a - b);
    const usual = leadings[Math.floor(leadings.length / 4)] ?? Number.POSITIVE_INFINITY;
    return lines
      .map((line, i) => ((gaps[i] ?? 0) > usual * PARAGRAPH_GAP ? `\n${line.text}` : line.text))
      .join('\n');
  };
}

function gatherLines(items: readonly PdfTextItem[]): readonly PrintedLine[] {
  const lines: PrintedLine[] = [];
  let isOpen = false;
  for (const item of items) {
    const [x = 0, y = 0] = item.transform.slice(4);
    const line = lines.at(-1);
    const isSameLine =
      isOpen && line !== undefined && Math.abs(line.baseline - y) <= Math.max(line.height, item.height);
    if (isSameLine && line !== undefined) addToLine(line, item, x);
    else if (item.str.trim() !== '') {
      lines.push({ text: item.str, baseline: y, height: item.height, end: x + item.width });
    }
    isOpen = !item.hasEOL;
  }
  return lines;
}

function addToLine(line: PrintedLine, item: PdfTextItem, x: number): void {
  const isCell = Math.abs(line.end - x) > CELL_GAP_POINTS && item.str.trim() !== '';
  line.text += isCell ? `\t${item.str}` : item.str;
  line.end = x + item.width;
  line.height = Math.max(line.height, item.height);
}

/** Distance of two baselines in units of the type's height; 0 when the second line is not below the first. */
function leadingBetween(before: PrintedLine | undefined, line: PrintedLine): number {
  if (before === undefined) return 0;
  return Math.max(0, before.baseline - line.baseline) / Math.max(before.height, line.height, 1);
}
