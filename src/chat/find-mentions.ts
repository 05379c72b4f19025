import type { Catalogue } from '../catalogue/create-catalogue.ts';
import type { Passage } from '../domain/passage.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import type { Retrieval } from '../retrieval/retrieve-passages.ts';

/** For each challenge whose own text names what is asked about, the passage that names it best; in the challenges' order. */
export type FindMentions = (topic: readonly string[], except: readonly number[]) => readonly Passage[];

/** A challenge counts when its passage holds at least this share of what the best one holds. */
const SHARE_OF_BEST = 0.45;

/** Reads every passage, not the best few: "¿qué desafíos nombran…?" wants all of them. */
export function createFindMentions(dependencies: {
  readonly catalogue: Catalogue;
  readonly analyzer: TextAnalyzer;
  readonly retrieval: Retrieval;
}): FindMentions {
  const { catalogue, analyzer, retrieval } = dependencies;
  const stems = new Map(
    [...catalogue.passages.values()].map(({ id, text }) => [
      id,
      new Set(analyzer.analyze(text).map(({ stem }) => stem)),
    ]),
  );

  function weigh(topic: string): Map<string, number> {
    const weights = new Map<string, number>();
    const add = (text: string, share: number) => {
      for (const { stem, surface, isStopWord } of analyzer.analyze(text)) {
        if (!isStopWord && !weights.has(stem)) weights.set(stem, share * retrieval.rarity(surface));
      }
    };
    add(topic, 1);
    for (const { entry } of retrieval.expandQuery(topic)) add(entry.documentWords.join(' '), 0.6);
    return weights;
  }

  return (topic, except) => {
    const weights = weigh(topic.join(' '));
    const best = catalogue.challenges
      .filter(({ number }) => !except.includes(number))
      .flatMap(({ title, questions, references }) => {
        const passages = [title, ...questions, ...references.map(({ passage }) => passage)];
        const scored = passages.map((passage) => ({
          passage,
          score: scoreOf(stems.get(passage.id) ?? new Set(), weights),
        }));
        return scored.sort((a, b) => b.score - a.score).slice(0, 1);
      });
    const top = Math.max(0, ...best.map(({ score }) => score));
    return top === 0
      ? []
      : best.filter(({ score }) => score >= top * SHARE_OF_BEST).map(({ passage }) => passage);
  };
}

function scoreOf(stems: ReadonlySet<string>, weights: ReadonlyMap<string, number>): number {
  let score = 0;
  for (const [stem, weight] of weights) if (stems.has(stem)) score += weight;
  return score;
}
