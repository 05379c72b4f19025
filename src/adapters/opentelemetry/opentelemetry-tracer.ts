import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Context, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Logger } from '../../ports/logger.ts';
import type { Span, Tracer } from '../../ports/tracer.ts';

export type CollectorOptions = {
  /** Address of a collector that takes OTLP over HTTP, without `/v1/traces`. */
  readonly endpoint: string;
  readonly serviceName: string;
  readonly logger: Pick<Logger, 'warn'>;
};

/** Told to stop, the service has little time, and a collector may be gone. */
const closingMs = 2000;
const exportMs = 5000;
const SUCCESS = 0;

/**
 * Spans in OTLP over HTTP. Nothing is registered globally: no other library's spans are sent, and two tracers in one process do not
 * meet. Which traces begin here is not taken from a caller's headers: a stranger's word decides nothing.
 */
export function createOpenTelemetryTracer(options: CollectorOptions): Tracer {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': options.serviceName }),
    spanProcessors: [new BatchSpanProcessor({ exporter: createExporter(options) })],
  });
  const tracer = provider.getTracer('elqui');
  const around = new AsyncLocalStorage<Context>();

  function begin(name: string): Span {
    const parent = around.getStore() ?? ROOT_CONTEXT;
    const kind = parent === ROOT_CONTEXT ? SpanKind.SERVER : SpanKind.INTERNAL;
    const span = tracer.startSpan(name, { kind }, parent);
    const inside = trace.setSpan(parent, span);
    return {
      run: (work) => around.run(inside, work),
      end({ attributes = {}, failure } = {}) {
        if (!span.isRecording()) return;
        span.setAttributes(attributes);
        if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
        span.end();
      },
    };
  }

  return {
    begin,
    close: async () => {
      await Promise.race([provider.shutdown().catch(() => undefined), sleep(closingMs)]);
    },
  };
}

function createExporter({ endpoint, logger }: CollectorOptions): SpanExporter {
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  return tellOfFailure(new OTLPTraceExporter({ url, timeoutMillis: exportMs }), logger);
}

/** The library drops what it cannot send without a word; here the first time of each stretch is a line of the log. */
function tellOfFailure(exporter: SpanExporter, logger: Pick<Logger, 'warn'>): SpanExporter {
  let isFailing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const hasFailed = result.code !== SUCCESS;
        if (hasFailed && !isFailing) logger.warn('traces-not-sent', { reason: result.error?.message });
        isFailing = hasFailed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => await exporter.forceFlush?.(),
  };
}
