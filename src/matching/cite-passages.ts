import type { Passage } from '../domain/passage.ts';
import { type Citation, citePassage } from '../domain/provenance.ts';
import type { TextSpan } from '../domain/text-span.ts';

/** Gathers a report's citations: the same stretch keeps its number, numbers run over the whole report. */
export type CitationList = {
  /** Cites a stretch of the passage (the span is of the passage's text), the whole of it when none is given. */
  readonly cite: (passage: Passage, span?: TextSpan) => Citation;
  readonly all: () => readonly Citation[];
};

export function createCitationList(): CitationList {
  const citations = new Map<string, Citation>();
  return {
    cite: (passage, span = { start: 0, end: passage.text.length }) => {
      const key = `${passage.id} ${span.start} ${span.end}`;
      const known = citations.get(key);
      if (known !== undefined) return known;
      const inDocument = { start: passage.start + span.start, end: passage.start + span.end };
      const quote = passage.text.slice(span.start, span.end);
      const citation = citePassage(passage, inDocument, quote, citations.size + 1);
      citations.set(key, citation);
      return citation;
    },
    all: () => [...citations.values()],
  };
}
