import { z } from 'zod';
import { localeSchema } from '../../domain/collection.ts';
import { unansweredReportSchema } from '../../domain/unanswered.ts';
import { defineOperation, type Operation } from '../operation.ts';
import type { UnansweredDependencies } from '../unanswered-dependencies.ts';
import { collectionIdSchema, numberInAddress } from './ids.ts';

export const unansweredQuery = z.strictObject({
  days: numberInAddress({ minimum: 1, maximum: 366 }).default(30),
  collection: collectionIdSchema.optional(),
});

/** `GET /api/unanswered`: what people asked that the documents do not say. For operators. */
export function getUnansweredRoute(
  dependencies: Pick<UnansweredDependencies, 'reportUnanswered'>,
): Operation {
  return defineOperation({
    id: 'getUnanswered',
    method: 'get',
    path: '/api/unanswered',
    summary:
      'Tells what could not be answered, near-equal questions as one. For this machine or a client key.',
    cost: 'read',
    key: 'operator',
    request: { query: unansweredQuery },
    reply: { status: 200, schema: unansweredReportSchema },
    problems: [401, 404, 422, 503],
    async handle({ query }, { response }) {
      response.json(await dependencies.reportUnanswered(query));
    },
  });
}

/** `GET /api/unanswered/export`: the groups as a file to keep. */
export function exportUnansweredRoute(
  dependencies: Pick<UnansweredDependencies, 'exportUnanswered'>,
): Operation {
  return defineOperation({
    id: 'exportUnanswered',
    method: 'get',
    path: '/api/unanswered/export',
    summary: 'Gives what could not be answered as a CSV file. For this machine or a client key.',
    cost: 'read',
    key: 'operator',
    request: { query: unansweredQuery.extend({ lang: localeSchema.default('es') }) },
    reply: { status: 200, schema: z.unknown(), mediaTypes: ['text/csv; charset=utf-8'] },
    problems: [401, 404, 422, 503],
    async handle({ query: { lang, ...wanted } }, { response }) {
      const csv = await dependencies.exportUnanswered(wanted, lang);
      response.set({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="elqui-vacios.csv"',
      });
      response.send(csv);
    },
  });
}
