/** One server-sent event, its data parsed. */
export type ServerEvent = { readonly name: string; readonly data: unknown };

/**
 * Takes a stream of server-sent events apart. `push` takes any piece of it and gives the events that are complete;
 * comments and fields that our server does not send are passed over.
 */
export function createEventParser(): { push(piece: string): readonly ServerEvent[] } {
  let pending = '';
  return {
    push(piece) {
      const blocks = (pending + piece).split('\n\n');
      pending = blocks.pop() ?? '';
      return blocks.flatMap(parseBlock);
    },
  };
}

/** Reads a response's body as events until it ends. */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const parser = createEventParser();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      yield* parser.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function parseBlock(block: string): ServerEvent[] {
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('event: ')) name = line.slice('event: '.length);
    if (line.startsWith('data: ')) data.push(line.slice('data: '.length));
  }
  return data.length === 0 ? [] : [{ name, data: JSON.parse(data.join('\n')) }];
}
