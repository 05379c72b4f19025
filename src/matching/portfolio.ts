import {
  type BatchJob,
  type BatchRow,
  firstChallengeOf,
  type Portfolio,
  type PortfolioIdea,
} from '../domain/idea-batch.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { MatchReport, QuestionVerdict } from '../domain/match-report.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';
import { measureAgreement } from './agreement.ts';
import { type ChallengeProfile, profileChallenges } from './challenge-profiles.ts';
import { findSimilarPairs, groupSameIdeas, isSameIdea, type SimilarPair } from './similar-ideas.ts';

type Row = BatchRow & { readonly report: MatchReport };

export type PortfolioInput = {
  readonly job: Pick<BatchJob, 'collection' | 'locale'>;
  readonly rows: readonly BatchRow[];
  readonly profiles: readonly ChallengeProfile[];
  /** Pairs of judged rows, by their places among the judged. */
  readonly pairs: readonly SimilarPair[];
};

export type DescribePortfolio = (
  job: BatchJob,
  rows: readonly BatchRow[],
  signal?: AbortSignal,
) => Promise<Portfolio>;

const MOST_COMPANIONS = 20;
const EXCERPT_LENGTH = 160;
const VERDICT_LETTERS: Readonly<Record<QuestionVerdict, string>> = {
  covers: 'c',
  partial: 'p',
  not_addressed: 'n',
  unknown: 'u',
};

/** Looks at the ideas of a batch together. What resembles what is compared once a batch, not at every look. */
export function createDescribePortfolio(dependencies: {
  readonly collection: IndexedCollection;
  readonly analyzer: TextAnalyzer;
  readonly embeddingModel: EmbeddingModel;
}): DescribePortfolio {
  const profiles = profileChallenges(dependencies.collection);
  let compared: { readonly key: string; readonly pairs: readonly SimilarPair[] } | null = null;

  async function comparePairs(rows: readonly Row[], signal: AbortSignal | undefined) {
    const texts = rows.map(({ text }) => text);
    const embeddings = await dependencies.embeddingModel.embed(texts, 'query', signal);
    const ideas = texts.flatMap((text, place) => {
      const embedding = embeddings[place];
      return embedding === undefined ? [] : [{ text, embedding }];
    });
    return findSimilarPairs(ideas, dependencies.analyzer);
  }

  return async (job, rows, signal) => {
    const judged = rows.filter(isJudged);
    const key = `${job.id} ${judged.length}`;
    if (compared?.key !== key) compared = { key, pairs: await comparePairs(judged, signal) };
    return drawPortfolio({ job, rows, profiles, pairs: compared.pairs });
  };
}

/** Everything that can be seen of a set of judged ideas; pure. */
function drawPortfolio({ job, rows, profiles, pairs }: PortfolioInput): Portfolio {
  const judged = rows.filter(isJudged);
  const challenges = profiles.map((profile) => countChallenge(profile, judged));
  return {
    collection: job.collection,
    locale: job.locale,
    total: rows.length,
    judged: judged.length,
    verdicts: countVerdicts(judged),
    challenges,
    unaddressed: challenges.flatMap(({ number, questions }) =>
      questions
        .filter(({ covers }) => covers === 0)
        .map(({ passageId, text, partial }) => ({ challenge: number, passageId, text, partial })),
    ),
    duplicates: groupSameIdeas(pairs).map(({ places, likeness }) => ({
      rows: rowsAt(judged, places),
      similarity: round(likeness),
    })),
    companions: findCompanions(judged, pairs),
    agreement: measureAgreement(rows),
    ideas: rows.map((row) => describeIdea(row, profiles)),
  };
}

function isJudged(row: BatchRow): row is Row {
  return row.report !== null;
}

function countVerdicts(rows: readonly Row[]): Portfolio['verdicts'] {
  const count = (verdict: MatchReport['verdict']) =>
    rows.filter(({ report }) => report.verdict === verdict).length;
  return { fits: count('fits'), several: count('several'), none: count('none') };
}

