import { z } from 'zod';
import type { ParsedDocument } from '../../domain/challenge.ts';
import {
  absentMatterSchema,
  collectionManifestSchema,
  expectedQuestionSchema,
  type GlossaryEntry,
  labelledIdeaSchema,
} from '../../domain/collection.ts';
import type { IndexedCollection } from '../../domain/indexed-collection.ts';
import { passageSchema } from '../../domain/passage.ts';
import type { SourceDocument } from '../../domain/source-document.ts';
import { unusable } from './files.ts';
import { parseJson } from './manifest.ts';

/** Documents and structures are taken as they were written: the checksum has told that not a byte differs. */
const collectionSchema = z.strictObject({
  manifest: collectionManifestSchema,
  digest: z.string(),
  documents: z.array(z.custom<SourceDocument>(isRecord)),
  structures: z.array(z.custom<ParsedDocument>(isRecord)),
  glossary: z.array(z.custom<GlossaryEntry>(isRecord)),
  expectedQuestions: z.array(expectedQuestionSchema),
  absentMatters: z.array(absentMatterSchema),
  examples: z.array(labelledIdeaSchema),
});
const passagesSchema = z.array(passageSchema);
const learnedSchema = z.record(z.string(), z.unknown());

/** Everything of a collection but its passages. */
export function encodeCollection({ passages: _passages, ...rest }: IndexedCollection): Buffer {
  return Buffer.from(JSON.stringify(rest));
}

export function encodePassages({ passages }: IndexedCollection): Buffer {
  return Buffer.from(JSON.stringify(passages));
}

export function encodeLearned(learned: Readonly<Record<string, unknown>>): Buffer {
  return Buffer.from(JSON.stringify(learned));
}

/** @throws {AssistantError} `index-unusable` */
export function decodeCollection(collection: Buffer, passages: Buffer): IndexedCollection {
  return {
    ...decode('collection.json', collectionSchema, collection),
    passages: decode('passages.json', passagesSchema, passages),
  };
}

/** @throws {AssistantError} `index-unusable` */
export function decodeLearned(learned: Buffer): Readonly<Record<string, unknown>> {
  return decode('learned.json', learnedSchema, learned);
}

function decode<T>(name: string, schema: z.ZodType<T>, content: Buffer): T {
  const parsed = schema.safeParse(parseJson(content));
  if (parsed.success) return parsed.data;
  throw unusable(`${name} is not what this version writes`, parsed.error);
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
