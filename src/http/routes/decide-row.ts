import { z } from 'zod';
import { adviserDecisionSchema } from '../../domain/idea-batch.ts';
import type { BatchDependencies } from '../batch-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { visitorText } from '../visitor-text.ts';
import { numberInAddress, opaqueIdSchema } from './ids.ts';

const note = visitorText({ minimum: 0, maximum: 2000 }).default('');

const requestSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept'), note }),
  z.strictObject({ kind: z.literal('correct'), challenge: z.int().positive().nullable(), note }),
  z.strictObject({ kind: z.literal('note'), note }),
]);

/** `POST /api/match/batch/:jobId/rows/:row/decision`: what the adviser says of a judgement; on disk once this has answered. */
export function decideRowRoute(dependencies: Pick<BatchDependencies, 'decideRow'>): Operation {
  return defineOperation({
    id: 'decideRow',
    method: 'post',
    path: '/api/match/batch/:jobId/rows/:row/decision',
    summary:
      "Keeps an adviser's decision about a row: accepted, corrected to a challenge or to none, or a note.",
    cost: 'read',
    request: {
      params: z.strictObject({
        jobId: opaqueIdSchema,
        row: numberInAddress({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
      }),
      body: requestSchema,
    },
    reply: { status: 200, schema: adviserDecisionSchema },
    problems: [400, 404, 413, 415, 422, 503],
    async handle({ params, body }, { response }) {
      response.json(await dependencies.decideRow(params.jobId, params.row, body));
    },
  });
}
