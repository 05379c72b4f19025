import { z } from 'zod';
import { localeSchema } from '../../domain/collection.ts';
import { BATCH_LIMITS, findTextProblem, type IdeaRow } from '../../domain/idea-batch.ts';
import type { BatchDependencies } from '../batch-dependencies.ts';
import { localeOf } from '../caller.ts';
import { ideaUploadSchema, readUpload } from '../idea-upload.ts';
import { IDEA_UPLOADS, readIdeaBody } from '../middleware/idea-body.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { collectionIdSchema } from './ids.ts';

const ideasSchema = z.strictObject({
  ideas: z
    .array(z.strictObject({ id: z.string().max(200).optional(), text: z.string() }))
    .min(1)
    .max(BATCH_LIMITS.ideas),
  collection: collectionIdSchema.optional(),
  locale: localeSchema.optional(),
});

const replySchema = z.strictObject({ jobId: z.string(), total: z.int(), url: z.string() });

/** `POST /api/match/batch`: a file or a list of ideas, judged behind. What cannot be judged is a row of the results. */
export function startBatchRoute(
  dependencies: Pick<BatchDependencies, 'readIdeaTable' | 'startBatch'>,
): Operation {
  async function rowsOf(body: z.infer<typeof ideasSchema> | z.infer<typeof ideaUploadSchema>) {
    if ('ideas' in body) return body.ideas.map(toRow);
    return (await readUpload(body, dependencies)).rows;
  }
  return defineOperation({
    id: 'startBatch',
    method: 'post',
    path: '/api/match/batch',
    summary: 'Judges up to 2,000 ideas from a CSV, Excel or JSON-lines file (field `file`) or a JSON list.',
    cost: 'answer',
    request: { body: z.union([ideasSchema, ideaUploadSchema]) },
    bodyReaders: readIdeaBody,
    uploads: IDEA_UPLOADS,
    reply: { status: 202, schema: replySchema },
    problems: [400, 404, 413, 415, 422, 503],
    async handle({ body }, { request, response }) {
      const { collection, locale } = body;
      const rows = await rowsOf(body);
      const job = await dependencies.startBatch({ rows, collection, locale: locale ?? localeOf(request) });
      const url = `/api/match/batch/${job.id}`;
      response.status(202).set('location', url).json({ jobId: job.id, total: job.total, url });
    },
  });
}

function toRow({ id, text }: { id?: string | undefined; text: string }, place: number): IdeaRow {
  const problem = findTextProblem(text);
  const row = place + 1;
  // What a store cannot keep is not kept; the row says so.
  const kept = problem === 'unreadable-text' ? '' : text.slice(0, BATCH_LIMITS.longestIdea * 2);
  return { row, id: id?.replace(/\p{Surrogate}|\u0000/gu, '') || String(row), text: kept, problem };
}
