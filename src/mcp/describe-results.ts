import type { Answer } from '../domain/answer.ts';
import type { ChallengeView, SearchReply } from '../domain/corpus-views.ts';
import type { MatchReport } from '../domain/match-report.ts';
import type { Citation } from '../domain/provenance.ts';

/** Results as text, for models that read no structured content. Every quotation keeps its address. */
export function describeAnswer({ answer, citations, notices }: Answer): string {
  return [answer, ...notices, listCitations(citations)].filter((part) => part !== '').join('\n\n');
}

export function describeMatch({
  verdict,
  ranking,
  askNext,
  warnings,
  limits,
  citations,
}: MatchReport): string {
  const challenges = ranking.map(
    ({ challenge, score, confidence, rationale, contrast }) =>
      `${challenge.number}. ${challenge.title} (${score.toFixed(2)}, ${confidence})\n${[rationale, contrast ?? ''].join(' ').trim()}`,
  );
  const lines = [
    ...warnings.map(({ detail }) => `! ${detail}`),
    ...askNext.map((question) => `? ${question}`),
    ...limits,
  ];
  return [`verdict: ${verdict}`, ...challenges, lines.join('\n'), listCitations(citations)]
    .filter((part) => part !== '')
    .join('\n\n');
}

export function describeChallenge({ number, title, questions, references }: ChallengeView): string {
  return [
    `${number}. ${title}`,
    ...questions.map(({ text, passageId }) => `? ${text} (${passageId})`),
    ...references.map(({ source, text, passageId }) => `${source ?? ''}: ${text} (${passageId})`),
  ].join('\n');
}

export function describeSearch({ results }: SearchReply): string {
  return results
    .map(({ passage, score }) => `${passage.id} (${score.toFixed(2)}): ${passage.text}`)
    .join('\n\n');
}

function listCitations(citations: readonly Citation[]): string {
  return citations
    .map(
      ({ marker, quote, document, page, passageId }) =>
        `[${marker}] «${quote}» ${document}, p. ${page} (elqui://passages/${passageId})`,
    )
    .join('\n');
}
