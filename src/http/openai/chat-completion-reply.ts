import { z } from 'zod';
import type { Answer } from '../../domain/answer.ts';
import type { Citation } from '../../domain/provenance.ts';

const annotationSchema = z.strictObject({
  type: z.literal('url_citation'),
  url_citation: z.strictObject({
    start_index: z.int(),
    end_index: z.int(),
    title: z.string(),
    url: z.string(),
  }),
});
type Annotation = z.infer<typeof annotationSchema>;

const usageSchema = z.strictObject({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
});

export const chatCompletionSchema = z.strictObject({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.strictObject({
      index: z.literal(0),
      message: z.strictObject({
        role: z.literal('assistant'),
        content: z.string(),
        refusal: z.null(),
        annotations: z.array(annotationSchema),
      }),
      logprobs: z.null(),
      finish_reason: z.literal('stop'),
    }),
  ),
  /** Tokens of a language model behind the answer; zero where the answer is composed from the documents. */
  usage: usageSchema,
});
export type ChatCompletion = z.infer<typeof chatCompletionSchema>;

/** What every piece of one reply carries. */
export type ReplyHead = { readonly id: string; readonly created: number; readonly model: string };

const LONGEST_TITLE = 120;

export function toChatCompletion(head: ReplyHead, answer: Answer, publicUrl: string): ChatCompletion {
  const content = `${answer.answer}${listSources(answer.citations, publicUrl)}`;
  const annotations = annotate(answer, publicUrl);
  return {
    ...{ id: head.id, object: 'chat.completion', created: head.created, model: head.model },
    choices: [
      {
        ...{ index: 0, logprobs: null, finish_reason: 'stop' },
        message: { role: 'assistant', content, refusal: null, annotations },
      },
    ],
    usage: toUsage(answer),
  };
}

/** One piece of a streamed reply. */
export function toChunk(
  head: ReplyHead,
  delta: Readonly<Record<string, unknown>>,
  finish: 'stop' | null = null,
) {
  return {
    ...{ id: head.id, object: 'chat.completion.chunk', created: head.created, model: head.model },
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  };
}

export function toUsageChunk(head: ReplyHead, answer: Answer) {
  return { ...toChunk(head, {}), choices: [], usage: toUsage(answer) };
}

/** Where each marker stands in the answer, and what it opens. */
export function annotate(
  { answer, citations }: Pick<Answer, 'answer' | 'citations'>,
  publicUrl: string,
): Annotation[] {
  const byMarker = new Map(citations.map((citation) => [citation.marker, citation]));
  return [...answer.matchAll(/\[(\d+)\]/g)].flatMap((match) => {
    const citation = byMarker.get(Number(match[1]));
    if (!citation) return [];
    const range = { start_index: match.index, end_index: match.index + match[0].length };
    return [
      {
        type: 'url_citation',
        url_citation: { ...range, title: titleOf(citation), url: publicUrl + citation.url },
      },
    ];
  });
}

/** For programs that show only text: each source with the words quoted and where to read them. */
export function listSources(citations: readonly Citation[], publicUrl: string): string {
  if (citations.length === 0) return '';
  const lines = citations.map(({ marker, quote, page, url }) => {
    const place = page === null ? '' : ` p. ${page},`;
    return `[${marker}] «${shorten(quote)}»${place} ${publicUrl}${url}`;
  });
  return `\n\n---\n${lines.join('\n')}`;
}

function titleOf({ quote }: Citation): string {
  return shorten(quote);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST_TITLE ? line : `${line.slice(0, LONGEST_TITLE - 1).trimEnd()}…`;
}

function toUsage({ usage }: Answer): z.infer<typeof usageSchema> {
  const { inputTokens, outputTokens } = usage ?? { inputTokens: 0, outputTokens: 0 };
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
  };
}
