import { z } from 'zod';
import { AssistantError } from '../../domain/errors.ts';

/** What a SEM1 file says of itself; `buckets` are the rows of hashed letter sequences after the `rows` of words. */
const headerSchema = z.object({
  format: z.literal('SEM1'),
  dim: z.int().min(2).max(4096).multipleOf(2),
  rows: z.int().min(1).max(5_000_000),
  buckets: z.int().min(0).max(5_000_000),
  bits: z.union([z.literal(4), z.literal(8)]),
  minn: z.int().min(1).max(10),
  maxn: z.int().min(1).max(10),
  oovNorm: z.number().positive(),
  vocabBytes: z.int().min(1),
  siblingWeight: z.number().min(0).default(0.8),
  ngramWeight: z.number().min(0).default(0.5),
});

export type SemHeader = z.infer<typeof headerSchema>;

/** `values` are the quantised rows as stored: one signed byte a number, or two numbers a byte, low half first. */
export type SemFile = {
  readonly header: SemHeader;
  readonly words: readonly string[];
  readonly scales: Float32Array;
  readonly values: Uint8Array;
};

const MAGIC = 'SEM1';
const FIXED_BYTES = 8;

/**
 * Takes a SEM1 file apart: magic, header length, JSON header, words, one scale a row, quantised rows.
 * @throws {AssistantError} `embedding-failed` when the bytes are not a whole SEM1 file.
 */
export function parseSemFile(bytes: Buffer, file: string): SemFile {
  const { header, end } = readHeader(bytes, file);
  const rows = header.rows + header.buckets;
  const scalesStart = end + Math.ceil(header.vocabBytes / 4) * 4;
  const valuesStart = scalesStart + rows * 4;
  const expectedBytes = valuesStart + (rows * header.dim * header.bits) / 8;
  if (bytes.length !== expectedBytes) {
    throw damaged(file, `it has ${bytes.length} bytes and its header asks for ${expectedBytes}`);
  }
  const words = bytes.toString('utf8', end, end + header.vocabBytes).split('\n');
  if (words.length !== header.rows) throw damaged(file, `${words.length} words for ${header.rows} rows`);
  const scales = Float32Array.from({ length: rows }, (_, row) => bytes.readFloatLE(scalesStart + row * 4));
  if (!scales.every(Number.isFinite)) throw damaged(file, 'a scale is not a finite number');
  return { header, words, scales, values: new Uint8Array(bytes.subarray(valuesStart)) };
}

function readHeader(bytes: Buffer, file: string): { readonly header: SemHeader; readonly end: number } {
  if (bytes.length < FIXED_BYTES || bytes.toString('latin1', 0, 4) !== MAGIC) {
    throw damaged(file, `it does not begin with ${MAGIC}`);
  }
  const end = FIXED_BYTES + bytes.readUInt32LE(4);
  if (end > bytes.length) throw damaged(file, 'it ends inside its header');
  try {
    return { header: headerSchema.parse(JSON.parse(bytes.toString('utf8', FIXED_BYTES, end))), end };
  } catch (cause) {
    throw damaged(file, 'its header cannot be read', cause);
  }
}

function damaged(file: string, reason: string, cause?: unknown): AssistantError {
  return new AssistantError(
    'embedding-failed',
    `The embedding model ${file} cannot be used: ${reason}; restore it from the repository (models/)`,
    { cause },
  );
}
