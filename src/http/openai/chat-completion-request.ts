import { z } from 'zod';
import type { MessageRequest, Turn } from '../../domain/conversation.ts';
import { RequestProblem } from '../problem.ts';
import { visitorText } from '../visitor-text.ts';

const contentSchema = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.literal('text'), text: z.string() })).max(100),
]);

/** What OpenAI's clients send. Settings of a language model (temperature, tools …) are passed over: this is not one. */
export const chatCompletionRequestSchema = z.looseObject({
  model: z.string().max(200),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
        content: contentSchema.nullish(),
      }),
    )
    .min(1)
    .max(1000),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.literal(1).nullish(),
});
export type ChatCompletionRequest = z.infer<typeof chatCompletionRequestSchema>;

export const MODEL = 'elqui';

const messageSchema = visitorText({ minimum: 1, maximum: 4000 });
const turnTextSchema = visitorText({ minimum: 1, maximum: 8000 });
const TURNS = 20;
const CHARACTERS_OF_A_TURN = 8000;

/** The last thing that the person said is the message, what was said before it the talk. Orders of a system role are not taken. */
export function toMessageRequest({ model, messages }: ChatCompletionRequest): MessageRequest {
  const at = messages.findLastIndex(({ role }) => role === 'user');
  const parsed = messageSchema.safeParse(textOf(messages[at]?.content));
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({
      ...issue,
      path: ['messages', Math.max(0, at), 'content'],
    }));
    throw new RequestProblem('invalid_request', { issues });
  }
  const collection = collectionOf(model);
  return {
    message: parsed.data,
    history: messages.slice(0, Math.max(0, at)).flatMap(toTurn).slice(-TURNS),
    ...(collection === null ? {} : { collection }),
  };
}

/** "elqui" is the first collection, "elqui/<id>" another. */
function collectionOf(model: string): string | null {
  if (model === MODEL) return null;
  if (model.startsWith(`${MODEL}/`)) return model.slice(MODEL.length + 1);
  throw new RequestProblem('not_found');
}

function toTurn({ role, content }: ChatCompletionRequest['messages'][number]): Turn[] {
  if (role !== 'user' && role !== 'assistant') return [];
  const text = turnTextSchema.safeParse(
    textOf(content)
      .slice(0, CHARACTERS_OF_A_TURN)
      .replace(/\p{Surrogate}/gu, '\ufffd'),
  );
  return text.success ? [{ role, content: text.data }] : [];
}

function textOf(content: z.infer<typeof contentSchema> | null | undefined): string {
  if (content === null || content === undefined) return '';
  return typeof content === 'string' ? content : content.map(({ text }) => text).join('\n');
}
