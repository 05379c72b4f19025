import type { IdeaQuote, QuestionJudgement, QuestionVerdict } from '../domain/match-report.ts';

/** A model's verdict on one guiding question. `ideaQuote` is verified: where a positive verdict has none, there is no opinion. */
export type ModelVerdict = {
  readonly verdict: Exclude<QuestionVerdict, 'unknown'>;
  readonly ideaQuote: IdeaQuote | null;
};

export type MergedJudgement = { readonly judgement: QuestionJudgement; readonly isDisputed: boolean };

/**
 * What two judges come to. Where both see an answer the more cautious word stands; where only one does, the question is at most
 * partly answered, and counted as disputed. Where the learnt judge does not know, the model's verified quote decides.
 */
export function mergeVerdicts(own: QuestionJudgement, other: ModelVerdict | undefined): MergedJudgement {
  if (other === undefined || own.verdict === other.verdict) return { judgement: own, isDisputed: false };
  const { verdict, ideaQuote } = other;
  if (own.verdict === 'unknown') {
    const settled =
      verdict === 'not_addressed' ? { verdict, ideaQuote: null } : { verdict: 'partial' as const, ideaQuote };
    return { judgement: { ...own, ...settled }, isDisputed: false };
  }
  if (own.verdict === 'not_addressed') {
    const raised =
      verdict === 'covers' ? { verdict: 'partial' as const, ideaQuote } : { verdict: 'unknown' as const };
    return { judgement: { ...own, ...raised }, isDisputed: true };
  }
  if (verdict !== 'not_addressed') return { judgement: { ...own, verdict: 'partial' }, isDisputed: false };
  const lowered =
    own.verdict === 'covers'
      ? { verdict: 'partial' as const }
      : { verdict: 'unknown' as const, ideaQuote: null };
  return { judgement: { ...own, ...lowered }, isDisputed: true };
}
