import type { AbsentMatter } from '../domain/collection.ts';
import { foldText } from '../domain/fold-text.ts';
import type { TextAnalyzer, Token } from '../ports/text-analyzer.ts';
import type { Retrieval, RetrievedPassage } from '../retrieval/retrieve-passages.ts';
import type { Understanding } from './understand-message.ts';

/** Whether the corpus says what is asked, and if not, what kind of not. */
export type Support =
  | { readonly type: 'said' }
  | { readonly type: 'absent'; readonly matter: AbsentMatter | null }
  | { readonly type: 'off-topic' };

export type SupportDependencies = {
  readonly absentMatters: readonly AbsentMatter[];
  readonly analyzer: TextAnalyzer;
  readonly retrieval: Retrieval;
  /** What is indexed with a passage: its own words and those of the questions it is expected to answer. */
  readonly wordsOf: (passageId: string) => ReadonlySet<string>;
};

export type DecideSupport = {
  (understanding: Understanding, found: readonly RetrievedPassage[]): Support;
  /** Share of the rare words of a question that the best passages hold, 0..1. */
  coverage(question: string, found: readonly RetrievedPassage[]): number;
};

/** How much of the rare words asked for the best passages must hold. */
const COVERED_ENOUGH = 0.5;
const KIND_CLEAR = 0.6;

/** Decides on evidence: do the best passages hold the terms asked for, and is what is asked a thing the documents never say? */
export function createDecideSupport(dependencies: SupportDependencies): DecideSupport {
  const { absentMatters, analyzer, retrieval, wordsOf } = dependencies;
  const findMatter = createFindMatter(absentMatters, analyzer);

  function coverage(text: string, found: readonly RetrievedPassage[]): number {
    const expanded = new Set(
      retrieval.expandQuery(text).flatMap(({ term }) => analyzer.analyze(term).map(({ stem }) => stem)),
    );
    const wanted = analyzer.analyze(text).filter((token) => !token.isStopWord && token.folded.length > 2);
    const held = found.slice(0, 3).map(({ passage }) => wordsOf(passage.id));
    let all = 0;
    let covered = 0;
    for (const token of wanted) {
      const weight = retrieval.rarity(token.surface) || 6;
      all += weight;
      if (held.some((words) => words.has(token.stem)) || expanded.has(token.stem)) covered += weight;
    }
    return all === 0 ? 0 : covered / all;
  }

  function decide({ question, kinds, focus }: Understanding, found: readonly RetrievedPassage[]): Support {
    const matter = findMatter(question);
    const covered = coverage(question, found);
    const isClear = (kind: 'absent' | 'offtopic') =>
      kinds[kind] >= KIND_CLEAR && kinds[kind] > kinds.question;
    if (isClear('offtopic') && covered < COVERED_ENOUGH && !focus.isFollowUp) return { type: 'off-topic' };
    if (isClear('absent') || (matter !== null && kinds.absent > kinds.question))
      return { type: 'absent', matter };
    if (found.length === 0 || covered < COVERED_ENOUGH / 2) {
      return kinds.offtopic > kinds.question ? { type: 'off-topic' } : { type: 'absent', matter };
    }
    return { type: 'said' };
  }

  return Object.assign(decide, { coverage });
}

/** The absent matter whose words the message holds most of, by rows of stems; null when it holds none. */
function createFindMatter(matters: readonly AbsentMatter[], analyzer: TextAnalyzer) {
  const phrases = matters.flatMap((matter) =>
    matter.terms
      .map((term) => ({ matter, keys: keysOf(analyzer.analyze(term)) }))
      .filter(({ keys }) => keys.length > 0),
  );
  return (text: string): AbsentMatter | null => {
    const words = keysOf(analyzer.analyze(text));
    let best: { matter: AbsentMatter; length: number } | null = null;
    for (const { matter, keys } of phrases) {
      const isHeld = words.some((_, at) => keys.every((key, i) => words[at + i] === key));
      if (isHeld && keys.length > (best?.length ?? 0)) best = { matter, length: keys.length };
    }
    return best?.matter ?? null;
  };
}

function keysOf(tokens: readonly Token[]): string[] {
  return tokens.map((token) => (token.isStopWord ? foldText(token.surface) : token.stem));
}
