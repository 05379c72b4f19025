import type { Answer, AnswerKind, ChatReply } from '../domain/answer.ts';
import type { ChallengeView, CollectionView, DocumentView, PassageView } from '../domain/corpus-views.ts';
import type { MatchReport } from '../domain/match-report.ts';
import type { Citation, Engine } from '../domain/provenance.ts';
import { readEventStream, type ServerEvent } from './read-event-stream.ts';

/** What arrives of a reply, in order: `meta` first, `done` last. */
export type ReplyEvent =
  | {
      readonly type: 'meta';
      readonly conversationId: string;
      readonly messageId: string;
      readonly kind: AnswerKind;
      readonly engine: Engine;
    }
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'citation'; readonly citation: Citation }
  | { readonly type: 'match'; readonly match: MatchReport }
  | { readonly type: 'suggestions'; readonly suggestions: readonly string[] }
  | ({ readonly type: 'done' } & Pick<Answer, 'completeness' | 'notices' | 'corpus' | 'engine'>);

export type Question = {
  readonly message: string;
  readonly conversationId?: string;
  readonly collection?: string;
};

export type IdeaRequest = { readonly idea: string; readonly locale: 'es' | 'en' };

/** A request that did not succeed. `detail` is the server's own word for visitors, null when the network failed. */
export class RequestFailure extends Error {
  override readonly name: string = 'RequestFailure';
  readonly detail: string | null;
  readonly status: number;
  readonly retryAfterSeconds: number | null;

  constructor(failure: { detail: string | null; status: number; retryAfterSeconds: number | null }) {
    super(`The request failed with status ${failure.status}`);
    this.detail = failure.detail;
    this.status = failure.status;
    this.retryAfterSeconds = failure.retryAfterSeconds;
  }
}

export type AssistantClient = {
  /** @throws {RequestFailure} also after events have arrived. Aborting the signal ends it with an AbortError. */
  ask(question: Question, signal: AbortSignal): AsyncIterable<ReplyEvent>;
  listCollections(): Promise<readonly CollectionView[]>;
  listChallenges(collection?: string): Promise<readonly ChallengeView[]>;
  getPassage(id: string): Promise<PassageView>;
  getDocument(collection: string, document: string): Promise<DocumentView>;
  sendFeedback(feedback: { messageId: string; rating: 'up' | 'down'; comment?: string }): Promise<void>;
  matchIdea(request: IdeaRequest, signal: AbortSignal): Promise<MatchReport>;
  /** Deletes a conversation where it is kept. */
  forget(conversationId: string): Promise<void>;
};

/** Talks to the server that the page came from, or to another's `root`. `languageOf` says in which language problems are told. */
export function createAssistantClient(options: {
  readonly fetch: typeof fetch;
  readonly languageOf: () => string;
  readonly root?: string;
}): AssistantClient {
  const root = options.root ?? '/api';
  const headers = () => ({ 'accept-language': options.languageOf() });

  async function send(path: string, init: RequestInit): Promise<Response> {
    const response = await options.fetch(`${root}${path}`, init).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new RequestFailure({ detail: null, status: 0, retryAfterSeconds: null });
    });
    if (!response.ok) throw await failureOf(response);
    return response;
  }

  const get = async (path: string): Promise<unknown> =>
    await (await send(path, { headers: headers() })).json();

  const post = (path: string, body: unknown, init: { accept: string; signal?: AbortSignal }) =>
    send(path, {
      method: 'POST',
      headers: { ...headers(), accept: init.accept, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: init.signal ?? null,
    });

  async function* askAsJson(question: Question, signal: AbortSignal): AsyncGenerator<ReplyEvent> {
    const response = await post('/chat', question, { accept: 'application/json', signal });
    yield* eventsOfReply((await response.json()) as ChatReply);
  }

  return {
    async *ask(question, signal) {
      const response = await post('/chat', question, { accept: 'text/event-stream', signal });
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
      if (!isStream) return yield* eventsOfReply((await response.json()) as ChatReply);
      let isDone = false;
      let hasBegun = false;
      try {
        for await (const event of readReply(response)) {
          hasBegun = true;
          isDone = event.type === 'done';
          yield event;
        }
      } catch (error) {
        if (hasBegun || !isCut(error)) throw error;
      }
      // Some proxies swallow streams whole or break them off: nothing has been shown yet, so asking once more loses nothing.
      if (!hasBegun) return yield* askAsJson(question, signal);
      if (!isDone) throw new RequestFailure({ detail: null, status: 0, retryAfterSeconds: null });
    },
    // The server's own replies: what they hold is fixed by its contract, so they are not checked again here.
    listCollections: async () => (await get('/collections')) as CollectionView[],
    listChallenges: async (collection) =>
      (await get(
        collection === undefined ? '/challenges' : `/challenges?collection=${encodeURIComponent(collection)}`,
      )) as ChallengeView[],
    getPassage: async (id) => (await get(`/passages/${encodeURIComponent(id)}`)) as PassageView,
    getDocument: async (collection, document) =>
      (await get(
        `/documents/${encodeURIComponent(collection)}/${encodeURIComponent(document)}`,
      )) as DocumentView,
    sendFeedback: async (feedback) => {
      await post('/feedback', feedback, { accept: 'application/json' });
    },
    matchIdea: async (request, signal) =>
      (await (await post('/match', request, { accept: 'application/json', signal })).json()) as MatchReport,
    forget: async (conversationId) => {
      await post('/forget', { conversationId }, { accept: 'application/json' });
    },
  };
}

