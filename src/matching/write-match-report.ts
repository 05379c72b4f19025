import type { Criterion, MatchReport, QuestionJudgement, RankedChallenge } from '../domain/match-report.ts';
import type { Passage } from '../domain/passage.ts';
import type { Citation } from '../domain/provenance.ts';
import type { StrategyLine } from './align-strategies.ts';
import { askNext } from './ask-next.ts';
import type { ChallengeProfile } from './challenge-profiles.ts';
import { type CitationList, createCitationList } from './cite-passages.ts';
import type { MatchMessages } from './match-messages.ts';
import type { ChallengeScore, Ranking } from './rank-challenges.ts';
import type { IdeaReading } from './read-idea.ts';
import { shortenForWarning } from './shorten.ts';

/** A challenge of the ranking with all that was judged of it. */
export type JudgedChallenge = {
  readonly profile: ChallengeProfile;
  readonly score: ChallengeScore;
  readonly questions: readonly QuestionJudgement[];
  readonly contrast: string | null;
  readonly lines: readonly StrategyLine[];
};

export type ReportParts = {
  readonly reading: IdeaReading;
  readonly verdict: Ranking['verdict'];
  readonly challenges: readonly JudgedChallenge[];
  readonly criteria: readonly Criterion[];
  readonly isCalibrated: boolean;
  readonly messages: MatchMessages;
  readonly stamp: Pick<MatchReport, 'corpus' | 'engine'>;
};

const MOST_GAPS = 4;
/** Below this a challenge is only "among the nearest". */
const POINTS_THERE = 0.3;

export function writeMatchReport(parts: ReportParts): MatchReport {
  const { messages, criteria, reading } = parts;
  const citations = createCitationList();
  const ranking = parts.challenges.map((judged) => writeChallenge(judged, parts, citations));
  return {
    verdict: parts.verdict,
    ranking,
    criteria: [...criteria],
    askNext: [...askNext(criteria, ranking, messages)],
    warnings: reading.findings.map(({ code, spans }) => {
      const first = spans[0] ?? { start: 0, end: 0 };
      const detail = messages.warnings[code](
        shortenForWarning(reading.received.slice(first.start, first.end)),
      );
      return { code, detail };
    }),
    limits: parts.isCalibrated ? [...messages.limits] : [messages.limitZeroShot, ...messages.limits],
    citations: [...citations.all()],
    ...parts.stamp,
  };
}

function writeChallenge(
  judged: JudgedChallenge,
  parts: ReportParts,
  citations: CitationList,
): RankedChallenge {
  const { profile, score } = judged;
  const rationale = [writeFit(judged, parts.messages, citations)];
  const alignment: Citation[] = [];
  if (parts.reading.hasOwnProposal && score.score >= POINTS_THERE) {
    for (const { passage, span } of judged.lines) alignment.push(citations.cite(passage, span));
    const first = alignment[0];
    if (first !== undefined) {
      rationale.push(parts.messages.strategySupports(first.source, first.quote, first.marker));
    }
  }
  return {
    challenge: { number: profile.number, title: profile.title.text },
    score: score.score,
    confidence: score.confidence,
    rationale: rationale.join(' '),
    contrast: judged.contrast,
    questions: [...judged.questions],
    alignment,
    gaps: listGaps(judged, parts),
  };
}

/** Says first what the idea answers in its own words, then what the challenge seeks. */
function writeFit(judged: JudgedChallenge, messages: MatchMessages, citations: CitationList): string {
  const { profile, questions, score } = judged;
  const title = readable(profile.title);
  const answered =
    questions.find(({ verdict }) => verdict === 'covers') ??
    questions.find(({ verdict }) => verdict === 'partial');
  const passage = profile.questions.find(({ id }) => id === answered?.passageId);
  if (answered?.ideaQuote && passage !== undefined) {
    const question = citations.cite(passage);
    const say = answered.verdict === 'covers' ? messages.ideaSays : messages.ideaTouches;
    const said = say(answered.ideaQuote.text, readable(passage), question.marker);
    return `${said} ${messages.titleAsks(title, citations.cite(profile.title).marker)}`;
  }
  const { marker } = citations.cite(profile.title);
  return score.score >= POINTS_THERE
    ? messages.titleAsks(title, marker)
    : messages.nothingPointsThere(title, marker);
}

function listGaps(judged: JudgedChallenge, { criteria, messages }: ReportParts): string[] {
  const unsaid = criteria
    .filter(({ verdict }) => verdict === 'absent')
    .map(({ id }) => messages.gapCriterion[id]);
  const open = judged.questions
    .filter(({ verdict }) => verdict === 'not_addressed' || verdict === 'unknown')
    .map(({ text }) => messages.gapQuestion(text));
  return [...unsaid.slice(0, MOST_GAPS / 2), ...open].slice(0, MOST_GAPS);
}

function readable(passage: Passage): string {
  return passage.text.replace(/\s+/gu, ' ').trim();
}
