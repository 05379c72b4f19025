import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import type { Locale } from '../../domain/collection.ts';
import {
  adviserDecisionSchema,
  type BatchJob,
  type BatchRow,
  batchStateSchema,
} from '../../domain/idea-batch.ts';
import { matchReportSchema } from '../../domain/match-report.ts';
import type { BatchDependencies } from '../batch-dependencies.ts';
import { problemOfRow } from '../batch-words.ts';
import { localeOf, requestIdOf } from '../caller.ts';
import { openEventStream } from '../event-stream.ts';
import { defineOperation, type Exchange, type Operation } from '../operation.ts';
import { problemSchema, RequestProblem } from '../problem.ts';
import type { AnswerStreaming } from '../stream-answer.ts';
import { numberInAddress, opaqueIdSchema } from './ids.ts';

const ROWS_AT_ONCE = 50;

export const ofJobParams = z.strictObject({ jobId: opaqueIdSchema });

const querySchema = z.strictObject({
  from: numberInAddress({ minimum: 0, maximum: 1_000_000 }).optional(),
  limit: numberInAddress({ minimum: 1, maximum: 1_000_000 }).optional(),
});

export const batchProgressSchema = z.strictObject({
  jobId: z.string(),
  state: batchStateSchema,
  done: z.int(),
  total: z.int(),
});

export const batchReplySchema = z.strictObject({
  ...batchProgressSchema.shape,
  results: z.array(
    z.strictObject({
      id: z.string(),
      row: z.int(),
      text: z.string(),
      report: matchReportSchema.optional(),
      error: problemSchema.optional(),
      decision: adviserDecisionSchema.optional(),
    }),
  ),
});

/** `GET /api/match/batch/:jobId`: what is done so far, or its progress as server-sent events. */
export function getBatchRoute(
  dependencies: Pick<BatchDependencies, 'readBatch' | 'readBatchRows' | 'watchBatch'>,
  streaming: AnswerStreaming & { readonly maximumStreams: number },
): Operation {
  let openStreams = 0;

  async function streamProgress(jobId: string, { response, signal }: Exchange): Promise<void> {
    if (openStreams >= streaming.maximumStreams) throw new RequestProblem('overloaded');
    await dependencies.readBatch(jobId);
    openStreams += 1;
    const stream = openEventStream(response, streaming.times);
    const stop = AbortSignal.any([signal, streaming.shutdownSignal]);
    try {
      for await (const job of dependencies.watchBatch(jobId, stop)) {
        await stream.send(job.state === 'running' ? 'progress' : 'done', progressOf(job));
      }
    } finally {
      openStreams -= 1;
      stream.end();
    }
  }

  return defineOperation({
    id: 'getBatch',
    method: 'get',
    path: '/api/match/batch/:jobId',
    summary: 'Shows the results of a batch so far, whole or by pages, or its progress as server-sent events.',
    cost: 'read',
    request: { params: ofJobParams, query: querySchema },
    reply: { status: 200, schema: batchReplySchema, streams: true },
    problems: [404, 422, 503],
    async handle({ params, query }, exchange) {
      const { request, response } = exchange;
      response.vary('accept');
      if (request.accepts('application/json', 'text/event-stream') === 'text/event-stream') {
        return await streamProgress(params.jobId, exchange);
      }
      const job = await dependencies.readBatch(params.jobId);
      const context = { locale: localeOf(request), requestId: requestIdOf(response) };
      const page = { from: query.from ?? 0, limit: query.limit ?? job.total };
      const pieces = writeReply(job, readPages(job.id, page, dependencies), context);
      response.status(200).type('json').set('cache-control', 'no-store');
      await pipeline(Readable.from(pieces), response).catch((error: unknown) => {
        // A reader who left is no error of ours.
        if (!response.destroyed) throw error;
      });
    },
  });
}

export function progressOf({ id, state, done, total }: BatchJob) {
  return { jobId: id, state, done, total };
}

/** Two thousand reports are fifty megabytes: they are read and written a few at a time. */
async function* readPages(
  jobId: string,
  { from, limit }: { readonly from: number; readonly limit: number },
  dependencies: Pick<BatchDependencies, 'readBatchRows'>,
): AsyncGenerator<readonly BatchRow[]> {
  for (let read = 0; read < limit; read += ROWS_AT_ONCE) {
    const page = { from: from + read, limit: Math.min(ROWS_AT_ONCE, limit - read) };
    const rows = await dependencies.readBatchRows(jobId, page);
    if (rows.length === 0) return;
    yield rows;
  }
}

async function* writeReply(
  job: BatchJob,
  pages: AsyncIterable<readonly BatchRow[]>,
  context: { readonly locale: Locale; readonly requestId: string },
): AsyncGenerator<string> {
  const head = JSON.stringify(progressOf(job)).slice(0, -1);
  let separator = `${head},"results":[`;
  for await (const rows of pages) {
    const results = rows.flatMap((row) => {
      const result = toResult(row, context);
      return result === null ? [] : [JSON.stringify(result)];
    });
    if (results.length === 0) continue;
    yield separator + results.join(',');
    separator = ',';
  }
  yield separator === ',' ? ']}' : `${separator}]}`;
}

/** Null for a row that still waits. */
function toResult(
  { row, id, text, report, problem, decision }: BatchRow,
  context: { readonly locale: Locale; readonly requestId: string },
) {
  if (report === null && problem === null) return null;
  return {
    ...{ id, row, text },
    ...(report !== null && { report }),
    ...(problem !== null && { error: problemOfRow({ row, problem }, context) }),
    ...(decision !== null && { decision }),
  };
}