function countChallenge(profile: ChallengeProfile, rows: readonly Row[]): Portfolio['challenges'][number] {
  // An idea that fits no challenge answers none of their questions, however near it comes.
  const fitting = rows.filter(({ report }) => acceptedChallenges(report).includes(profile.number));
  const first = fitting.filter(({ report }) => firstChallengeOf(report) === profile.number).length;
  return {
    number: profile.number,
    title: profile.title.text,
    first,
    also: fitting.length - first,
    questions: profile.questions.map(({ id, text }) => ({
      passageId: id,
      text,
      covers: countQuestion(fitting, id, 'covers'),
      partial: countQuestion(fitting, id, 'partial'),
    })),
  };
}

/** The challenges an expert would accept: one when the idea fits, the first two when it fits several. */
function acceptedChallenges({ verdict, ranking }: MatchReport): readonly number[] {
  const count = { fits: 1, several: 2, none: 0 }[verdict];
  return ranking.slice(0, count).map(({ challenge }) => challenge.number);
}

function countQuestion(rows: readonly Row[], passageId: string, verdict: QuestionVerdict): number {
  return rows.filter(({ report }) =>
    report.ranking.some(({ questions }) =>
      questions.some((question) => question.passageId === passageId && question.verdict === verdict),
    ),
  ).length;
}

function findCompanions(rows: readonly Row[], pairs: readonly SimilarPair[]): Portfolio['companions'] {
  const companions = pairs.flatMap((pair): Portfolio['companions'] => {
    const challenge = sharedChallenge(rows, pair);
    if (challenge === null || isSameIdea(pair)) return [];
    const places = [pair.first, pair.second];
    const words = pair.shared.slice(0, 4).map((stem) => wordOf(stem, rows[pair.first]?.text ?? ''));
    return [{ rows: rowsAt(rows, places), challenge, similarity: round(pair.likeness), words }];
  });
  return companions.slice(0, MOST_COMPANIONS);
}

function sharedChallenge(rows: readonly Row[], { first, second }: SimilarPair): number | null {
  const [one, other] = [rows[first], rows[second]];
  if (one === undefined || other === undefined) return null;
  const challenge = firstChallengeOf(one.report);
  return challenge === firstChallengeOf(other.report) ? challenge : null;
}

/** The word as written where a stem stands for it: readers do not know stems. */
function wordOf(stem: string, text: string): string {
  const fold = (word: string) => word.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  const beginning = fold(stem).slice(0, 5);
  return text.split(/[^\p{L}\p{N}]+/u).find((word) => fold(word).startsWith(beginning)) ?? stem;
}

function rowsAt(rows: readonly Row[], places: readonly number[]): number[] {
  return places.flatMap((place) => rows[place]?.row ?? []);
}

function describeIdea(row: BatchRow, profiles: readonly ChallengeProfile[]): PortfolioIdea {
  const { report, problem, decision } = row;
  const best = report?.ranking[0];
  return {
    row: row.row,
    id: row.id,
    excerpt: shorten(row.text),
    verdict: report?.verdict ?? null,
    challenge: best?.challenge.number ?? null,
    second: report?.ranking[1]?.challenge.number ?? null,
    score: best?.score ?? null,
    confidence: best?.confidence ?? null,
    warnings: report?.warnings.map(({ code }) => code) ?? [],
    questions: report === null ? '' : spellQuestions(report, profiles),
    problem,
    decision,
  };
}

function spellQuestions(report: MatchReport, profiles: readonly ChallengeProfile[]): string {
  const verdicts = new Map(
    report.ranking.flatMap(({ questions }) =>
      questions.map(({ passageId, verdict }): [string, QuestionVerdict] => [passageId, verdict]),
    ),
  );
  return profiles
    .flatMap(({ questions }) => questions)
    .map(({ id }) => VERDICT_LETTERS[verdicts.get(id) ?? 'unknown'])
    .join('');
}

function shorten(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  if (line.length <= EXCERPT_LENGTH) return line;
  const cut = line.slice(0, EXCERPT_LENGTH);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), EXCERPT_LENGTH / 2)).replace(/\p{Surrogate}/gu, '')}…`;
}

function round(likeness: number): number {
  return Math.round(likeness * 100) / 100;
}
