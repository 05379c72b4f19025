import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const attributeSchema = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });
const spanSchema = z.looseObject({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(attributeSchema),
  status: z.looseObject({ code: z.number().optional(), message: z.string().optional() }),
});
const exportSchema = z.looseObject({
  resourceSpans: z.array(
    z.looseObject({
      resource: z.looseObject({ attributes: z.array(attributeSchema) }),
      scopeSpans: z.array(z.looseObject({ spans: z.array(spanSchema) })),
    }),
  ),
});
export type ReceivedSpan = z.infer<typeof spanSchema>;

export type FakeCollector = {
  readonly endpoint: string;
  readonly spans: readonly ReceivedSpan[];
  /** Everything that came, as it came. */
  readonly bodies: readonly string[];
  readonly services: ReadonlySet<unknown>;
  /** Each span as the path of names that leads to it, in the order in which they ended. */
  paths(): readonly string[];
  close(): Promise<void>;
};

/** Takes OTLP over HTTP in JSON, as OpenTelemetry's own collector does. `status` other than 200: it refuses. */
export async function startFakeCollector(options: { readonly status?: number } = {}): Promise<FakeCollector> {
  const spans: ReceivedSpan[] = [];
  const bodies: string[] = [];
  const services = new Set<unknown>();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    bodies.push(body);
    const isTaken = request.url === '/v1/traces' && request.method === 'POST';
    response.writeHead(isTaken ? (options.status ?? 200) : 404, { 'content-type': 'application/json' });
    response.end('{}');
    for (const { resource, scopeSpans } of exportSchema.parse(JSON.parse(body)).resourceSpans) {
      services.add(attributeOf(resource, 'service.name'));
      spans.push(...scopeSpans.flatMap((scope) => scope.spans));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ spans, bodies, services },
    paths: () => spans.map((span) => pathOf(span, spans)),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function attributeOf(
  { attributes }: { readonly attributes: readonly z.infer<typeof attributeSchema>[] },
  key: string,
): unknown {
  const found = attributes.find((one) => one.key === key);
  return found && Object.values(found.value)[0];
}

function pathOf(span: ReceivedSpan, spans: readonly ReceivedSpan[]): string {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
  return parent ? `${pathOf(parent, spans)}/${span.name}` : span.name;
}
