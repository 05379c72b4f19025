import type { BatchDependencies } from '../batch-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { batchProgressSchema, ofJobParams, progressOf } from './get-batch.ts';

/** `DELETE /api/match/batch/:jobId`: stops a batch; what was judged stays. */
export function cancelBatchRoute(dependencies: Pick<BatchDependencies, 'cancelBatch'>): Operation {
  return defineOperation({
    id: 'cancelBatch',
    method: 'delete',
    path: '/api/match/batch/:jobId',
    summary: 'Stops a batch and keeps what was judged.',
    cost: 'read',
    request: { params: ofJobParams },
    reply: { status: 200, schema: batchProgressSchema },
    problems: [404, 422, 503],
    async handle({ params }, { response }) {
      response.json(progressOf(await dependencies.cancelBatch(params.jobId)));
    },
  });
}
