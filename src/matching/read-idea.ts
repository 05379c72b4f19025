import type { CollectionManifest } from '../domain/collection.ts';
import type { MatchWarning } from '../domain/match-report.ts';
import type { TextSpan } from '../domain/text-span.ts';
import type { TextAnalyzer, Token } from '../ports/text-analyzer.ts';
import { createFindPlaces } from './find-places.ts';
import { NEUTRAL_WORDS } from './idea-cues.ts';
import { blankSpans, isInside, splitSentences } from './idea-text.ts';
import { findChallengeClaims, findOrders, findStuffing } from './tampering.ts';

/** What is wrong with the words of an idea; `spans` are the words in question, in order. */
export type IdeaFinding = { readonly code: MatchWarning['code']; readonly spans: readonly TextSpan[] };

/**
 * An idea as received and as judged. `judged` has the same length, with spaces where words do not count (orders to the judge,
 * heaped keywords, the document pasted back, courtesy, repetition), so that every offset into it is one into the idea.
 */
export type IdeaReading = {
  readonly received: string;
  readonly judged: string;
  readonly sentences: readonly TextSpan[];
  readonly contentWords: number;
  readonly findings: readonly IdeaFinding[];
  readonly placesInside: readonly TextSpan[];
  readonly placesOutside: readonly TextSpan[];
  /** False when nothing is proposed in the person's own words: only what was pasted, ordered or heaped up. */
  readonly hasOwnProposal: boolean;
};

export type ReadIdea = (idea: string) => IdeaReading;

const ECHO_SHARE = 0.6;
const ECHO_RUN = 3;
const FEWEST_RUNS = 2;
const TELLING_LETTERS = 6;
const FEWEST_CONTENT_WORDS = 4;

/** `documentTexts`: what an idea may have pasted back: titles, guiding questions, references. */
export function createReadIdea(input: {
  readonly manifest: CollectionManifest;
  readonly documentTexts: readonly string[];
  readonly analyzer: TextAnalyzer;
}): ReadIdea {
  const { analyzer } = input;
  const runs = new Set(input.documentTexts.flatMap((text) => wordRuns(analyzer.analyze(text))));
  const findPlaces = createFindPlaces(input.manifest.territory, analyzer);

  return (received) => {
    const tokens = analyzer.analyze(received);
    const sentences = splitSentences(received);
    const orders = findOrders(received, sentences);
    const left = sentences.filter((sentence) => !orders.some((order) => covers(order, sentence)));
    const stuffed = findStuffing(tokens, left, received);
    const echoes = left.filter((sentence) => isEcho(wordsOf(tokens, sentence), runs));
    const suspicious = [...orders, ...stuffed, ...echoes];
    const empty = findEmptySentences(tokens, sentences, suspicious);
    const kept = blankSpans(received, [...suspicious, ...empty, ...findChallengeClaims(received)]);
    const contentWords = countContent(analyzer.analyze(kept));
    const isBorrowed = stuffed.length > 0 || echoes.length > 0;
    const hasOwnProposal = contentWords >= (isBorrowed ? FEWEST_CONTENT_WORDS : 1);
    const judged = hasOwnProposal ? kept : blankSpans(received, orders);
    const { inside, outside } = findPlaces(judged);
    return {
      received,
      judged,
      sentences: splitSentences(judged),
      contentWords,
      findings: listFindings({ orders, echoes, stuffed, inside, outside, contentWords, whole: received }),
      placesInside: inside,
      placesOutside: outside,
      hasOwnProposal,
    };
  };
}

function listFindings(found: {
  readonly orders: readonly TextSpan[];
  readonly echoes: readonly TextSpan[];
  readonly stuffed: readonly TextSpan[];
  readonly inside: readonly TextSpan[];
  readonly outside: readonly TextSpan[];
  readonly contentWords: number;
  readonly whole: string;
}): readonly IdeaFinding[] {
  const isElsewhere = found.outside.length > 0 && found.inside.length === 0;
  const all: IdeaFinding[] = [
    { code: 'embedded_instructions', spans: found.orders },
    { code: 'echo', spans: found.echoes },
    { code: 'keyword_stuffing', spans: found.stuffed },
    { code: 'other_territory', spans: isElsewhere ? found.outside : [] },
    {
      code: 'too_short',
      spans: found.contentWords < FEWEST_CONTENT_WORDS ? [{ start: 0, end: found.whole.length }] : [],
    },
  ];
  return all.filter(({ spans }) => spans.length > 0);
}

/** Sentences that add nothing: courtesy and self-praise, or a sentence said before. */
function findEmptySentences(
  tokens: readonly Token[],
  sentences: readonly TextSpan[],
  suspicious: readonly TextSpan[],
): readonly TextSpan[] {
  const said = new Set<string>();
  return sentences.filter((sentence) => {
    if (isInside(sentence, suspicious)) return false;
    const words = wordsOf(tokens, sentence);
    const key = words.map(({ folded }) => folded).join(' ');
    const isEmpty =
      said.has(key) || words.every(({ isStopWord, folded }) => isStopWord || NEUTRAL_WORDS.has(folded));
    said.add(key);
    return isEmpty;
  });
}

function isEcho(words: readonly Token[], runs: ReadonlySet<string>): boolean {
  const own = wordRuns(words);
  if (own.length < FEWEST_RUNS) return false;
  return own.filter((run) => runs.has(run)).length / own.length >= ECHO_SHARE;
}

/** Three content words in a row: chance gives few of them twice, pasting gives most, with or without accents and endings. */
function wordRuns(words: readonly Token[]): string[] {
  const stems = words
    .filter(({ isStopWord }) => !isStopWord)
    .map(({ folded }) => folded.slice(0, TELLING_LETTERS));
  return stems.slice(ECHO_RUN - 1).map((_, at) => stems.slice(at, at + ECHO_RUN).join(' '));
}

function wordsOf(tokens: readonly Token[], span: TextSpan): readonly Token[] {
  return tokens.filter(({ start, end }) => start >= span.start && end <= span.end);
}

function countContent(tokens: readonly Token[]): number {
  return tokens.filter(({ isStopWord, folded }) => !isStopWord && !NEUTRAL_WORDS.has(folded)).length;
}

function covers(outer: TextSpan, inner: TextSpan): boolean {
  return outer.start <= inner.start && outer.end >= inner.end;
}
