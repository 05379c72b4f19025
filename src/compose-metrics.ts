import type { Answer, AnswerEvent } from './domain/answer.ts';
import type { AppDependencies } from './http/app-dependencies.ts';
import type { AnswerStage, Metrics } from './ports/metrics.ts';

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

/** The same function with its time measured, failures included. */
export function measureStage<Input extends readonly unknown[], Output>(
  stage: AnswerStage,
  work: (...input: Input) => Promise<Output>,
  metrics: Pick<Metrics, 'observeStage'>,
): (...input: Input) => Promise<Output> {
  return async (...input) => {
    const startedAt = performance.now();
    try {
      return await work(...input);
    } finally {
      metrics.observeStage({ stage, seconds: (performance.now() - startedAt) / 1000 });
    }
  };
}

/** The same for what answers at once. */
export function measureStageAtOnce<Input extends readonly unknown[], Output>(
  stage: AnswerStage,
  work: (...input: Input) => Output,
  metrics: Pick<Metrics, 'observeStage'>,
): (...input: Input) => Output {
  return (...input) => {
    const startedAt = performance.now();
    try {
      return work(...input);
    } finally {
      metrics.observeStage({ stage, seconds: (performance.now() - startedAt) / 1000 });
    }
  };
}

function answererOf({ engine }: Answer): 'documents' | 'model' | 'fallback' {
  if (engine.answerer.includes('(model ')) return 'fallback';
  return engine.model === undefined ? 'documents' : 'model';
}
