import { type Citation, citePassage } from '../domain/provenance.ts';
import type { SourceDocument } from '../domain/source-document.ts';
import type { AnswerDraft, DraftBlock, Evidence, QuoteItem } from './answer-draft.ts';

export type VerifiedText = { readonly blocks: readonly string[]; readonly citations: readonly Citation[] };

/**
 * Turns a draft into Markdown whose every statement ends in markers, and the markers into citations whose quotes are exact
 * slices of the documents. A block with evidence that does not hold is left out: nothing unsupported is shown.
 */
export function verifyCitations(
  draft: AnswerDraft,
  documents: readonly SourceDocument[],
  list: CitationList = createCitationList(documents),
): VerifiedText {
  const blocks = draft.blocks.flatMap((block) => list.writeBlock(block) ?? []);
  return { blocks, citations: list.citations() };
}

/** The citations of one answer, numbered as they come. */
export type CitationList = {
  /** A block with its markers; null when its evidence does not hold. */
  writeBlock(block: DraftBlock): string | null;
  writeStatement(text: string, evidence: readonly Evidence[]): string | null;
  citations(): readonly Citation[];
};

export function createCitationList(documents: readonly SourceDocument[]): CitationList {
  const texts = new Map(documents.map((document) => [document.id, document.text]));
  const citations: Citation[] = [];
  function writeBlock(block: DraftBlock): string | null {
    const supported = keepSupported(block, texts);
    return supported && renderBlock(supported, (evidence) => cite(evidence, citations, texts));
  }
  return {
    writeBlock,
    writeStatement: (text, evidence) => writeBlock({ type: 'statement', text, evidence }),
    citations: () => citations,
  };
}

/** True when the evidence is a non-empty slice of its passage and of its document. */
export function holds({ passage, span }: Evidence, texts: ReadonlyMap<string, string>): boolean {
  const text = texts.get(passage.document);
  if (text === undefined || span.end <= span.start) return false;
  if (span.start < passage.start || span.end > passage.end) return false;
  const quote = text.slice(span.start, span.end);
  return (
    quote.trim() !== '' && passage.text.slice(span.start - passage.start, span.end - passage.start) === quote
  );
}

function keepSupported(block: DraftBlock, texts: ReadonlyMap<string, string>): DraftBlock | null {
  const isSound = (evidence: Evidence) => holds(evidence, texts);
  if (block.type === 'talk') return block;
  if (block.type === 'quotes') {
    const items = block.items.filter(({ shown }) => shown.length > 0 && shown.every(isSound));
    return items.length > 0 ? { ...block, items } : null;
  }
  const needed = block.type === 'quote' ? [block.shown, ...block.evidence] : block.evidence;
  return needed.length > 0 && needed.every(isSound) ? block : null;
}

type Cite = (evidence: Evidence) => { marker: string; quote: string };

function renderBlock(block: DraftBlock, cite: Cite): string {
  if (block.type === 'talk') return block.text;
  if (block.type === 'statement') return `${block.text} ${markers(block.evidence, cite)}`;
  if (block.type === 'quotes')
    return block.items.map((item, i) => renderItem(item, i, block.isNumbered, cite)).join('\n');
  const { quote } = cite(block.shown);
  const label = block.label ? `**${block.label}:** ` : '';
  return `${label}«${quote}» ${markers([block.shown, ...block.evidence], cite)}`;
}

function renderItem(item: QuoteItem, index: number, isNumbered: boolean, cite: Cite): string {
  const bullet = isNumbered ? `${index + 1}.` : '-';
  const label = item.label ? `**${item.label}:** ` : '';
  const quotes = item.shown.map((evidence) => {
    const { quote, marker } = cite(evidence);
    return `«${quote}» ${marker}`;
  });
  return `${bullet} ${label}${quotes.join('; ')}`;
}

function markers(evidence: readonly Evidence[], cite: Cite): string {
  return [...new Set(evidence.map((one) => cite(one).marker))].join('');
}

/** What is shown may be a part of a sentence; what is cited is the same stretch, so that the reader finds the very words. */
function cite({ passage, span }: Evidence, citations: Citation[], texts: ReadonlyMap<string, string>) {
  const known = citations.find(
    (citation) =>
      citation.passageId === passage.id && citation.start === span.start && citation.end === span.end,
  );
  if (known) return { marker: `[${known.marker}]`, quote: known.quote };
  const quote = (texts.get(passage.document) ?? '').slice(span.start, span.end);
  const citation = citePassage(passage, span, quote, citations.length + 1);
  citations.push(citation);
  return { marker: `[${citation.marker}]`, quote };
}
