import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { AssistantError } from './domain/errors.ts';
import type { SpendingLimits } from './ports/model-ledger.ts';

/** Everything that can be set from outside, grouped; times in milliseconds unless the name says otherwise. */
export type Config = {
  readonly server: {
    readonly host: string;
    readonly port: number;
    readonly isRateLimited: boolean;
    readonly trustedProxies: readonly string[];
    /** Where the service is reached from outside, without a slash at the end; null: at its own address. */
    readonly publicUrl: string | null;
    /** What /metrics asks for; null: it answers this machine only. */
    readonly metricsToken: string | null;
    readonly admission: { readonly slots: number; readonly queue: number; readonly waitMs: number };
  };
  readonly folders: {
    readonly corpus: string;
    readonly index: string;
    readonly data: string;
    readonly models: string;
    readonly prompts: string;
  };
  readonly embedding: {
    readonly provider: 'embedded' | 'openai' | 'transformers';
    readonly model: string;
    readonly dimensions: number | null;
    readonly batchSize: number;
    readonly timeoutMs: number;
  };
  readonly openai: { readonly apiKey: string | null; readonly baseUrl: string | null };
  /** `model` null: no language model. */
  readonly chat: {
    readonly model: string | null;
    readonly fallbackModel: string | null;
    readonly deadlineMs: number;
    readonly idleMs: number;
    readonly maximumTokens: number;
    readonly maximumCharacters: number;
    readonly assessesFit: boolean;
    readonly isTraced: boolean;
    readonly limits: SpendingLimits;
  };
  readonly conversations: { readonly retentionDays: number };
  readonly reading: { readonly timeoutMs: number; readonly maximumMemoryBytes: number };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** `endpoint`: of a collector of OpenTelemetry's; null: no traces. */
  readonly tracing: { readonly endpoint: string | null; readonly serviceName: string };
};

const MEGABYTE = 1_048_576;
const SLOTS_WITH_MODEL = 32;

const optionalText = z
  .string()
  .trim()
  .optional()
  .transform((value) => (value === undefined || value === '' ? null : value));

function wholeNumber(fallback: number, minimum: number, maximum: number) {
  return z.preprocess(
    (value) => (value === undefined || value === '' ? fallback : value),
    z.coerce.number().int().min(minimum).max(maximum),
  );
}

/** null: not set. */
const optionalAmount = z.preprocess(
  (value) => (value === undefined || value === '' ? null : value),
  z.coerce.number().min(0).max(1e12).nullable(),
);

function textOr(fallback: string) {
  return z.preprocess(
    (value) => (value === undefined || value === '' ? fallback : value),
    z.string().trim().min(1),
  );
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T, fallback: T[number]) {
  return z.preprocess((value) => (value === undefined || value === '' ? fallback : value), z.enum(values));
}

const environmentSchema = z.object({
  HOST: textOr('127.0.0.1'),
  PORT: wholeNumber(3000, 0, 65_535),
  RATE_LIMIT: oneOf(['on', 'off'], 'on'),
  TRUST_PROXY: optionalText,
  PUBLIC_URL: optionalText.pipe(z.url({ protocol: /^https?$/ }).nullable()),
  METRICS_TOKEN: optionalText,
  ANSWER_SLOTS: optionalAmount.pipe(z.int().min(1).max(10_000).nullable()),
  ANSWER_QUEUE: wholeNumber(128, 0, 10_000),
  ANSWER_WAIT_MS: wholeNumber(2000, 0, 60_000),
  CORPUS_DIR: textOr('corpus'),
  INDEX_DIR: textOr('index'),
  DATA_DIR: textOr('data'),
  MODELS_DIR: textOr('models'),
  EMBEDDING_PROVIDER: oneOf(['embedded', 'openai', 'transformers'], 'embedded'),
  EMBEDDING_MODEL: optionalText,
  EMBEDDING_DIMENSIONS: z.preprocess(
    (value) => (value === undefined || value === '' ? null : value),
    z.coerce.number().int().min(8).max(4096).nullable(),
  ),
  EMBEDDING_BATCH_SIZE: wholeNumber(64, 1, 2048),
  EMBEDDING_TIMEOUT_MS: wholeNumber(30_000, 1000, 600_000),
  OPENAI_API_KEY: optionalText,
  OPENAI_BASE_URL: optionalText.pipe(z.url({ protocol: /^https?$/ }).nullable()),
  CHAT_MODEL: optionalText,
  CHAT_FALLBACK_MODEL: optionalText,
  CHAT_TIMEOUT_MS: wholeNumber(18_000, 1000, 600_000),
  CHAT_IDLE_MS: wholeNumber(8000, 500, 600_000),
  CHAT_MAX_TOKENS: wholeNumber(700, 50, 8000),
  CHAT_MAX_CHARACTERS: wholeNumber(8000, 500, 100_000),
  CHAT_MATCHING: oneOf(['on', 'off'], 'on'),
  CHAT_DAILY_TOKENS: optionalAmount,
  CHAT_SITE_DAILY_TOKENS: optionalAmount,
  CHAT_DAILY_COST: optionalAmount,
  CHAT_PRICE_INPUT: optionalAmount,
  CHAT_PRICE_OUTPUT: optionalAmount,
  CHAT_TRACING: oneOf(['on', 'off'], 'off'),
  PROMPTS_DIR: textOr('prompts'),
  RETENTION_DAYS: wholeNumber(30, 1, 3650),
  READ_TIMEOUT_MS: wholeNumber(10_000, 500, 600_000),
  READ_MEMORY_MB: wholeNumber(700, 200, 16_384),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: optionalText.pipe(z.url({ protocol: /^https?$/ }).nullable()),
  OTEL_SERVICE_NAME: textOr('elqui'),
});

