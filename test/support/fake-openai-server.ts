import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const requestSchema = z.looseObject({
  model: z.string(),
  input: z.array(z.string()),
  encoding_format: z.string().optional(),
  dimensions: z.number().optional(),
});
export type EmbeddingsRequest = z.infer<typeof requestSchema>;

/** What the server answers to one request: a body as JSON, or raw text. `hang`: headers never come. */
export type FakeReply =
  | { readonly status?: number; readonly json: unknown }
  | { readonly status?: number; readonly text: string; readonly contentType: string }
  | 'hang';

export type FakeOpenAIServer = {
  readonly baseUrl: string;
  readonly requests: readonly EmbeddingsRequest[];
  /** How many clients went away before they had their answer. */
  readonly abandoned: () => number;
  close(): Promise<void>;
};

/** A small embeddings server on this machine that answers as told. */
export async function startFakeOpenAIServer(
  reply: (request: EmbeddingsRequest, attempt: number) => FakeReply,
): Promise<FakeOpenAIServer> {
  const requests: EmbeddingsRequest[] = [];
  let abandoned = 0;
  const server = createServer((request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) abandoned++;
    });
    void readJson(request).then((body) => {
      const parsed = requestSchema.parse(body);
      requests.push(parsed);
      send(response, reply(parsed, requests.length));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    abandoned: () => abandoned,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The vectors of each text of a request, in the protocol's form. */
export function embeddingsReply(vectors: readonly (readonly (number | null)[])[]): FakeReply {
  const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }));
  return { json: { object: 'list', model: 'fake', data, usage: { prompt_tokens: 1, total_tokens: 1 } } };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return JSON.parse(text);
}

function send(response: ServerResponse, reply: FakeReply): void {
  if (reply === 'hang') return;
  const contentType = 'json' in reply ? 'application/json' : reply.contentType;
  const body = 'json' in reply ? JSON.stringify(reply.json) : reply.text;
  response.writeHead(reply.status ?? 200, { 'content-type': contentType }).end(body);
}
