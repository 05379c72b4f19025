import { z } from 'zod';
import { challengeViewSchema } from '../../domain/corpus-views.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { ofCollectionQuery } from './ids.ts';

/** `GET /api/challenges?collection=` */
export function listChallengesRoute(dependencies: Pick<AppDependencies, 'listChallenges'>): Operation {
  return defineOperation({
    id: 'listChallenges',
    method: 'get',
    path: '/api/challenges',
    summary: 'Lists the challenges of a collection with their guiding questions and strategy references.',
    cost: 'read',
    request: { query: ofCollectionQuery },
    reply: { status: 200, schema: z.array(challengeViewSchema) },
    problems: [404, 422, 503],
    async handle({ query }, { response }) {
      response.json(await dependencies.listChallenges(query.collection));
    },
  });
}
