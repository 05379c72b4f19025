import type { BlockKind } from '../domain/source-document.ts';
import { isCapitals } from './reflow-lines.ts';

type HeadingCandidate = { readonly kind: BlockKind; readonly level: number; readonly text: string };

const LONGEST_HEADING = 120;
const LONGEST_PLAIN_HEADING = 60;
const SHORTEST_BODY = 80;
const NUMBERED = /^(\d+(?:\.\d+)*)[.)]?\s+\p{Lu}/u;

/** Finds the headings of a document whose format does not mark them (TXT, PDF); marked documents stay as they are. */
export function markHeadings<Block extends HeadingCandidate>(blocks: readonly Block[]): readonly Block[] {
  if (blocks.some((block) => block.kind === 'heading')) return blocks;
  return blocks.map((block, i) => {
    const level = block.kind === 'paragraph' ? headingLevel(block.text, blocks[i + 1]) : 0;
    return level === 0 ? block : { ...block, kind: 'heading', level };
  });
}

function headingLevel(text: string, next: HeadingCandidate | undefined): number {
  if (next === undefined || text.length > LONGEST_HEADING || /[.,;:?!”"]$/u.test(text)) return 0;
  const numbered = NUMBERED.exec(text);
  if (numbered !== null) return (numbered[1] ?? '').split('.').length;
  if (isCapitals(text)) return 1;
  const leadsABody = next.kind === 'list-item' || next.text.length >= SHORTEST_BODY;
  return /^\p{Lu}/u.test(text) && text.length <= LONGEST_PLAIN_HEADING && leadsABody ? 2 : 0;
}
