import express, { type Express } from 'express';
import type { ClientKeys } from '../ports/client-keys.ts';
import type { Logger } from '../ports/logger.ts';
import type { Metrics } from '../ports/metrics.ts';
import { type Door, refuseCrowd, refuseCrowdFirst } from './admission.ts';
import { createApiDocs } from './api-docs.ts';
import type { AppDependencies } from './app-dependencies.ts';
import { createErrorHandler } from './error-handler.ts';
import { defaultEventStreamTimes, type EventStreamTimes } from './event-stream.ts';
import { createJsonRpcErrorHandler } from './json-rpc-errors.ts';
import { type AnswerMcp, createMcpRoute } from './mcp-route.ts';
import { createMetricsRoute, createRequestMetrics } from './metrics-route.ts';
import { allowOnly } from './middleware/allowed-methods.ts';
import { readJsonBody } from './middleware/json-body.ts';
import { operatorsOnly } from './middleware/operators-only.ts';
import { refuseForeignPages } from './middleware/own-origin.ts';
import { createRateLimiters, type RateLimits } from './middleware/rate-limits.ts';
import { assignRequestId } from './middleware/request-id.ts';
import { createRequestLog } from './middleware/request-log.ts';
import { createSecurityHeaders } from './middleware/security-headers.ts';
import { createOpenAIErrorHandler } from './openai/openai-errors.ts';
import { requireClientKey } from './openai/require-client-key.ts';
import type { Operation } from './operation.ts';
import { createGapsPage } from './pages/gaps-page.ts';
import { createReadablePages } from './pages/readable-pages.ts';
import { RequestProblem } from './problem.ts';
import { answerMessageRoute, createSendAnswer, type SendAnswer } from './routes/answer-message.ts';
import { cancelBatchRoute } from './routes/cancel-batch.ts';
import { completeChatRoute } from './routes/complete-chat.ts';
import { decideRowRoute } from './routes/decide-row.ts';
import { exportBatchRoute } from './routes/export-batch.ts';
import { forgetConversationRoute } from './routes/forget-conversation.ts';
import { getBatchRoute } from './routes/get-batch.ts';
import { getChallengeRoute } from './routes/get-challenge.ts';
import { getDocumentRoute } from './routes/get-document.ts';
import { getHealthRoute } from './routes/get-health.ts';
import { getPassageRoute } from './routes/get-passage.ts';
import { getPortfolioRoute } from './routes/get-portfolio.ts';
import { getReadinessRoute } from './routes/get-readiness.ts';
import { exportUnansweredRoute, getUnansweredRoute } from './routes/get-unanswered.ts';
import { listChallengesRoute } from './routes/list-challenges.ts';
import { listCollectionsRoute } from './routes/list-collections.ts';
import { getModelRoute, listModelsRoute } from './routes/list-models.ts';
import { matchIdeaRoute } from './routes/match-idea.ts';
import { previewBatchRoute } from './routes/preview-batch.ts';
import { recordFeedbackRoute } from './routes/record-feedback.ts';
import { searchPassagesRoute } from './routes/search-passages.ts';
import { startBatchRoute } from './routes/start-batch.ts';
import { createWebPage } from './web-page.ts';
import { createWidgetFiles, createWidgetWall, type WidgetDependencies } from './widget/widget-routes.ts';

export type AppOptions = {
  readonly logger: Logger;
  /** null: no limit at all, for trusted machines. */
  readonly rateLimits: RateLimits | null;
  /** The folder of the built page; without it there is only the API. */
  readonly webDirectory?: string | undefined;
  /** Addresses or networks of the proxies before the service. Never "all": a forged header would pass for a visitor. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** The line in front of the answers: while it is full, nothing is read of what would be refused. */
  readonly admission?: Door | undefined;
  /** Aborts when the service is told to stop: answers go on, but it is no longer ready. */
  readonly stoppingSignal?: AbortSignal | undefined;
  /** Aborts when answers had their time to finish. */
  readonly shutdownSignal?: AbortSignal | undefined;
  readonly streamTimes?: EventStreamTimes | undefined;
  readonly maximumStreams?: number | undefined;
  /** Keys of other programs, needed at /v1; null: nobody needs one there. */
  readonly clientKeys?: Pick<ClientKeys, 'find'> | null | undefined;
  /** Counters for /metrics; `token` null: it answers this machine only. */
  readonly metrics?: { readonly metrics: Metrics; readonly token: string | null } | undefined;
  /** Answers the Model Context Protocol at /mcp. */
  readonly answerMcp?: AnswerMcp | undefined;
  /** The names under which the service is reached, where that is known. */
  readonly hosts?: readonly string[] | null | undefined;
  /** Where the service is reached, without a slash at the end, for links in replies that leave it. */
  readonly publicUrl?: string | undefined;
  /** Without it no other site can embed the widget. */
  readonly widget?: WidgetDependencies | undefined;
};

