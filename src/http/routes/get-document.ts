import { z } from 'zod';
import { documentViewSchema } from '../../domain/corpus-views.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { collectionIdSchema, opaqueIdSchema } from './ids.ts';

/** `GET /api/documents/:collection/:document` */
export function getDocumentRoute(dependencies: Pick<AppDependencies, 'getDocument'>): Operation {
  return defineOperation({
    id: 'getDocument',
    method: 'get',
    path: '/api/documents/:collection/:document',
    summary: 'Shows the whole normalised text of a document, which the offsets of citations point into.',
    cost: 'read',
    request: { params: z.strictObject({ collection: collectionIdSchema, document: opaqueIdSchema }) },
    reply: { status: 200, schema: documentViewSchema },
    problems: [404, 422, 503],
    async handle({ params }, { response }) {
      response.json(await dependencies.getDocument(params.collection, params.document));
    },
  });
}
