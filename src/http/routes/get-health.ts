import { z } from 'zod';
import { defineOperation, type Operation } from '../operation.ts';

/** `GET /api/health`: answers while the process lives. */
export function getHealthRoute(): Operation {
  return defineOperation({
    id: 'getHealth',
    method: 'get',
    path: '/api/health',
    summary: 'Tells that the process lives.',
    cost: 'nothing',
    request: {},
    reply: { status: 200, schema: z.strictObject({ status: z.literal('ok') }) },
    problems: [],
    async handle(_input, { response }) {
      response.set('cache-control', 'no-store').json({ status: 'ok' });
    },
  });
}
