import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters';
import type { TextSplitter } from '../../ports/text-splitter.ts';

/** Paragraphs first, then sentences, then words: a passage breaks a sentence only when it alone is too long. */
const SEPARATORS = ['\n\n', '. ', '? ', '! ', '; ', ', ', ' ', ''];

/** Splits a section into passages of at most `passageSizeCharacters` (UTF-16), as whole sentences where they fit. */
export function createTextSplitter({ passageSizeCharacters = 900 } = {}): TextSplitter {
  const splitter = new RecursiveCharacterTextSplitter({
    chunkSize: passageSizeCharacters,
    chunkOverlap: 0,
    keepSeparator: true,
    separators: SEPARATORS,
  });
  return { split: async (text) => cutAt(text, findStarts(text, await splitter.splitText(text))) };
}

/**
 * Where each piece begins. The vendor keeps a separator at the head of the next piece; the stop that ends
 * a sentence goes back to it.
 */
function findStarts(text: string, pieces: readonly string[]): readonly number[] {
  let cursor = 0;
  return pieces.flatMap((piece) => {
    const at = text.indexOf(piece, cursor);
    if (at === -1) return [];
    cursor = at + piece.length;
    return [at + (/^[.?!;,]\s+/.exec(piece)?.[0].length ?? 0)];
  });
}

/** The stretches between the starts, trimmed: what the vendor leaves out stays with the piece before. */
function cutAt(text: string, starts: readonly number[]): readonly string[] {
  return starts
    .map((start, i) => text.slice(i === 0 ? 0 : start, starts[i + 1] ?? text.length).trim())
    .filter((piece) => piece !== '');
}
