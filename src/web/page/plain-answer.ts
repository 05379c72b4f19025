import type { MatchReport } from '../../domain/match-report.ts';
import type { Citation } from '../../domain/provenance.ts';
import type { Exchange } from '../conversation-state.ts';
import type { Messages } from '../messages.ts';
import { type Block, type Inline, parseMarkdown } from '../parse-markdown.ts';

export type PlainAnswerContext = {
  readonly words: Messages;
  readonly placeOf: (citation: Citation) => string;
  /** Where a passage can be opened, whole: the text leaves the page. */
  readonly addressOf: (passageId: string) => string;
};

/** A question with its answer and the passages quoted, as text that a mail or a document takes. */
export function writePlainAnswer({ question, reply }: Exchange, context: PlainAnswerContext): string {
  const { words } = context;
  const parts = [
    question,
    plainText(reply.text),
    reply.match === null ? '' : writeRanking(reply.match, words),
    writeList(words.notices, reply.notices),
    writeSources(reply.citations, context),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The words without their markup; markers stay, they lead to the sources. */
function plainText(markdown: string): string {
  return parseMarkdown(markdown).map(plainBlock).join('\n\n');
}

function plainBlock(block: Block): string {
  if (block.type !== 'list') return plainLine(block.content);
  const { first } = block;
  return block.items
    .map((item, at) => `${first === null ? '-' : `${first + at}.`} ${plainLine(item)}`)
    .join('\n');
}

function plainLine(content: readonly Inline[]): string {
  return content.map((part) => (part.type === 'marker' ? `[${part.marker}]` : part.text)).join('');
}

function writeRanking({ verdict, ranking }: MatchReport, words: Messages): string {
  const lines = ranking.map(
    ({ challenge, score }) =>
      `- ${words.challenge(challenge.number)} (${words.match.fit(score)}): ${challenge.title}`,
  );
  return [words.match.verdicts[verdict], ...lines].join('\n');
}

function writeSources(citations: readonly Citation[], context: PlainAnswerContext): string {
  const lines = citations.map(
    (citation) =>
      `[${citation.marker}] ${context.placeOf(citation)}: «${citation.quote}»\n    ${context.addressOf(citation.passageId)}`,
  );
  return lines.length === 0 ? '' : [`${context.words.sources}:`, ...lines].join('\n');
}

function writeList(heading: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [`${heading}:`, ...items.map((item) => `- ${item}`)].join('\n');
}
