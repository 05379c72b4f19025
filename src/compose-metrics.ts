import type { Answer, AnswerEvent } from './domain/answer.ts';
import type { AppDependencies } from './http/app-dependencies.ts';
import type { Metrics } from './ports/metrics.ts';

/** The same functions with every answer measured, whoever asks for it. */
export function measureAnswers<Dependencies extends Pick<AppDependencies, 'startAnswer'>>(
  dependencies: Dependencies,
  metrics: Metrics,
): Dependencies {
  async function* measured(
    events: AsyncIterable<AnswerEvent>,
    startedAt: number,
  ): AsyncGenerator<AnswerEvent> {
    for await (const event of events) {
      if (event.type === 'answer-end') {
        const seconds = (performance.now() - startedAt) / 1000;
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

function answererOf({ engine }: Answer): 'documents' | 'model' | 'fallback' {
  if (engine.answerer.includes('(model ')) return 'fallback';
  return engine.model === undefined ? 'documents' : 'model';
}
