import { z } from 'zod';

const numberedAnswerSchema = z.looseObject({ data: z.array(z.looseObject({ index: z.int().min(0) })) });

/**
 * A fetch that puts the vectors of an answer in the order of their `index`, which the client ignores, and that ends
 * with `signal`, which LangChain does not pass on.
 */
export function createOrderedFetch(signal: AbortSignal | undefined): typeof fetch {
  return async function orderedFetch(input, init) {
    const signals = [init?.signal, signal].filter((one) => one !== undefined && one !== null);
    const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
    if (!response.ok) return response;
    const text = await response.text();
    const headers = new Headers({
      'content-type': response.headers.get('content-type') ?? 'application/json',
    });
    return new Response(putInOrder(text), { status: response.status, headers });
  };
}

function putInOrder(text: string): string {
  const answer = numberedAnswerSchema.safeParse(parseJson(text));
  if (!answer.success) return text;
  return JSON.stringify({ ...answer.data, data: answer.data.data.toSorted((a, b) => a.index - b.index) });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
