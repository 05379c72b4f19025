import { z } from 'zod';
import { localeSchema } from '../domain/collection.ts';
import { BATCH_LIMITS } from '../domain/idea-batch.ts';
import type { ColumnChoice, IdeaFile, IdeaTable } from '../ports/idea-table.ts';
import type { BatchDependencies } from './batch-dependencies.ts';
import { RequestProblem } from './problem.ts';
import { collectionIdSchema } from './routes/ids.ts';

const columnSchema = z.string().trim().min(1).max(200);

/** A file of ideas with what was said about it: what `readIdeaBody` leaves for anything but JSON. */
export const ideaUploadSchema = z.strictObject({
  file: z.custom<IdeaFile>((file) => typeof file === 'object' && file !== null && 'bytes' in file),
  column: columnSchema.optional(),
  idColumn: columnSchema.optional(),
  collection: collectionIdSchema.optional(),
  locale: localeSchema.optional(),
});
export type IdeaUpload = z.infer<typeof ideaUploadSchema>;

/** @throws {RequestProblem} naming what is wrong with the file. */
export async function readUpload(
  upload: IdeaUpload,
  dependencies: Pick<BatchDependencies, 'readIdeaTable'>,
): Promise<IdeaTable> {
  const choice: ColumnChoice = { idea: upload.column, id: upload.idColumn };
  const outcome = await dependencies.readIdeaTable(upload.file, choice);
  if (outcome.ok) return outcome.table;
  switch (outcome.reason) {
    case 'too-large':
      throw new RequestProblem('too_large');
    case 'no-such-column':
      throw refuse(upload.column === undefined ? 'idColumn' : 'column', {});
    case 'too-many-rows':
      throw refuse('file', { rule: 'too-long', bound: BATCH_LIMITS.ideas });
    case 'no-rows':
      throw refuse('file', { rule: 'too-short', bound: 1 });
    case 'unreadable':
      throw refuse('file', {});
  }
}

function refuse(field: string, params: Readonly<Record<string, unknown>>): RequestProblem {
  const issue: z.core.$ZodIssueCustom = { code: 'custom', path: [field], message: '', params };
  return new RequestProblem('invalid_request', { issues: [issue] });
}
