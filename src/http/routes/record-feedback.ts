import { z } from 'zod';
import type { AppDependencies } from '../app-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { visitorText } from '../visitor-text.ts';
import { opaqueIdSchema } from './ids.ts';

const requestSchema = z.strictObject({
  messageId: opaqueIdSchema,
  rating: z.enum(['up', 'down']),
  comment: visitorText({ minimum: 0, maximum: 2000 }).optional(),
});

const replySchema = z.strictObject({ messageId: z.string(), rating: z.enum(['up', 'down']) });

/** `POST /api/feedback`: the rating is on disk once this has answered. */
export function recordFeedbackRoute(dependencies: Pick<AppDependencies, 'recordFeedback'>): Operation {
  return defineOperation({
    id: 'recordFeedback',
    method: 'post',
    path: '/api/feedback',
    summary: 'Rates an answer; a second rating of the same answer replaces the first.',
    cost: 'read',
    request: { body: requestSchema },
    reply: { status: 201, schema: replySchema },
    problems: [400, 404, 413, 415, 422, 503],
    async handle({ body }, { response }) {
      const { messageId, rating, comment } = body;
      await dependencies.recordFeedback({ messageId, rating, comment: comment ?? null });
      response.status(201).json({ messageId, rating });
    },
  });
}
