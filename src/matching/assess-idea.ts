import { z } from 'zod';
import { AssistantError } from '../domain/errors.ts';
import type { Confidence, IdeaQuote, MatchReport, RankedChallenge } from '../domain/match-report.ts';
import type { Prompt } from '../domain/prompt.ts';
import type { ChatModel } from '../ports/chat-model.ts';
import type { Logger } from '../ports/logger.ts';
import { buildAssessPrompt } from './build-assess-prompt.ts';
import { quoteIdea } from './idea-text.ts';
import type { MatchIdea } from './match-idea.ts';
import { MATCH_MESSAGES, type MatchMessages } from './match-messages.ts';
import { type MergedJudgement, type ModelVerdict, mergeVerdicts } from './merge-verdicts.ts';
import type { IdeaReading, ReadIdea } from './read-idea.ts';

const replySchema = z.strictObject({
  verdicts: z
    .array(
      z.strictObject({
        question: z.string().max(10),
        verdict: z.enum(['covers', 'partial', 'not_addressed']),
        quote: z.string().max(500).nullable(),
      }),
    )
    .max(200),
});
const REPLY_JSON_SCHEMA = z.toJSONSchema(replySchema, { target: 'draft-7' });

const MAXIMUM_OUTPUT_TOKENS = 1800;
const FEWEST_QUOTED_WORDS = 2;
const ONE_STEP_DOWN: Readonly<Record<Confidence, Confidence>> = {
  alta: 'media',
  media: 'baja',
  baja: 'baja',
};

/**
 * A learnt judgement with a language model's second opinion on each guiding question. Scores and order stay the learnt ones, which
 * are calibrated; verdicts are merged, and where the two judges part, confidence falls and the report says so. Without a usable
 * reply the learnt judgement stands alone.
 */
export function createAssessIdea(dependencies: {
  readonly matchIdea: MatchIdea;
  readonly readIdea: ReadIdea;
  readonly chatModel: ChatModel;
  readonly prompt: Prompt<'assess-fit'>;
  readonly title: string;
  readonly corpusDigest: string;
  readonly fingerprint: (text: string) => string;
  readonly logger: Logger;
}): MatchIdea {
  const { matchIdea, readIdea, chatModel, prompt, title, fingerprint, logger } = dependencies;

  async function askVerdicts(reading: IdeaReading, report: MatchReport, signal: AbortSignal | undefined) {
    const { messages, questionIds } = buildAssessPrompt(
      prompt,
      { title, idea: reading.judged, ranking: report.ranking },
      fingerprint,
    );
    const request = {
      messages,
      maximumOutputTokens: MAXIMUM_OUTPUT_TOKENS,
      replySchema: { name: 'verdicts', schema: REPLY_JSON_SCHEMA },
      basis: `${dependencies.corpusDigest} ${prompt.hash}`,
    };
    let text = '';
    let model = chatModel.model;
    for await (const event of chatModel.stream(request, signal ?? new AbortController().signal)) {
      if (event.type === 'text') text += event.text;
      else model = event.model;
    }
    const reply = replySchema.safeParse(parseObject(text));
    if (!reply.success) throw new AssistantError('model-failed', `Chat model "${model}" gave no verdicts`);
    return { model, verdicts: verify(reply.data, questionIds, reading) };
  }

  return async (request, signal) => {
    const report = await matchIdea(request, signal);
    const reading = readIdea(request.idea);
    if (!reading.hasOwnProposal) return report;
    try {
      const { model, verdicts } = await askVerdicts(reading, report, signal);
      const messages = MATCH_MESSAGES[request.locale];
      return {
        ...report,
        ranking: report.ranking.map((ranked) => mergeChallenge(ranked, verdicts, messages)),
        engine: {
          ...report.engine,
          model,
          answerer: `${report.engine.answerer} + model-1 (assess-fit ${prompt.hash})`,
        },
      };
    } catch (error) {
      if (signal?.aborted || !(error instanceof AssistantError)) throw error;
      const status = error.code === 'budget-spent' ? 'budget-spent' : 'broken';
      logger.warn('model-assessment-failed', { reason: error.message });
      return {
        ...report,
        engine: { ...report.engine, answerer: `${report.engine.answerer} (model ${status})` },
      };
    }
  };
}

/** The object inside a reply, whatever stands around it. */
function parseObject(text: string): unknown {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  try {
    return start === -1 ? null : JSON.parse(text.slice(start, end + 1));
  } catch {
    return null;
  }
}

/** The verdicts by question. A positive one whose quote is not in the idea, or only in what does not count, is no opinion. */
function verify(
  { verdicts }: z.infer<typeof replySchema>,
  questionIds: ReadonlyMap<string, string>,
  reading: IdeaReading,
): ReadonlyMap<string, ModelVerdict> {
  const verified = new Map<string, ModelVerdict>();
  for (const { question, verdict, quote } of verdicts) {
    const id = questionIds.get(question);
    if (id === undefined || verified.has(id)) continue;
    const ideaQuote = verdict === 'not_addressed' ? null : findIdeaQuote(quote ?? '', reading);
    if (verdict === 'not_addressed' || ideaQuote !== null) verified.set(id, { verdict, ideaQuote });
  }
  return verified;
}

/** The quote in the idea as received, letter by letter, however its blanks are; only from words that count. */
function findIdeaQuote(quote: string, reading: IdeaReading): IdeaQuote | null {
  const pieces = quote.split(/\s+/).filter((piece) => piece !== '');
  if (pieces.length < FEWEST_QUOTED_WORDS) return null;
  const pattern = pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  const match = new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'u').exec(reading.judged);
  if (!match) return null;
  const span = { start: match.index, end: match.index + match[0].length };
  // Words that do not count are blank in what is judged: a quote must not bridge them.
  return reading.received.slice(span.start, span.end) === match[0] ? quoteIdea(reading.received, span) : null;
}

function mergeChallenge(
  ranked: RankedChallenge,
  verdicts: ReadonlyMap<string, ModelVerdict>,
  messages: MatchMessages,
): RankedChallenge {
  const merged = ranked.questions.map((own) => mergeVerdicts(own, verdicts.get(own.passageId)));
  const disputed = merged.filter(({ isDisputed }) => isDisputed).length;
  const questions = merged.map(({ judgement }) => judgement);
  return {
    ...ranked,
    questions,
    gaps: ranked.gaps.filter((gap) => !isAnsweredNow(gap, merged, messages)),
    confidence: disputed > 0 ? ONE_STEP_DOWN[ranked.confidence] : ranked.confidence,
    rationale:
      disputed > 0
        ? `${ranked.rationale} ${messages.judgesDiffer(disputed, questions.length)}`
        : ranked.rationale,
  };
}

function isAnsweredNow(gap: string, merged: readonly MergedJudgement[], messages: MatchMessages): boolean {
  return merged.some(
    ({ judgement: { text, verdict } }) =>
      (verdict === 'covers' || verdict === 'partial') && gap === messages.gapQuestion(text),
  );
}
