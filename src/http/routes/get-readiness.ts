import { z } from 'zod';
import type { AppDependencies, Readiness } from '../app-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';

const replySchema = z.strictObject({ ready: z.boolean(), reason: z.string().optional() });

/** `GET /api/ready`: 200 when the index is loaded, the stores answer and nobody told the service to stop, else 503 with the reason. */
export function getReadinessRoute(
  dependencies: Pick<AppDependencies, 'readiness'>,
  stoppingSignal: AbortSignal,
): Operation {
  async function readiness(): Promise<Readiness> {
    if (stoppingSignal.aborted) return { ready: false, reason: 'The service is stopping' };
    return await dependencies.readiness();
  }
  return defineOperation({
    id: 'getReadiness',
    method: 'get',
    path: '/api/ready',
    summary: 'Tells whether the service can answer.',
    cost: 'nothing',
    request: {},
    reply: { status: 200, schema: replySchema },
    problems: [503],
    async handle(_input, { response }) {
      const state = await readiness();
      response.status(state.ready ? 200 : 503).set('cache-control', 'no-store');
      if (!state.ready) response.set('retry-after', '5');
      response.json(state);
    },
  });
}