/** The network failed, not the server. */
function isCut(error: unknown): boolean {
  return error instanceof RequestFailure && error.status === 0 && error.detail === null;
}

async function* readReply(response: Response): AsyncGenerator<ReplyEvent> {
  if (response.body === null) return;
  try {
    for await (const event of readEventStream(response.body)) {
      if (event.name === 'error') throw failureOfProblem(event.data, null);
      const replyEvent = toReplyEvent(event);
      if (replyEvent !== null) yield replyEvent;
    }
  } catch (error) {
    if (error instanceof RequestFailure || (error instanceof DOMException && error.name === 'AbortError'))
      throw error;
    throw new RequestFailure({ detail: null, status: 0, retryAfterSeconds: null });
  }
}

function toReplyEvent({ name, data }: ServerEvent): ReplyEvent | null {
  switch (name) {
    case 'meta':
      return { type: 'meta', ...(data as Omit<Extract<ReplyEvent, { type: 'meta' }>, 'type'>) };
    case 'delta':
      return { type: 'delta', text: (data as { text: string }).text };
    case 'citation':
      return { type: 'citation', citation: data as Citation };
    case 'match':
      return { type: 'match', match: data as MatchReport };
    case 'suggestions':
      return { type: 'suggestions', suggestions: data as string[] };
    case 'done':
      return { type: 'done', ...(data as Omit<Extract<ReplyEvent, { type: 'done' }>, 'type'>) };
    default:
      return null;
  }
}

function* eventsOfReply(reply: ChatReply): Generator<ReplyEvent> {
  const { conversationId, messageId, kind, engine } = reply;
  yield { type: 'meta', conversationId, messageId, kind, engine };
  yield { type: 'delta', text: reply.answer };
  for (const citation of reply.citations) yield { type: 'citation', citation };
  if (reply.match !== undefined) yield { type: 'match', match: reply.match };
  yield { type: 'suggestions', suggestions: reply.suggestions };
  yield {
    ...{ type: 'done', completeness: reply.completeness, notices: reply.notices },
    ...{ corpus: reply.corpus, engine },
  };
}

async function failureOf(response: Response): Promise<RequestFailure> {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const problem: unknown = await response.json().catch(() => null);
  return failureOfProblem(problem, Number.isFinite(seconds) ? seconds : null, response.status);
}

function failureOfProblem(problem: unknown, retryAfterSeconds: number | null, status = 0): RequestFailure {
  const known = typeof problem === 'object' && problem !== null ? problem : {};
  const detail = 'detail' in known && typeof known.detail === 'string' ? known.detail : null;
  const itsStatus = 'status' in known && typeof known.status === 'number' ? known.status : status;
  return new RequestFailure({ detail, status: itsStatus, retryAfterSeconds });
}
