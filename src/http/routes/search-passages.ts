import { z } from 'zod';
import { searchReplySchema } from '../../domain/corpus-views.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { visitorText } from '../visitor-text.ts';
import { collectionIdSchema, numberInAddress } from './ids.ts';

const querySchema = z.strictObject({
  q: visitorText({ minimum: 1, maximum: 4000 }),
  k: numberInAddress({ minimum: 1, maximum: 50 }).default(10),
  collection: collectionIdSchema.optional(),
});

/** `GET /api/search?q=&k=&collection=` */
export function searchPassagesRoute(dependencies: Pick<AppDependencies, 'searchPassages'>): Operation {
  return defineOperation({
    id: 'searchPassages',
    method: 'get',
    path: '/api/search',
    summary: 'Ranks passages for a text and tells which retrieval ran.',
    cost: 'read',
    request: { query: querySchema },
    reply: { status: 200, schema: searchReplySchema },
    problems: [404, 422, 503],
    async handle({ query }, { response }) {
      const { q, k, collection } = query;
      response.json(await dependencies.searchPassages({ query: q, count: k, collection }));
    },
  });
}
