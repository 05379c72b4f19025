import { answererOf, failureOf, watchStage } from './compose-metrics.ts';
import type { Config } from './config.ts';
import type { Answer, AnswerEvent } from './domain/answer.ts';
import { AssistantError } from './domain/errors.ts';
import type { AppDependencies } from './http/app-dependencies.ts';
import type { Logger } from './ports/logger.ts';
import type { Span, SpanAttributes, SpanOutcome, Tracer } from './ports/tracer.ts';

/** Tells a collector of traces where one is configured; its libraries, a fifth of a second to load, are not touched otherwise. */
export async function composeTracer(
  { tracing: { endpoint, serviceName } }: Pick<Config, 'tracing'>,
  logger: Logger,
): Promise<Tracer | undefined> {
  if (endpoint === null) return undefined;
  try {
    const { createOpenTelemetryTracer } = await import('./adapters/opentelemetry/opentelemetry-tracer.ts');
    return createOpenTelemetryTracer({ endpoint, serviceName, logger });
  } catch (cause) {
    throw new AssistantError(
      'invalid-environment',
      'OTEL_EXPORTER_OTLP_ENDPOINT is set, but the packages of OpenTelemetry are not installed; run npm ci, or unset it',
      { cause },
    );
  }
}

/** The same functions with every answer, and every idea judged by itself, as a trace of its stages. */
export function traceAnswers<Dependencies extends Pick<AppDependencies, 'startAnswer' | 'matchIdea'>>(
  dependencies: Dependencies,
  tracer: Tracer,
): Dependencies {
  return {
    ...dependencies,
    matchIdea: watchStage('match', dependencies.matchIdea, { tracer }),
    async startAnswer(request, signal) {
      const answer = tracer.begin('answer');
      const draft = answer.run(() => tracer.begin('draft'));
      const spans = { tracer, answer, draft };
      // A flow that hangs when its caller has left comes to no end of its own.
      signal.addEventListener('abort', () => endBoth(spans, { failure: 'cancelled' }), { once: true });
      try {
        const started = await draft.run(() => dependencies.startAnswer(request, signal));
        return { ...started, events: traceEvents(started.events, spans) };
      } catch (error) {
        endBoth(spans, { failure: failureOf(error) });
        throw error;
      }
    },
  };
}

type AnswerSpans = { readonly tracer: Tracer; readonly answer: Span; readonly draft: Span };

function endBoth({ answer, draft }: Pick<AnswerSpans, 'answer' | 'draft'>, outcome: SpanOutcome): void {
  draft.end(outcome.failure === undefined ? {} : { failure: outcome.failure });
  answer.end(outcome);
}

/** Each step of the flow is taken inside of its stage: `draft` until the first word, `tell` after it. */
async function* traceEvents(
  events: AsyncIterable<AnswerEvent>,
  { tracer, answer, draft }: AnswerSpans,
): AsyncGenerator<AnswerEvent> {
  const iterator = events[Symbol.asyncIterator]();
  let stage = draft;
  let outcome: SpanOutcome = { failure: 'cancelled' };
  const step = () => stage.run(() => iterator.next());
  try {
    for (let next = await step(); next.done !== true; next = await step()) {
      if (next.value.type === 'answer-start') {
        stage.end();
        stage = answer.run(() => tracer.begin('tell'));
      }
      if (next.value.type === 'answer-end') outcome = { attributes: attributesOf(next.value.answer) };
      yield next.value;
    }
  } catch (error) {
    outcome = { failure: failureOf(error) };
    throw error;
  } finally {
    endBoth({ answer, draft: stage }, outcome);
    await iterator.return?.();
  }
}

function attributesOf(answer: Answer): SpanAttributes {
  const { kind, completeness, citations, corpus, engine, usage } = answer;
  return {
    'elqui.kind': kind,
    'elqui.answerer': answererOf(answer),
    'elqui.completeness': completeness,
    'elqui.citations': citations.length,
    'elqui.collection': corpus.collection,
    ...(engine.model === undefined ? {} : { 'gen_ai.request.model': engine.model }),
    ...(usage && {
      'gen_ai.usage.input_tokens': usage.inputTokens,
      'gen_ai.usage.output_tokens': usage.outputTokens,
    }),
  };
}
