import { type Criterion, criterionIdSchema } from '../domain/match-report.ts';
import type { TextSpan } from '../domain/text-span.ts';
import type { TextAnalyzer, Token } from '../ports/text-analyzer.ts';
import { CRITERION_CUES, type Cues, GENERIC_PLACES } from './idea-cues.ts';
import { quotableSpans, quoteIdea } from './idea-text.ts';
import type { IdeaReading } from './read-idea.ts';

type Cue = readonly string[];

/** Judges what the idea states of itself, each time with its own words: never whether what it states is true. */
export function createJudgeCriteria(analyzer: TextAnalyzer): (reading: IdeaReading) => readonly Criterion[] {
  const compiled = new Map(
    Object.entries(CRITERION_CUES).map(([id, cues]) => [
      id,
      { explicit: splitCues(cues.explicit), partial: splitCues(cues.partial) },
    ]),
  );
  const genericPlaces = splitCues(GENERIC_PLACES);

  return (reading) => {
    const tokens = analyzer.analyze(reading.judged);
    const quoteAt = (span: TextSpan | undefined) => (span ? quoteAround(reading, span) : null);
    return criterionIdSchema.options.map((id) => {
      if (!reading.hasOwnProposal) return { id, verdict: 'absent', ideaQuote: null };
      const cues = compiled.get(id);
      const found =
        id === 'territory' ? findTerritory(reading, tokens, genericPlaces) : findCues(tokens, cues);
      const explicit = quoteAt(found.explicit);
      if (explicit !== null) return { id, verdict: 'explicit', ideaQuote: explicit };
      const partial = quoteAt(found.partial);
      return { id, verdict: partial === null ? 'absent' : 'partial', ideaQuote: partial };
    });
  };
}

type Found = { readonly explicit: TextSpan | undefined; readonly partial: TextSpan | undefined };

function findTerritory(reading: IdeaReading, tokens: readonly Token[], genericPlaces: readonly Cue[]): Found {
  return { explicit: reading.placesInside[0], partial: findFirst(tokens, genericPlaces) };
}

function findCues(
  tokens: readonly Token[],
  cues: { readonly explicit: readonly Cue[]; readonly partial: readonly Cue[] } | undefined,
): Found {
  return {
    explicit: findFirst(tokens, cues?.explicit ?? []),
    partial: findFirst(tokens, cues?.partial ?? []),
  };
}

function findFirst(tokens: readonly Token[], cues: readonly Cue[]): TextSpan | undefined {
  for (let at = 0; at < tokens.length; at++) {
    const cue = cues.find((words) => words.every((word, i) => isLike(tokens[at + i]?.folded, word)));
    const first = tokens[at];
    const last = tokens[at + (cue?.length ?? 1) - 1];
    if (cue !== undefined && first !== undefined && last !== undefined)
      return { start: first.start, end: last.end };
  }
  return undefined;
}

/** "criancer*" is like "crianceras"; "*" alone is like any word. */
function isLike(word: string | undefined, pattern: string): boolean {
  if (word === undefined) return false;
  return pattern.endsWith('*') ? word.startsWith(pattern.slice(0, -1)) : word === pattern;
}

function splitCues(cues: Cues['explicit']): readonly Cue[] {
  return cues.map((cue) => cue.split(/[\s-]+/u));
}

/** The sentence, or its clause when it is long, that holds the span. */
function quoteAround(reading: IdeaReading, span: TextSpan) {
  const sentence = reading.sentences.find(({ start, end }) => start <= span.start && span.start < end);
  if (sentence === undefined) return quoteIdea(reading.received, span);
  const clause = quotableSpans(reading.judged, sentence).find(
    ({ start, end }) => start <= span.start && span.start < end,
  );
  return quoteIdea(reading.received, clause ?? sentence);
}
