import { portfolioSchema } from '../../domain/idea-batch.ts';
import type { BatchDependencies } from '../batch-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { ofJobParams } from './get-batch.ts';

/** `GET /api/match/batch/:jobId/portfolio`: the ideas of a batch seen together. */
export function getPortfolioRoute(dependencies: Pick<BatchDependencies, 'describePortfolio'>): Operation {
  return defineOperation({
    id: 'getPortfolio',
    method: 'get',
    path: '/api/match/batch/:jobId/portfolio',
    summary:
      'Shows which questions the ideas of a batch answer, which none answers, and which ideas are alike.',
    cost: 'read',
    request: { params: ofJobParams },
    reply: { status: 200, schema: portfolioSchema },
    problems: [404, 422, 503],
    async handle({ params }, { response, signal }) {
      response.set('cache-control', 'no-store');
      response.json(await dependencies.describePortfolio(params.jobId, signal));
    },
  });
}
