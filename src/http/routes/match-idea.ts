import { z } from 'zod';
import { localeSchema } from '../../domain/collection.ts';
import { matchReportSchema } from '../../domain/match-report.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { visitorText } from '../visitor-text.ts';
import { collectionIdSchema } from './ids.ts';

const requestSchema = z.strictObject({
  idea: visitorText({ minimum: 20, maximum: 8000 }),
  collection: collectionIdSchema.optional(),
  locale: localeSchema.optional(),
  top: z.int().min(1).max(8).default(3),
});

/** `POST /api/match`: which challenge an idea fits, and why. */
export function matchIdeaRoute(dependencies: Pick<AppDependencies, 'matchIdea'>): Operation {
  return defineOperation({
    id: 'matchIdea',
    method: 'post',
    path: '/api/match',
    summary: 'Judges which challenge an idea fits, with the words of both sides.',
    cost: 'answer',
    request: { body: requestSchema },
    reply: { status: 200, schema: matchReportSchema },
    problems: [400, 404, 413, 415, 422, 503],
    async handle({ body }, { response, signal }) {
      response.json(await dependencies.matchIdea(body, signal));
    },
  });
}
