import { z } from 'zod';
import { passageViewSchema } from '../../domain/corpus-views.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { opaqueIdSchema } from './ids.ts';

/** `GET /api/passages/:id` */
export function getPassageRoute(dependencies: Pick<AppDependencies, 'getPassage'>): Operation {
  return defineOperation({
    id: 'getPassage',
    method: 'get',
    path: '/api/passages/:id',
    summary: 'Shows a passage with the text around it.',
    cost: 'read',
    request: { params: z.strictObject({ id: opaqueIdSchema }) },
    reply: { status: 200, schema: passageViewSchema },
    problems: [404, 422, 503],
    async handle({ params }, { response }) {
      response.json(await dependencies.getPassage(params.id));
    },
  });
}
