import { z } from 'zod';
import { challengeViewSchema } from '../../domain/corpus-views.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { numberInAddress, ofCollectionQuery } from './ids.ts';

/** `GET /api/challenges/:number?collection=` */
export function getChallengeRoute(dependencies: Pick<AppDependencies, 'getChallenge'>): Operation {
  return defineOperation({
    id: 'getChallenge',
    method: 'get',
    path: '/api/challenges/:number',
    summary: 'Shows one challenge.',
    cost: 'read',
    request: {
      params: z.strictObject({ number: numberInAddress({ minimum: 0, maximum: 1_000_000 }) }),
      query: ofCollectionQuery,
    },
    reply: { status: 200, schema: challengeViewSchema },
    problems: [404, 422, 503],
    async handle({ params, query }, { response }) {
      response.json(await dependencies.getChallenge(params.number, query.collection));
    },
  });
}
