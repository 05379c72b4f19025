import { z } from 'zod';
import { answerKindSchema } from '../domain/answer.ts';
import { challengeViewSchema, collectionViewSchema, passageViewSchema } from '../domain/corpus-views.ts';
import { matchReportSchema } from '../domain/match-report.ts';
import { passageSchema } from '../domain/passage.ts';
import { citationSchema, engineSchema } from '../domain/provenance.ts';
import type { Operation } from './operation.ts';
import { problemSchema } from './problem.ts';
import { ticketHeader } from './widget/widget-access.ts';

type Json = { readonly [key: string]: unknown };

/** Shapes that stand in many replies are described once, under these names. */
const SHARED = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({
  AnswerKind: answerKindSchema,
  Challenge: challengeViewSchema,
  Citation: citationSchema,
  Collection: collectionViewSchema,
  Engine: engineSchema,
  MatchReport: matchReportSchema,
  Passage: passageSchema,
  PassageView: passageViewSchema,
  Problem: problemSchema,
})) {
  SHARED.add(schema, { id });
}

const openAIErrorSchema = z.strictObject({
  error: z.strictObject({
    message: z.string(),
    type: z.string(),
    param: z.string().nullable(),
    code: z.string(),
  }),
});

const SECURITY_SCHEMES = {
  clientKey: { type: 'http', scheme: 'bearer', description: 'A key made by `elqui key add`.' },
  clientKeyAsPassword: {
    ...{ type: 'http', scheme: 'basic' },
    description: 'The same key as the password that a browser asks for; any name will do.',
  },
  visitTicket: {
    ...{ type: 'apiKey', in: 'header', name: ticketHeader },
    description: 'What `/widget/v1/ticket` gave, for a minute.',
  },
};
/** Any one of them lets in; an empty one stands for callers on the service's own machine, who need none. */
const SECURITY: Readonly<Record<NonNullable<Operation['key']>, readonly Json[]>> = {
  client: [{}, { clientKey: [] }],
  operator: [{}, { clientKey: [] }, { clientKeyAsPassword: [] }],
  ticket: [{ visitTicket: [] }],
};

/** Statuses that any operation may answer with, besides its own. */
const COMMON_PROBLEMS = [405, 429, 500];
const EVENTS =
  'Server-sent events, each `data:` a JSON object: see the project’s description of its HTTP interface.';

/** The OpenAPI 3.1 document of the operations, made from the very schemas that requests are checked with. */
export function describeApi(operations: readonly Operation[], server: { readonly publicUrl: string }): Json {
  const shapes: Record<string, Json> = {};
  const shape = (schema: z.ZodType, io: 'input' | 'output') => toShape(schema, io, shapes);
  const paths: Record<string, Record<string, Json>> = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method]: describeOperation(operation, shape) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Elqui',
      version: '1',
      description:
        'Answers questions about regional social-innovation challenges and matches ideas to them, always quoting. The Model Context Protocol is spoken at `/mcp`.',
    },
    servers: [{ url: server.publicUrl || '/' }],
    paths,
    components: {
      schemas: shapes,
      securitySchemes: SECURITY_SCHEMES,
    },
  };
}

type Shape = (schema: z.ZodType, io: 'input' | 'output') => Json;

function describeOperation(operation: Operation, shape: Shape): Json {
  const { id, summary, request, path, key } = operation;
  const isForPrograms = path.startsWith('/v1/');
  return {
    operationId: id,
    summary,
    tags: [isForPrograms ? 'OpenAI-compatible' : path.startsWith('/widget/') ? 'Widget' : 'Elqui'],
    ...(key ? { security: SECURITY[key] } : {}),
    parameters: [
      ...describeParameters(request.params, 'path', shape),
      ...describeParameters(request.query, 'query', shape),
    ],
    ...(request.body ? { requestBody: describeBody(request.body, operation, shape) } : {}),
    responses: {
      [operation.reply.status]: describeReply(operation, shape),
      ...describeProblems(operation, shape),
    },
  };
}

function describeParameters(schema: z.ZodType | undefined, place: 'path' | 'query', shape: Shape): Json[] {
  if (!schema) return [];
  const { properties, required } = shape(schema, 'input');
  return Object.entries(asRecord(properties)).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (Array.isArray(required) && required.includes(name)),
    schema: property,
  }));
}

function describeBody(schema: z.ZodType, { uploads = [] }: Operation, shape: Shape): Json {
  const files = Object.fromEntries(
    uploads.map((type) => [
      type,
      type === 'multipart/form-data'
        ? { schema: { type: 'object', properties: { file: {} }, required: ['file'] } }
        : { schema: {} },
    ]),
  );
  return { required: true, content: { 'application/json': { schema: shape(schema, 'input') }, ...files } };
}

function describeReply({ summary, reply }: Operation, shape: Shape): Json {
  const content = reply.mediaTypes
    ? Object.fromEntries(reply.mediaTypes.map((type) => [type.split(';')[0] ?? type, { schema: {} }]))
    : { 'application/json': { schema: shape(reply.schema, 'output') } };
  const events = reply.streams
    ? { 'text/event-stream': { schema: { type: 'string', description: EVENTS } } }
    : {};
  return { description: summary, content: { ...content, ...events } };
}

function describeProblems({ problems, path, reply }: Operation, shape: Shape): Json {
  const isForPrograms = path.startsWith('/v1/');
  const content = isForPrograms
    ? { 'application/json': { schema: shape(openAIErrorSchema, 'output') } }
    : { 'application/problem+json': { schema: shape(problemSchema, 'output') } };
  const statuses = [...new Set([...problems, ...COMMON_PROBLEMS])].filter(
    (status) => status !== reply.status,
  );
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      // Readiness answers 503 in its own shape.
      path === '/api/ready' && status === 503
        ? {
            description: 'Not ready',
            content: { 'application/json': { schema: shape(reply.schema, 'output') } },
          }
        : { description: `Problem ${status}`, content },
    ]),
  );
}

/** A schema as JSON Schema; the shared shapes in it are put aside and referred to. */
function toShape(schema: z.ZodType, io: 'input' | 'output', shapes: Record<string, Json>): Json {
  const {
    $schema: _,
    $defs,
    ...own
  } = z.toJSONSchema(schema, {
    ...{ target: 'draft-2020-12', io, unrepresentable: 'any', metadata: SHARED },
  });
  for (const [id, definition] of Object.entries($defs ?? {}))
    shapes[id] = withoutId(asRecord(relink(definition)));
  const linked = asRecord(relink(own));
  const known = SHARED.get(schema);
  // A shared shape by itself comes as a reference already.
  if (known === undefined || '$ref' in linked) return linked;
  shapes[known.id] = withoutId(linked);
  return { $ref: `#/components/schemas/${known.id}` };
}

function withoutId({ id: _id, $id: _$id, ...shape }: Json): Json {
  return shape;
}

/** "#/$defs/X" of one schema is "#/components/schemas/X" of the document. */
function relink(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relink);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === '$ref' && typeof one === 'string'
        ? one.replace('#/$defs/', '#/components/schemas/')
        : relink(one),
    ]),
  );
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
