import { z } from 'zod';
import { collectionViewSchema } from '../../domain/corpus-views.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';

/** `GET /api/collections` */
export function listCollectionsRoute(dependencies: Pick<AppDependencies, 'listCollections'>): Operation {
  return defineOperation({
    id: 'listCollections',
    method: 'get',
    path: '/api/collections',
    summary: 'Lists the collections; the first one is meant where a request names none.',
    cost: 'read',
    request: {},
    reply: { status: 200, schema: z.array(collectionViewSchema) },
    problems: [503],
    async handle(_input, { response }) {
      response.json(await dependencies.listCollections());
    },
  });
}
