import type { Answer, AnswerEvent } from './domain/answer.ts';
import { AssistantError } from './domain/errors.ts';
import type { AppDependencies } from './http/app-dependencies.ts';
import type { AnswerStage, Metrics } from './ports/metrics.ts';
import type { SpanOutcome, Tracer } from './ports/tracer.ts';

/** The same functions with every answer measured, whoever asks for it. */
export function measureAnswers<Dependencies extends Pick<AppDependencies, 'startAnswer'>>(
  dependencies: Dependencies,
  metrics: Metrics,
): Dependencies {
  async function* measured(
    events: AsyncIterable<AnswerEvent>,
    startedAt: number,
  ): AsyncGenerator<AnswerEvent> {
    let firstWordAt = startedAt;
    for await (const event of events) {
      if (event.type === 'answer-start') {
        firstWordAt = performance.now();
        metrics.observeStage({ stage: 'draft', seconds: (firstWordAt - startedAt) / 1000 });
      }
      if (event.type === 'answer-end') {
        const endedAt = performance.now();
        const seconds = (endedAt - startedAt) / 1000;
        metrics.observeStage({ stage: 'tell', seconds: (endedAt - firstWordAt) / 1000 });
        metrics.observeAnswer({ kind: event.answer.kind, answerer: answererOf(event.answer), seconds });
      }
      yield event;
    }
  }
  return {
    ...dependencies,
    async startAnswer(request, signal) {
      const startedAt = performance.now();
      const started = await dependencies.startAnswer(request, signal);
      return { ...started, events: measured(started.events, startedAt) };
    },
  };
}

export type StageWatchers = {
  readonly metrics?: Pick<Metrics, 'observeStage'> | undefined;
  readonly tracer?: Pick<Tracer, 'begin'> | undefined;
};

/** The same function with its time told to whoever watches, failures included; for what answers at once and for what promises to. */
export function watchStage<Input extends readonly unknown[], Output>(
  stage: AnswerStage,
  work: (...input: Input) => Output,
  { metrics, tracer }: StageWatchers,
): (...input: Input) => Output {
  return (...input) => {
    const startedAt = performance.now();
    const span = tracer?.begin(stage);
    const end = (outcome?: SpanOutcome) => {
      metrics?.observeStage({ stage, seconds: (performance.now() - startedAt) / 1000 });
      span?.end(outcome);
    };
    return endingWith(end, () => (span ? span.run(() => work(...input)) : work(...input)));
  };
}

function endingWith<Output>(end: (outcome?: SpanOutcome) => void, work: () => Output): Output {
  const endFailed = (error: unknown) => end({ failure: failureOf(error) });
  try {
    const output = work();
    if (output instanceof Promise) output.then(() => end(), endFailed);
    else end();
    return output;
  } catch (error) {
    endFailed(error);
    throw error;
  }
}

/** What is told of a failure: its code, never its message. */
export function failureOf(error: unknown): string {
  return error instanceof AssistantError ? error.code : 'internal-error';
}

export function answererOf({ engine }: Answer): 'documents' | 'model' | 'fallback' {
  if (engine.answerer.includes('(model ')) return 'fallback';
  return engine.model === undefined ? 'documents' : 'model';
}
