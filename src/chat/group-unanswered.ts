import { cosineSimilarity, type Embedding } from '../domain/embedding.ts';
import type { UnansweredQuestion } from '../domain/unanswered.ts';

/** A question with what tells how near it is to another; `embedding` null where none could be had. */
export type ComparableQuestion = {
  readonly asked: UnansweredQuestion;
  readonly stems: ReadonlySet<string>;
  readonly embedding: Embedding | null;
};

/** Questions taken for one. `question` is the first that was asked; `examples` are others, differently worded. */
export type QuestionGroup = {
  readonly question: UnansweredQuestion;
  readonly examples: readonly string[];
  readonly count: number;
  readonly oldest: Date;
  readonly newest: Date;
};

const MOST_EXAMPLES = 5;
/** Two questions are one when they share most of their words, or some of them and are near in meaning. */
const SAME_WORDS = 0.6;
const SOME_WORDS = 0.2;
const NEAR_MEANING = 0.75;

/**
 * Gathers near-equal questions, each with the first one that it resembles most; the biggest groups come first. Questions about the
 * same absent matter are one group however they are worded. Kinds and collections never mix.
 */
export function groupUnanswered(questions: readonly ComparableQuestion[]): readonly QuestionGroup[] {
  const groups: Group[] = [];
  const byKey = new Map<string, Group[]>();
  for (const question of [...questions].sort(byTime)) {
    const { collection, kind, matter } = question.asked;
    const key = JSON.stringify([collection, kind, matter]);
    const alike = byKey.get(key) ?? [];
    const group = matter === null ? findNearest(question, alike) : alike[0];
    if (group !== undefined) {
      group.members.push(question.asked);
      continue;
    }
    const founded = { founder: question, members: [question.asked] };
    groups.push(founded);
    byKey.set(key, [...alike, founded]);
  }
  return groups
    .map(toQuestionGroup)
    .sort((a, b) => b.count - a.count || b.newest.getTime() - a.newest.getTime());
}

type Group = { readonly founder: ComparableQuestion; readonly members: UnansweredQuestion[] };

function byTime(a: ComparableQuestion, b: ComparableQuestion): number {
  return a.asked.askedAt.getTime() - b.asked.askedAt.getTime();
}

/** Compared with the founder only: chains of "a is like b, b is like c" would end up far from where they began. */
function findNearest(question: ComparableQuestion, groups: readonly Group[]): Group | undefined {
  let nearest: { readonly group: Group; readonly nearness: number } | undefined;
  for (const group of groups) {
    const nearness = nearnessOf(question, group.founder);
    if (nearness > 0 && nearness > (nearest?.nearness ?? 0)) nearest = { group, nearness };
  }
  return nearest?.group;
}

/** 0: not the same question. */
function nearnessOf(a: ComparableQuestion, b: ComparableQuestion): number {
  const words = sharedWords(a.stems, b.stems);
  if (words >= SAME_WORDS) return 1 + words;
  if (words < SOME_WORDS || a.embedding === null || b.embedding === null) return 0;
  const meaning = cosineSimilarity(a.embedding, b.embedding);
  return meaning >= NEAR_MEANING ? meaning : 0;
}

/** Words in both, of the words in either; two questions without words of their own are alike. */
function sharedWords(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 && b.size === 0) return 1;
  let shared = 0;
  for (const stem of a) if (b.has(stem)) shared += 1;
  return shared / (a.size + b.size - shared);
}

function toQuestionGroup({ founder, members }: Group): QuestionGroup {
  const question = founder.asked;
  const others = new Set(members.map((member) => member.question));
  others.delete(question.question);
  return {
    question,
    examples: [...others].slice(-MOST_EXAMPLES).reverse(),
    count: members.length,
    oldest: question.askedAt,
    newest: members.at(-1)?.askedAt ?? question.askedAt,
  };
}
