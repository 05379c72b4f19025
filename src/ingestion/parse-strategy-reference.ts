import type { StrategyReference } from '../domain/challenge.ts';
import type { SourceDocument } from '../domain/source-document.ts';
import { type TextBlock, takeFromBlock } from './excerpts.ts';
import { findPointers, type ParagraphPointers } from './find-pointers.ts';
import type { RecognizeSource } from './strategy-sources.ts';

/** A reference with what the notices need to know of it: where each pointer stands and what was announced. */
export type LocatedReference = { readonly reference: StrategyReference; readonly found: ParagraphPointers };

/** Reads a paragraph that grounds a challenge; one that names no strategy takes that of the paragraph before. */
export function parseStrategyReference(
  document: SourceDocument,
  block: TextBlock,
  context: {
    readonly number: number;
    readonly previous: StrategyReference | undefined;
    readonly recognizeSource: RecognizeSource;
  },
): LocatedReference {
  const named = context.recognizeSource(block.text);
  const inherited = named === null ? (context.previous?.source ?? null) : null;
  const found = findPointers(block.text);
  const reference: StrategyReference = {
    ...takeFromBlock(document, block),
    number: context.number,
    source: named?.name ?? inherited,
    sourceAsWritten: named === null ? null : block.text.slice(named.start, named.end),
    isSourceInherited: inherited !== null,
    pointers: found.pointers.map((located) => located.pointer),
  };
  return { reference, found };
}
