import { z } from 'zod';
import type { AppDependencies } from '../app-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { opaqueIdSchema } from './ids.ts';

/** `POST /api/forget`: what the page's delete button asks for. Its id is all that a conversation is known by. */
export function forgetConversationRoute(
  dependencies: Pick<AppDependencies, 'forgetConversation'>,
): Operation {
  return defineOperation({
    id: 'forgetOwnConversation',
    method: 'post',
    path: '/api/forget',
    summary: 'Deletes a conversation with its ratings; false when it was not known.',
    cost: 'read',
    request: { body: z.strictObject({ conversationId: opaqueIdSchema }) },
    reply: { status: 200, schema: z.strictObject({ forgotten: z.boolean() }) },
    problems: [400, 403, 413, 415, 422, 503],
    async handle({ body }, { response }) {
      response.json({ forgotten: await dependencies.forgetConversation(body.conversationId) });
    },
  });
}
