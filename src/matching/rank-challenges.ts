import type { Confidence, MatchReport } from '../domain/match-report.ts';
import type { FitJudgement } from './judge-fit.ts';
import type { IdeaReading } from './read-idea.ts';

export type ChallengeScore = {
  readonly number: number;
  readonly score: number;
  readonly confidence: Confidence;
};

/** Every challenge, best first, and what that comes to. */
export type Ranking = {
  readonly verdict: MatchReport['verdict'];
  readonly scores: readonly ChallengeScore[];
};

/** An expert would accept this challenge too rather than not. */
const ACCEPTED_TOO = 0.45;
const MOST_ACCEPTED = 3;
/** What fits only by pasted words, or in another region, keeps its order but not its score. */
const UNEARNED_SHARE = 0.3;
const SURE_WORDS = 8;

export function rankChallenges(
  fit: FitJudgement,
  reading: IdeaReading,
  options: { readonly isCalibrated: boolean },
): Ranking {
  const isElsewhere = reading.placesOutside.length > 0 && reading.placesInside.length === 0;
  const isUnearned = !reading.hasOwnProposal || (isElsewhere && fit.isNone);
  const scores = [...fit.fits]
    .sort(([a, x], [b, y]) => y - x || a - b)
    .map(([number, value]) => {
      const score = roundScore(isUnearned ? value * UNEARNED_SHARE : value);
      return { number, score, confidence: judgeConfidence(score, reading, options) };
    });
  return { verdict: toVerdict(scores, fit.isNone || isUnearned), scores };
}

function toVerdict(scores: readonly ChallengeScore[], isNone: boolean): MatchReport['verdict'] {
  if (isNone || scores.length === 0) return 'none';
  const accepted = scores.filter(({ score }) => score >= ACCEPTED_TOO).length;
  return accepted >= 2 && accepted <= MOST_ACCEPTED ? 'several' : 'fits';
}

/** How sure the score is: far from even, and judged on enough words. A sure "does not fit" is sure as well. */
function judgeConfidence(
  score: number,
  reading: IdeaReading,
  { isCalibrated }: { readonly isCalibrated: boolean },
): Confidence {
  if (!isCalibrated || !reading.hasOwnProposal) return 'baja';
  const decided = Math.abs(score - 0.5);
  if (decided >= 0.35 && reading.contentWords >= SURE_WORDS) return 'alta';
  return decided >= 0.2 ? 'media' : 'baja';
}

function roundScore(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
