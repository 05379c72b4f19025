import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AssistantError } from '../../domain/errors.ts';
import type { DocumentReader, ReadOutcome } from '../../ports/document-reader.ts';
import { readingLimits } from './reading-limits.ts';
import { readRegularFile } from './regular-file.ts';
import { type ProcessEnd, runConfined } from './run-confined.ts';

export type ProcessDocumentReaderOptions = {
  readonly timeoutMs?: number;
  readonly maximumMemoryBytes?: number;
  readonly maximumFileBytes?: number;
};

type Limits = Required<ProcessDocumentReaderOptions>;

/**
 * Reads each document in a process of its own, with little memory, little time, no environment and an empty folder:
 * a file of three kilobytes can otherwise take the server's memory or its event loop. Defaults are `readingLimits`.
 */
export function createProcessDocumentReader(options: ProcessDocumentReaderOptions = {}): DocumentReader {
  const limits: Limits = { ...readingLimits, ...options };
  return {
    async read(path, signal) {
      refuseCancelled(signal);
      const file = await readRegularFile(path, limits.maximumFileBytes);
      if (!file.ok) {
        const reason = file.reason === 'not-regular' ? 'unsupported' : file.reason;
        return { ok: false, reason, detail: `the file ${file.detail}` };
      }
      const end = await readInChild({ bytes: file.bytes, extension: extname(path).slice(1), limits, signal });
      refuseCancelled(signal);
      return outcomeOf(end, limits);
    },
  };
}

function refuseCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AssistantError('cancelled', 'Reading the document was cancelled');
}

async function readInChild(job: {
  readonly bytes: Buffer;
  readonly extension: string;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
}): Promise<ProcessEnd> {
  const folder = await mkdtemp(join(tmpdir(), 'elqui-read-'));
  try {
    return await runConfined({
      ...childCommand(job.extension, job.limits),
      folder,
      input: job.bytes,
      timeoutMs: job.limits.timeoutMs,
      maximumOutputBytes: readingLimits.maximumOutputBytes,
      watchedMemoryBytes: prlimitPath === null ? job.limits.maximumMemoryBytes : null,
      signal: job.signal,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const prlimitPath = ['/usr/bin/prlimit', '/bin/prlimit'].find((path) => existsSync(path)) ?? null;

/** `node` on the sibling module, under `prlimit` where the system has it: V8's own limits do not hold inflated bytes. */
function childCommand(extension: string, limits: Limits): { command: string; args: readonly string[] } {
  const heapMegabytes = Math.floor((limits.maximumMemoryBytes * 0.6) / 1_000_000);
  const module = fileURLToPath(import.meta.url);
  const child = join(module, '..', `read-document-child${extname(module)}`);
  const node = [
    `--max-old-space-size=${heapMegabytes}`,
    // No native code and none compiled from a document's strings.
    '--no-addons',
    '--disallow-code-generation-from-strings',
    ...(extname(module) === '.ts' ? ['--import', createRequire(import.meta.url).resolve('tsx')] : []),
    child,
    extension,
  ];
  if (prlimitPath === null) return { command: process.execPath, args: node };
  // The parent's timer ends the child first; the processor limit is for a child whose parent has died.
  const seconds = Math.ceil(limits.timeoutMs / 1000) + 2;
  const confinement = [`--data=${limits.maximumMemoryBytes}`, `--cpu=${seconds}:${seconds + 2}`, '--core=0'];
  return { command: prlimitPath, args: [...confinement, process.execPath, ...node] };
}

const failureSchema = z.strictObject({
  ok: z.literal(false),
  reason: z.enum(['too-large', 'out-of-memory', 'encrypted', 'damaged', 'no-text', 'unsupported']),
  detail: z.string().max(1000),
});

const warningSchema = z.strictObject({
  code: z.enum([
    'page-without-text',
    'split-accents',
    'running-header',
    'broken-words',
    'missing-pages',
    'control-characters',
    'garbled-text',
    'unknown-encoding',
  ]),
  page: z.int().positive().nullable(),
  detail: z.string().max(1000),
});

/** The child has met the document, so what it says is checked like anything from outside. */
const outcomeSchema = z.union([
  failureSchema,
  z.strictObject({
    ok: z.literal(true),
    format: z.enum(['txt', 'md', 'pdf', 'docx', 'html']),
    document: z.strictObject({
      layout: z.enum(['blocks', 'visual-lines']),
      pages: z
        .array(z.strictObject({ number: z.int().positive(), text: z.string() }))
        .min(1)
        .max(readingLimits.maximumPages),
      warnings: z.array(warningSchema).max(readingLimits.maximumWarnings),
    }),
  }),
]);

function outcomeOf(end: ProcessEnd, limits: Limits): ReadOutcome {
  const tooSlow = `the file took longer than ${limits.timeoutMs / 1000} s to read`;
  const outOfMemory = `the file takes more than ${Math.floor(limits.maximumMemoryBytes / 1_000_000)} MB to read`;
  switch (end.type) {
    case 'exited':
      return parseOutcome(end.output);
    case 'too-slow':
      return { ok: false, reason: 'too-slow', detail: tooSlow };
    case 'out-of-memory':
      return { ok: false, reason: 'out-of-memory', detail: outOfMemory };
    case 'too-much-output':
      return { ok: false, reason: 'too-large', detail: 'its text is longer than can be kept' };
    case 'crashed':
      return { ok: false, reason: 'damaged', detail: `the reader stopped on this file (${end.cause})` };
    default:
      return end satisfies never;
  }
}

function parseOutcome(output: string): ReadOutcome {
  try {
    return outcomeSchema.parse(JSON.parse(output));
  } catch {
    return { ok: false, reason: 'damaged', detail: 'the reader stopped on this file without an answer' };
  }
}
