import type { Criterion, CriterionId, RankedChallenge } from '../domain/match-report.ts';
import type { MatchMessages } from './match-messages.ts';
import { shortenTitle } from './shorten.ts';

const MOST_QUESTIONS = 3;
/** Two challenges this near each other are a tie that one fact may decide. */
const TIE = 0.35;
/** What would change a judgement most, first. */
const ORDER: readonly CriterionId[] = [
  'people',
  'problem',
  'territory',
  'prototype',
  'cocreation',
  'novelty',
  'impact',
  'sustainability',
];

/** At most three questions whose answers would change the judgement most: first what ties two challenges, then what is not said. */
export function askNext(
  criteria: readonly Criterion[],
  ranking: readonly Pick<RankedChallenge, 'challenge' | 'score'>[],
  messages: MatchMessages,
): readonly string[] {
  const byVerdict = (verdict: Criterion['verdict']) =>
    ORDER.filter((id) => criteria.some((criterion) => criterion.id === id && criterion.verdict === verdict));
  const missing = [...byVerdict('absent'), ...byVerdict('partial')].map((id) => messages.askCriterion[id]);
  return [...askTie(ranking, messages), ...missing].slice(0, MOST_QUESTIONS);
}

function askTie(
  ranking: readonly Pick<RankedChallenge, 'challenge' | 'score'>[],
  messages: MatchMessages,
): readonly string[] {
  const [first, second] = ranking;
  if (first === undefined || second === undefined) return [];
  const isTie = first.score - second.score < TIE && second.score >= 0.2;
  return isTie
    ? [messages.askBetween(shortenTitle(first.challenge.title), shortenTitle(second.challenge.title))]
    : [];
}
