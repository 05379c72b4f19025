import { z } from 'zod';
import { rowProblemSchema } from '../../domain/idea-batch.ts';
import type { BatchDependencies } from '../batch-dependencies.ts';
import { ideaUploadSchema, readUpload } from '../idea-upload.ts';
import { IDEA_UPLOADS, readIdeaBody } from '../middleware/idea-body.ts';
import { defineOperation, type Operation } from '../operation.ts';

const ROWS_SHOWN = 5;

const replySchema = z.strictObject({
  format: z.enum(['csv', 'xlsx', 'jsonl', 'lines']),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  columns: z.array(z.strictObject({ name: z.string(), sample: z.string() })),
  ideaColumn: z.int(),
  idColumn: z.int().nullable(),
  total: z.int(),
  problems: z.array(z.strictObject({ row: z.int(), problem: rowProblemSchema })),
  rows: z.array(z.strictObject({ row: z.int(), id: z.string(), text: z.string() })),
});

/** `POST /api/match/batch/preview`: how a file would be read, so that the column of ideas can be confirmed. */
export function previewBatchRoute(dependencies: Pick<BatchDependencies, 'readIdeaTable'>): Operation {
  return defineOperation({
    id: 'previewBatch',
    method: 'post',
    path: '/api/match/batch/preview',
    summary: 'Reads a file of ideas and tells its columns, what it takes for the ideas, and its first rows.',
    cost: 'read',
    request: { body: ideaUploadSchema },
    bodyReaders: readIdeaBody,
    uploads: IDEA_UPLOADS,
    reply: { status: 200, schema: replySchema },
    problems: [400, 413, 415, 422],
    async handle({ body }, { response }) {
      const { rows, ...table } = await readUpload(body, dependencies);
      const problems = rows.flatMap(({ row, problem }) => (problem === null ? [] : [{ row, problem }]));
      const shown = rows.filter(({ problem }) => problem === null).slice(0, ROWS_SHOWN);
      response.json({
        ...table,
        total: rows.length,
        problems: problems.slice(0, 100),
        rows: shown.map(({ row, id, text }) => ({ row, id, text })),
      });
    },
  });
}
