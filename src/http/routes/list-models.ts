import { z } from 'zod';
import type { AppDependencies } from '../app-dependencies.ts';
import { MODEL } from '../openai/chat-completion-request.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { RequestProblem } from '../problem.ts';

const modelSchema = z.strictObject({
  id: z.string(),
  object: z.literal('model'),
  created: z.int(),
  owned_by: z.string(),
});
type Model = z.infer<typeof modelSchema>;

/** `GET /v1/models`: "elqui" is the first collection, "elqui/<id>" each of them. */
export function listModelsRoute(dependencies: Pick<AppDependencies, 'listCollections'>): Operation {
  return defineOperation({
    id: 'listModels',
    method: 'get',
    path: '/v1/models',
    summary: 'Lists the models: one for each collection.',
    cost: 'read',
    key: 'client',
    request: {},
    reply: { status: 200, schema: z.strictObject({ object: z.literal('list'), data: z.array(modelSchema) }) },
    problems: [401, 503],
    async handle(_input, { response }) {
      response.json({ object: 'list', data: await listModels(dependencies) });
    },
  });
}

/** `GET /v1/models/:model`; the name of a collection's model holds a slash, as written or escaped. */
export function getModelRoute(dependencies: Pick<AppDependencies, 'listCollections'>): Operation {
  return defineOperation({
    id: 'getModel',
    method: 'get',
    path: '/v1/models/:model',
    summary: 'Shows one model.',
    cost: 'read',
    key: 'client',
    request: { params: z.strictObject({ model: z.string().max(200) }) },
    reply: { status: 200, schema: modelSchema },
    problems: [401, 404, 503],
    async handle({ params }, { response }) {
      const model = (await listModels(dependencies)).find(({ id }) => id === params.model);
      if (!model) throw new RequestProblem('not_found');
      response.json(model);
    },
  });
}

async function listModels({ listCollections }: Pick<AppDependencies, 'listCollections'>): Promise<Model[]> {
  const ids = (await listCollections()).map(({ id }) => `${MODEL}/${id}`);
  return [MODEL, ...ids].map((id) => ({ id, object: 'model', created: 0, owned_by: MODEL }));
}
