import { z } from 'zod';
import type { Locale } from '../domain/collection.ts';
import { AssistantError, type ErrorCode } from '../domain/errors.ts';
import { httpMessages, type ProblemCode } from './http-messages.ts';

export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  code: z.string(),
  errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** A refusal of the wall itself. `message` is for the log; the caller reads the words of `code`. */
export class RequestProblem extends Error {
  override readonly name: string = 'RequestProblem';
  readonly code: ProblemCode;
  readonly issues: readonly z.core.$ZodIssue[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    details: {
      readonly issues?: readonly z.core.$ZodIssue[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(`The request was refused: ${code}`);
    this.code = code;
    this.issues = details.issues ?? [];
    this.headers = details.headers ?? {};
  }
}

const statusOfCode: Readonly<Record<ProblemCode, number>> = {
  malformed_request: 400,
  malformed_json: 400,
  ticket_refused: 401,
  key_refused: 401,
  foreign_origin: 403,
  site_paused: 403,
  site_budget_spent: 429,
  not_found: 404,
  method_not_allowed: 405,
  too_large: 413,
  unsupported_media_type: 415,
  invalid_request: 422,
  too_many_requests: 429,
  not_ready: 503,
  overloaded: 503,
  upstream_failed: 503,
  cancelled: 503,
  shutting_down: 503,
  internal_error: 500,
};

const codeOfAssistantError: Readonly<Record<ErrorCode, ProblemCode>> = {
  'invalid-environment': 'internal_error',
  'invalid-input': 'invalid_request',
  'not-found': 'not_found',
  'index-unusable': 'not_ready',
  'index-busy': 'not_ready',
  'document-unreadable': 'internal_error',
  'embedding-failed': 'upstream_failed',
  'model-failed': 'upstream_failed',
  'budget-spent': 'upstream_failed',
  overloaded: 'overloaded',
  cancelled: 'cancelled',
};

/** What body-parser and the router call their refusals. */
const codeOfParserError: Readonly<Record<string, ProblemCode>> = {
  'entity.parse.failed': 'malformed_json',
  'entity.verify.failed': 'malformed_json',
  'entity.too.large': 'too_large',
  'encoding.unsupported': 'unsupported_media_type',
  'charset.unsupported': 'unsupported_media_type',
};

/** The code that tells a caller what went wrong, and nothing of how. */
function problemCodeOf(error: unknown): ProblemCode {
  if (error instanceof RequestProblem) return error.code;
  if (error instanceof AssistantError) return codeOfAssistantError[error.code];
  const { type, status } = readParserError(error);
  const known = type === undefined ? undefined : codeOfParserError[type];
  if (known !== undefined) return known;
  if (status === 404) return 'not_found';
  return status !== undefined && status >= 400 && status < 500 ? 'malformed_request' : 'internal_error';
}

/** The problem document of an error, in words of the caller's locale; never a stack, a path or a caught message. */
export function problemOf(error: unknown, context: { locale: Locale; requestId: string }): Problem {
  const code = problemCodeOf(error);
  const { problems } = httpMessages[context.locale];
  const issues = error instanceof RequestProblem ? error.issues : [];
  return {
    type: `urn:elqui:problem:${code}`,
    title: problems[code].title,
    status: statusOfCode[code],
    detail: problems[code].detail,
    instance: `urn:uuid:${context.requestId}`,
    code,
    ...(issues.length > 0 && { errors: issues.flatMap((issue) => describeIssue(issue, context.locale)) }),
  };
}

/** Headers that go with a problem: whoever is told to come back is told when. */
export function problemHeadersOf(error: unknown, problem: Problem): Readonly<Record<string, string>> {
  const headers = error instanceof RequestProblem ? error.headers : {};
  return problem.status === 503 ? { 'retry-after': '5', ...headers } : headers;
}

function readParserError(error: unknown): { type?: string; status?: number } {
  if (!(error instanceof Error)) return {};
  const type = 'type' in error && typeof error.type === 'string' ? error.type : undefined;
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
  return { ...(type !== undefined && { type }), ...(status !== undefined && { status }) };
}

function describeIssue(issue: z.core.$ZodIssue, locale: Locale): { path: string; message: string }[] {
  const words = httpMessages[locale].fields;
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    // Of the alternatives, the one that was nearly met is the one that was meant.
    const meant = issue.errors.reduce((best, other) => (other.length < best.length ? other : best));
    return meant.flatMap((one) => describeIssue({ ...one, path: [...issue.path, ...one.path] }, locale));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, 20).map((key) => ({
      path: pathOf([...issue.path, printable(key)]),
      message: words.unknownKey,
    }));
  }
  return [{ path: pathOf(issue.path), message: messageOf(issue, locale) }];
}

function messageOf(issue: z.core.$ZodIssue, locale: Locale): string {
  const words = httpMessages[locale].fields;
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? words.required : words.wrongType(issue.expected);
    case 'too_small':
      return issue.origin === 'number' || issue.origin === 'int'
        ? words.tooSmall(Number(issue.minimum))
        : words.tooShort(Number(issue.minimum));
    case 'too_big':
      return issue.origin === 'number' || issue.origin === 'int'
        ? words.tooBig(Number(issue.maximum))
        : words.tooLong(Number(issue.maximum));
    case 'invalid_value':
      return words.notOneOf(issue.values.map(String).join(', '));
    case 'custom':
      return messageOfRule(issue, locale);
    default:
      return words.invalid;
  }
}

function messageOfRule(issue: z.core.$ZodIssueCustom, locale: Locale): string {
  const words = httpMessages[locale].fields;
  const { rule, bound } = issue.params ?? {};
  if (rule === 'nul-character') return words.nulCharacter;
  if (rule === 'lone-surrogate') return words.loneSurrogate;
  if (rule === 'too-short') return words.tooShort(Number(bound));
  if (rule === 'too-long') return words.tooLong(Number(bound));
  return words.invalid;
}

/** A key as the caller wrote it, short enough and well-formed enough to send back. */
function printable(key: string): string {
  return key.slice(0, 100).replace(/\p{Surrogate}/gu, '\ufffd');
}

function pathOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'body' : path.map(String).join('.');
}
