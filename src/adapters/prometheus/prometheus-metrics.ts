import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../../ports/metrics.ts';

/** A stage of our own takes a millisecond; a model's words take seconds. */
const STAGE_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 20];
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20];

/** Counters in a registry of its own, so that two services in one process do not share them. */
export function createPrometheusMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry] = registers;
  collectDefaultMetrics({ ...(registry ? { register: registry } : {}), prefix: 'elqui_' });
  const requests = new Histogram({
    name: 'elqui_http_request_seconds',
    help: 'Time to answer a request, by route pattern',
    labelNames: ['method', 'route', 'status'],
    ...{ buckets: REQUEST_SECONDS, registers },
  });
  const answers = new Histogram({
    name: 'elqui_answer_seconds',
    help: 'Time to a whole answer, by its kind and by whose words it is told in',
    labelNames: ['kind', 'answerer'],
    ...{ buckets: REQUEST_SECONDS, registers },
  });
  const stages = new Histogram({
    name: 'elqui_answer_stage_seconds',
    help: 'Time that each stage of an answer takes',
    labelNames: ['stage'],
    ...{ buckets: STAGE_SECONDS, registers },
  });
  const modelAnswers = new Counter({
    ...{ name: 'elqui_model_answers_total', help: 'How answers of a language model ended' },
    ...{ labelNames: ['status'], registers },
  });
  const sentences = new Counter({
    ...{ name: 'elqui_model_sentences_total', help: 'Sentences of a language model, by what became of them' },
    ...{ labelNames: ['outcome'], registers },
  });
  const tokens = new Counter({
    ...{ name: 'elqui_model_tokens_total', help: 'Tokens read and written by language models' },
    ...{ labelNames: ['direction'], registers },
  });
  const load = new Gauge({
    ...{ name: 'elqui_answers_under_way', help: 'Answers being worked on and waiting for their turn' },
    ...{ labelNames: ['state'], registers },
  });
  const refused = new Counter({
    ...{
      name: 'elqui_answers_refused_total',
      help: 'Answers refused because too many were under way',
      registers,
    },
  });

  return {
    observeRequest({ method, route, status, seconds }) {
      requests.observe({ method, route: route ?? 'none', status: String(status) }, seconds);
    },
    observeAnswer({ kind, answerer, seconds }) {
      answers.observe({ kind, answerer }, seconds);
    },
    observeStage({ stage, seconds }) {
      stages.observe({ stage }, seconds);
    },
    observeSentences({ shown, repaired, dropped, status }) {
      modelAnswers.inc({ status });
      sentences.inc({ outcome: 'shown' }, shown);
      sentences.inc({ outcome: 'repaired' }, repaired);
      for (const [fault, count] of Object.entries(dropped)) sentences.inc({ outcome: fault }, count);
    },
    observeTokens({ inputTokens, outputTokens }) {
      tokens.inc({ direction: 'input' }, inputTokens);
      tokens.inc({ direction: 'output' }, outputTokens);
    },
    observeLoad({ busy, waiting }) {
      load.set({ state: 'busy' }, busy);
      load.set({ state: 'waiting' }, waiting);
    },
    observeRefused: () => refused.inc(),
    render: async () => ({
      contentType: registry?.contentType ?? 'text/plain',
      text: (await registry?.metrics()) ?? '',
    }),
  };
}
