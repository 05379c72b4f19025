import { z } from 'zod';
import type { BatchExportFormat } from '../../ports/idea-table.ts';
import type { BatchDependencies } from '../batch-dependencies.ts';
import { defineOperation, type Operation } from '../operation.ts';
import { ofJobParams } from './get-batch.ts';

const MEDIA_TYPES: Readonly<Record<BatchExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html; charset=utf-8',
};

/** `GET /api/match/batch/:jobId/export`: the report as a file to keep. */
export function exportBatchRoute(dependencies: Pick<BatchDependencies, 'exportBatch'>): Operation {
  return defineOperation({
    id: 'exportBatch',
    method: 'get',
    path: '/api/match/batch/:jobId/export',
    summary: 'Gives the report of a batch as a CSV file, an Excel workbook or a printable page.',
    cost: 'read',
    request: { params: ofJobParams, query: z.strictObject({ format: z.enum(['csv', 'xlsx', 'html']) }) },
    reply: { status: 200, schema: z.unknown(), mediaTypes: Object.values(MEDIA_TYPES) },
    problems: [404, 422, 503],
    async handle({ params, query }, { response }) {
      const bytes = await dependencies.exportBatch(params.jobId, query.format);
      const name = `elqui-${params.jobId.slice(0, 8)}.${query.format}`;
      // Always a download: shown in place, its own style would be refused by the page's policy.
      response.set({
        'content-type': MEDIA_TYPES[query.format],
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
      });
      response.send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    },
  });
}
