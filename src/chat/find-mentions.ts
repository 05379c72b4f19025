import type { Catalogue } from '../catalogue/create-catalogue.ts';
import type { TopicWord } from '../catalogue/read-ask.ts';
import type { Passage } from '../domain/passage.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { type Retrieval, rarityAsMeant } from '../retrieval/retrieve-passages.ts';

/**
 * For each challenge whose own text names what is asked about, the passage that names it best, with `every` all that name it, with `naming`
 * only what holds the very words; in the challenges' order.
 */
export type FindMentions = (
  topic: readonly TopicWord[],
  except: readonly number[],
  mode?: 'best' | 'every' | 'naming',
) => readonly Passage[];

/** A challenge counts when its passage holds at least this share of what the best one holds. */
const SHARE_OF_BEST = 0.45;
/** A word of the glossary's counts for less than the person's own. */
const EXPANSION_SHARE = 0.6;

/** Reads every passage, not the best few: "¿qué desafíos nombran…?" wants all of them. */
export function createFindMentions(dependencies: {
  readonly catalogue: Catalogue;
  readonly analyzer: TextAnalyzer;
  readonly retrieval: Retrieval;
  readonly stemsOf: (passage: Passage) => ReadonlySet<string>;
}): FindMentions {
  const { catalogue, analyzer, retrieval, stemsOf } = dependencies;

  function weigh(topic: readonly TopicWord[]): Map<string, number> {
    const weights = new Map(topic.map(({ stem, surface }) => [stem, rarityAsMeant(retrieval, surface)]));
    const text = topic.map(({ surface }) => surface).join(' ');
    for (const { entry } of retrieval.expandQuery(text)) {
      for (const { stem, surface, isStopWord } of analyzer.analyze(entry.documentWords.join(' '))) {
        if (!isStopWord && !weights.has(stem)) weights.set(stem, EXPANSION_SHARE * retrieval.rarity(surface));
      }
    }
    return weights;
  }

  // A word that the documents never use ("women") is named by those that stand for it.
  function formsOf({ stem, surface }: TopicWord): string[] {
    const own = retrieval.documentStemsFor(surface);
    if (own.length > 0) return [stem, ...own];
    const usual = retrieval.expandQuery(surface).flatMap(({ entry }) => entry.documentWords);
    return [stem, ...analyzer.analyze(usual.join(' ')).map((token) => token.stem)];
  }

  return (topic, except, mode = 'best') => {
    const weights = weigh(topic);
    const forms = topic.map(formsOf);
    const best = catalogue.challenges
      .filter(({ number }) => !except.includes(number))
      .flatMap(({ title, questions, references }) => {
        const passages = [title, ...questions, ...references.map(({ passage }) => passage)];
        const scored = passages.map((passage) => {
          const stems = stemsOf(passage);
          // Whether it uses the very words asked about, all of them.
          const isNaming = forms.every((ofWord) => ofWord.some((form) => stems.has(form)));
          return { passage, isNaming, score: scoreOf(stems, weights) };
        });
        return mode === 'every'
          ? scored
          : scored.sort((a, b) => Number(b.isNaming) - Number(a.isNaming) || b.score - a.score).slice(0, 1);
      });
    const top = Math.max(0, ...best.map(({ score }) => score));
    return top === 0
      ? []
      : best
          .filter(({ isNaming, score }) => isNaming || (mode !== 'naming' && score >= top * SHARE_OF_BEST))
          .map(({ passage }) => passage);
  };
}

function scoreOf(stems: ReadonlySet<string>, weights: ReadonlyMap<string, number>): number {
  let score = 0;
  for (const [stem, weight] of weights) if (stems.has(stem)) score += weight;
  return score;
}