/** The HTTP wall: parses a request, calls one of the functions it is handed, and replies. Listens to nothing by itself. */
export function createApp(dependencies: AppDependencies, options: AppOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', [...(options.trustedProxies ?? [])]);
  if (options.metrics) app.use(createRequestMetrics(options.metrics.metrics));
  if (options.admission) app.use(refuseCrowdFirst(options.admission));
  app.use(assignRequestId, createRequestLog(options.logger), createSecurityHeaders());
  app.use(['/api', '/v1', '/mcp'], refuseForeignPages);
  if (options.clientKeys) app.use('/v1', requireClientKey(options.clientKeys));
  const sendAnswer = createSendAnswer(streamingOf(options));
  const operations = createOperations(dependencies, options, sendAnswer);
  const forOperators = operations.filter(({ key }) => key === 'operator').map(({ path }) => path);
  app.use([...forOperators, '/asesor/vacios'], operatorsOnly(options.clientKeys ?? null));
  registerOperations(app, operations, options);
  if (options.metrics) app.use(createMetricsRoute(options.metrics.metrics, options.metrics.token));
  if (options.answerMcp !== undefined) {
    const limiters = createRateLimiters(options.rateLimits).answer;
    const door = options.admission ? [refuseCrowd(options.admission)] : [];
    app.use(createMcpRoute(options.answerMcp, { hosts: options.hosts ?? null, door, limiters }));
  }
  const widgetWall =
    options.widget && createWidgetWall(options.widget, { ...options, dependencies, sendAnswer });
  if (widgetWall) app.use(widgetWall.router);
  const { publicUrl = '' } = options;
  app.use(createApiDocs([...operations, ...(widgetWall?.operations ?? [])], { publicUrl }));
  app.use(createGapsPage(dependencies));
  app.use(createReadablePages({ dependencies, sites: options.widget?.sites ?? null }));
  if (options.webDirectory !== undefined) {
    app.use(createWidgetFiles(options.webDirectory), createWebPage(options.webDirectory));
  }
  app.use(() => {
    throw new RequestProblem('not_found');
  });
  app.use('/v1', createOpenAIErrorHandler(options.logger));
  app.use('/mcp', createJsonRpcErrorHandler(options.logger));
  app.use(createErrorHandler(options.logger));
  return app;
}

/** Every operation of the contract, in its order: what is served, and what a description of the API is made from. */
function createOperations(
  dependencies: AppDependencies,
  options: AppOptions,
  sendAnswer: SendAnswer = createSendAnswer(streamingOf(options)),
): readonly Operation[] {
  const streaming = streamingOf(options);
  return [
    answerMessageRoute(dependencies, sendAnswer),
    matchIdeaRoute(dependencies),
    startBatchRoute(dependencies),
    previewBatchRoute(dependencies),
    getBatchRoute(dependencies, streaming),
    cancelBatchRoute(dependencies),
    exportBatchRoute(dependencies),
    getPortfolioRoute(dependencies),
    decideRowRoute(dependencies),
    listCollectionsRoute(dependencies),
    listChallengesRoute(dependencies),
    getChallengeRoute(dependencies),
    getPassageRoute(dependencies),
    getDocumentRoute(dependencies),
    searchPassagesRoute(dependencies),
    recordFeedbackRoute(dependencies),
    getUnansweredRoute(dependencies),
    exportUnansweredRoute(dependencies),
    forgetConversationRoute(dependencies),
    completeChatRoute(dependencies, { ...streaming, publicUrl: options.publicUrl ?? '' }),
    listModelsRoute(dependencies),
    getModelRoute(dependencies),
    getHealthRoute(),
    getReadinessRoute(dependencies, options.stoppingSignal ?? streaming.shutdownSignal),
  ];
}

function streamingOf(options: AppOptions) {
  return {
    times: options.streamTimes ?? defaultEventStreamTimes,
    shutdownSignal: options.shutdownSignal ?? new AbortController().signal,
    maximumStreams: options.maximumStreams ?? 200,
    logger: options.logger,
  };
}

function registerOperations(
  app: Express,
  operations: readonly Operation[],
  { rateLimits, admission }: Pick<AppOptions, 'rateLimits' | 'admission'>,
): void {
  const door = admission ? [refuseCrowd(admission)] : [];
  const limiters = createRateLimiters(rateLimits);
  for (const { method, path, cost, request, bodyReaders, handler } of operations) {
    const readers = request.body === undefined ? [] : (bodyReaders ?? readJsonBody);
    app[method](path, ...(cost === 'answer' ? door : []), ...limiters[cost], ...readers, handler);
  }
  for (const path of new Set(operations.map((operation) => operation.path))) {
    const methods = operations.filter((one) => one.path === path).map((one) => one.method);
    app.all(path, allowOnly(methods));
  }
}