type Environment = z.infer<typeof environmentSchema>;

const DEFAULT_EMBEDDING_MODELS = {
  embedded: 'sem-es-192',
  openai: 'text-embedding-3-small',
  transformers: 'Xenova/multilingual-e5-small',
} as const;

/**
 * Reads the environment into a Config.
 * @throws {AssistantError} `invalid-environment` listing every problem at once.
 */
export function readConfig(variables: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = environmentSchema.safeParse(variables);
  if (parsed.success) return toConfig(parsed.data);
  const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new AssistantError('invalid-environment', `The environment cannot be used:\n${problems.join('\n')}`);
}

function toConfig(environment: Environment): Config {
  const provider = environment.EMBEDDING_PROVIDER;
  return {
    server: {
      host: environment.HOST,
      port: environment.PORT,
      isRateLimited: environment.RATE_LIMIT === 'on',
      trustedProxies: environment.TRUST_PROXY?.split(',').map((address) => address.trim()) ?? [],
      metricsToken: environment.METRICS_TOKEN,
      admission: {
        slots: environment.ANSWER_SLOTS ?? defaultSlots(environment),
        queue: environment.ANSWER_QUEUE,
        waitMs: environment.ANSWER_WAIT_MS,
      },
      publicUrl: environment.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    },
    folders: {
      corpus: environment.CORPUS_DIR,
      index: environment.INDEX_DIR,
      data: environment.DATA_DIR,
      models: environment.MODELS_DIR,
      prompts: environment.PROMPTS_DIR,
    },
    embedding: {
      provider,
      model: environment.EMBEDDING_MODEL ?? DEFAULT_EMBEDDING_MODELS[provider],
      dimensions: environment.EMBEDDING_DIMENSIONS,
      batchSize: environment.EMBEDDING_BATCH_SIZE,
      timeoutMs: environment.EMBEDDING_TIMEOUT_MS,
    },
    openai: { apiKey: environment.OPENAI_API_KEY, baseUrl: environment.OPENAI_BASE_URL },
    chat: toChat(environment),
    conversations: { retentionDays: environment.RETENTION_DAYS },
    reading: {
      timeoutMs: environment.READ_TIMEOUT_MS,
      maximumMemoryBytes: environment.READ_MEMORY_MB * MEGABYTE,
    },
    logLevel: environment.LOG_LEVEL,
    tracing: {
      endpoint: environment.OTEL_EXPORTER_OTLP_ENDPOINT,
      serviceName: environment.OTEL_SERVICE_NAME,
    },
  };
}

/** Answers of our own keep a core busy; those of a model on another machine are mostly waiting. */
function defaultSlots({ CHAT_MODEL }: Environment): number {
  return CHAT_MODEL === null ? Math.max(2, availableParallelism()) : SLOTS_WITH_MODEL;
}

function toChat(environment: Environment): Config['chat'] {
  return {
    model: environment.CHAT_MODEL,
    fallbackModel: environment.CHAT_FALLBACK_MODEL,
    deadlineMs: environment.CHAT_TIMEOUT_MS,
    idleMs: environment.CHAT_IDLE_MS,
    maximumTokens: environment.CHAT_MAX_TOKENS,
    maximumCharacters: environment.CHAT_MAX_CHARACTERS,
    assessesFit: environment.CHAT_MATCHING === 'on',
    isTraced: environment.CHAT_TRACING === 'on',
    limits: {
      tokensPerDay: environment.CHAT_DAILY_TOKENS,
      tokensPerSiteAndDay: environment.CHAT_SITE_DAILY_TOKENS,
      costPerDay: environment.CHAT_DAILY_COST,
      prices: { input: environment.CHAT_PRICE_INPUT ?? 0, output: environment.CHAT_PRICE_OUTPUT ?? 0 },
    },
  };
}

const TRACING_VARIABLES = [
  'LANGSMITH_TRACING_V2',
  'LANGCHAIN_TRACING_V2',
  'LANGSMITH_TRACING',
  'LANGCHAIN_TRACING',
];

/** LangChain sends whole prompts to LangSmith when a variable left over from elsewhere says so; here only when asked to. */
export function hushTracing(
  isTraced: boolean,
  variables: Record<string, string | undefined> = process.env,
): void {
  if (isTraced) return;
  for (const name of TRACING_VARIABLES) delete variables[name];
}
