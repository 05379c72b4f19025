import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const requestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
  stream: z.boolean().default(false),
  max_tokens: z.number().optional(),
  temperature: z.number().optional(),
  response_format: z.unknown().optional(),
});
export type ChatRequest = z.infer<typeof requestSchema>;

/** One thing that happens on an open stream, in order. A stream without `finish` ends early; without `end` it stays open. */
export type StreamStep =
  | { readonly text: string }
  | { readonly finish: string }
  | { readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number } }
  | { readonly raw: string | Uint8Array }
  | { readonly waitMs: number }
  | 'done'
  | 'end'
  | 'reset';

/** What the server does with one request. */
export type ChatBehaviour =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown }
  | { readonly body: string; readonly contentType: string }
  | { readonly stream: readonly StreamStep[] }
  | 'no-headers';

export type FakeChatServer = {
  readonly baseUrl: string;
  readonly requests: readonly ChatRequest[];
  /** When each client that went away early did so, by `performance.now()`. */
  readonly abandonedAt: readonly number[];
  close(): Promise<void>;
};

/** A whole reply, well told: pieces of text, finish, usage, end. */
export function wholeReply(
  pieces: readonly string[],
  usage = { prompt_tokens: 11, completion_tokens: 7 },
): ChatBehaviour {
  return { stream: [...pieces.map((text) => ({ text })), { finish: 'stop' }, { usage }, 'done', 'end'] };
}

/** A chat server on this machine that answers as told, and misbehaves as told. */
export async function startFakeChatServer(
  behave: (request: ChatRequest, attempt: number) => ChatBehaviour,
  options: { readonly port?: number; readonly key?: string } = {},
): Promise<FakeChatServer> {
  const requests: ChatRequest[] = [];
  const abandonedAt: number[] = [];
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) abandonedAt.push(performance.now());
    });
    if (options.key !== undefined && request.headers.authorization !== `Bearer ${options.key}`) {
      return sendJson(response, 401, {
        error: { message: `Incorrect key: ${request.headers.authorization}` },
      });
    }
    if (request.url === '/v1/models') {
      return sendJson(response, 200, { object: 'list', data: [{ id: 'fake', object: 'model' }] });
    }
    void readJson(request).then(async (body) => {
      const parsed = requestSchema.parse(body);
      requests.push(parsed);
      await perform(response, behave(parsed, requests.length), parsed);
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    abandonedAt,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function perform(
  response: ServerResponse,
  behaviour: ChatBehaviour,
  request: ChatRequest,
): Promise<void> {
  if (behaviour === 'no-headers') return;
  if ('status' in behaviour) {
    return sendJson(
      response,
      behaviour.status,
      behaviour.json ?? { error: { message: 'no' } },
      behaviour.headers,
    );
  }
  if ('body' in behaviour) {
    response.writeHead(200, { 'content-type': behaviour.contentType }).end(behaviour.body);
    return;
  }
  if (!request.stream) return sendJson(response, 200, completionOf(behaviour.stream, request.model));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  for (const step of behaviour.stream) {
    if (response.destroyed) return;
    await performStep(response, step, request.model);
  }
}

async function performStep(response: ServerResponse, step: StreamStep, model: string): Promise<void> {
  if (step === 'end') response.end();
  else if (step === 'reset') response.socket?.resetAndDestroy();
  else if (step === 'done') response.write('data: [DONE]\n\n');
  else if ('waitMs' in step) await sleep(step.waitMs);
  else if ('raw' in step) response.write(step.raw);
  else response.write(`data: ${JSON.stringify(chunkOf(step, model))}\n\n`);
}

function chunkOf(step: StreamStep, model: string) {
  const base = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model };
  if (typeof step === 'object' && 'usage' in step) {
    const { prompt_tokens, completion_tokens } = step.usage;
    return {
      ...base,
      choices: [],
      usage: { ...step.usage, total_tokens: prompt_tokens + completion_tokens },
    };
  }
  const delta = typeof step === 'object' && 'text' in step ? { role: 'assistant', content: step.text } : {};
  const finish_reason = typeof step === 'object' && 'finish' in step ? step.finish : null;
  return { ...base, choices: [{ index: 0, delta, finish_reason }] };
}

function completionOf(steps: readonly StreamStep[], model: string) {
  const objects = steps.filter((step) => typeof step === 'object');
  const content = objects.flatMap((step) => ('text' in step ? [step.text] : [])).join('');
  const finish = objects.find((step) => 'finish' in step);
  const usage = objects.find((step) => 'usage' in step);
  return {
    ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model },
    choices: [
      { index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: finish?.finish },
    ],
    ...(usage && {
      usage: { ...usage.usage, total_tokens: usage.usage.prompt_tokens + usage.usage.completion_tokens },
    }),
  };
}

function sendJson(
  response: ServerResponse,
  status: number,
  json: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(json));
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return JSON.parse(text);
}
