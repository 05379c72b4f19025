import type { Catalogue } from '../catalogue/create-catalogue.ts';
import { findChallenge } from '../catalogue/create-catalogue.ts';
import { wholeOf } from '../catalogue/finding.ts';
import type { MatchReport, RankedChallenge } from '../domain/match-report.ts';
import type { AnswerDraft, DraftBlock } from './answer-draft.ts';
import type { ChatMessages } from './chat-messages.ts';

/** An idea's report told in chat: the challenge with its title, the guiding question it touches most, and what to ask back. */
export function composeMatch(
  report: MatchReport,
  catalogue: Catalogue,
  messages: ChatMessages,
): Omit<AnswerDraft, 'suggestions'> {
  const accepted = acceptedOf(report);
  const shown = accepted.length > 0 ? accepted : report.ranking.slice(0, 1);
  return {
    kind: 'match',
    match: report,
    blocks: [
      ...leadBlocks(report, accepted, messages),
      ...shown.flatMap((ranked) => challengeBlocks(ranked, catalogue, messages, accepted.length > 0)),
      ...askBlocks(report, messages),
    ],
    completeness: report.verdict === 'none' ? 'none' : 'complete',
    notices: [],
  };
}

function acceptedOf({ verdict, ranking }: MatchReport): readonly RankedChallenge[] {
  if (verdict === 'none') return [];
  return verdict === 'fits' ? ranking.slice(0, 1) : ranking.slice(0, 2);
}

function leadBlocks(
  { verdict }: MatchReport,
  accepted: readonly RankedChallenge[],
  messages: ChatMessages,
): DraftBlock[] {
  if (verdict === 'none') return [{ type: 'talk', text: messages.match.none }];
  if (accepted.length < 2) return [];
  return [
    { type: 'talk', text: `${messages.match.several(accepted.map(({ challenge }) => challenge.number))}.` },
  ];
}

function challengeBlocks(
  ranked: RankedChallenge,
  catalogue: Catalogue,
  messages: ChatMessages,
  isAccepted: boolean,
): DraftBlock[] {
  const challenge = findChallenge(catalogue, ranked.challenge.number);
  if (!challenge) return [];
  const { number, title } = challenge;
  const label = isAccepted ? messages.match.fits(number) : messages.match.alsoNear(number);
  const touched =
    ranked.questions.find(({ verdict }) => verdict === 'covers') ??
    ranked.questions.find(({ verdict }) => verdict === 'partial');
  const question = challenge.questions.find(({ id }) => id === touched?.passageId);
  const quote: DraftBlock = { type: 'quote', label, shown: wholeOf(title), evidence: [] };
  if (!question || !isAccepted) return [quote];
  return [quote, { type: 'quote', label: messages.match.question, shown: wholeOf(question), evidence: [] }];
}

function askBlocks({ askNext, verdict }: MatchReport, messages: ChatMessages): DraftBlock[] {
  if (askNext.length === 0) return [];
  const questions = askNext.slice(0, verdict === 'none' ? 2 : 3).map((question) => `- ${question}`);
  return [{ type: 'talk', text: [messages.match.missing, ...questions].join('\n') }];
}
