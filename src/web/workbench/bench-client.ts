import type { AdviserDecision, BatchState, Portfolio, RowProblem } from '../../domain/idea-batch.ts';
import type { MatchReport } from '../../domain/match-report.ts';
import { RequestFailure } from '../assistant-client.ts';
import { readEventStream } from '../read-event-stream.ts';

export type BatchProgress = {
  readonly jobId: string;
  readonly state: BatchState;
  readonly done: number;
  readonly total: number;
};

export type FilePreview = {
  readonly columns: readonly { readonly name: string; readonly sample: string }[];
  readonly ideaColumn: number;
  readonly idColumn: number | null;
  readonly total: number;
  readonly problems: readonly { readonly row: number; readonly problem: RowProblem }[];
  readonly rows: readonly { readonly row: number; readonly id: string; readonly text: string }[];
};

export type RowResult = {
  readonly id: string;
  readonly row: number;
  readonly text: string;
  readonly report?: MatchReport;
  readonly error?: { readonly title: string; readonly detail: string };
  readonly decision?: AdviserDecision;
};

export type IdeaUpload = {
  readonly file: File;
  readonly column?: string;
  readonly idColumn?: string;
  readonly collection?: string;
};

export type BenchClient = ReturnType<typeof createBenchClient>;

/** What the bench asks of the server. Everything rejects with RequestFailure. */
export function createBenchClient(options: {
  readonly fetch: typeof fetch;
  readonly languageOf: () => 'es' | 'en';
}) {
  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { 'accept-language': options.languageOf(), ...init.headers };
    const response = await options.fetch(path, { ...init, headers }).catch(() => {
      throw new RequestFailure({ detail: null, status: 0, retryAfterSeconds: null });
    });
    if (!response.ok) throw await failureOf(response);
    return response;
  }

  // The server's own replies: what they hold is fixed by its contract, so they are not checked again here.
  const read = async <Reply>(path: string, init?: RequestInit): Promise<Reply> =>
    (await (await send(path, init)).json()) as Reply;
  const sendJson = (body: unknown): RequestInit => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const jobPath = (jobId: string) => `/api/match/batch/${encodeURIComponent(jobId)}`;

  return {
    matchIdea: (idea: string, collection: string | undefined) =>
      read<MatchReport>(
        '/api/match',
        sendJson({ idea, top: 8, locale: options.languageOf(), ...(collection && { collection }) }),
      ),
    preview: (upload: IdeaUpload) =>
      read<FilePreview>('/api/match/batch/preview', { method: 'POST', body: formOf(upload) }),
    start: (upload: IdeaUpload) => {
      const form = formOf(upload);
      form.set('locale', options.languageOf());
      return read<{ jobId: string; total: number }>('/api/match/batch', { method: 'POST', body: form });
    },
    /** The progress of a job until it ends. Ends early when the connection breaks; what the job is then is not known. */
    async *watch(jobId: string): AsyncGenerator<BatchProgress> {
      const response = await send(jobPath(jobId), { headers: { accept: 'text/event-stream' } });
      if (response.body === null) return;
      for await (const { data } of readEventStream(response.body)) yield data as BatchProgress;
    },
    cancel: (jobId: string) => read<BatchProgress>(jobPath(jobId), { method: 'DELETE' }),
    readProgress: (jobId: string) => read<BatchProgress>(`${jobPath(jobId)}?from=0&limit=1`),
    /** `place`: of the row among those of its batch, from 0. */
    readRow: async (jobId: string, place: number) =>
      (await read<{ results: RowResult[] }>(`${jobPath(jobId)}?from=${place}&limit=1`)).results[0] ?? null,
    portfolio: (jobId: string) => read<Portfolio>(`${jobPath(jobId)}/portfolio`),
    decide: (
      jobId: string,
      row: number,
      decision: { kind: 'accept' | 'correct' | 'note'; challenge?: number | null; note: string },
    ) => read<AdviserDecision>(`${jobPath(jobId)}/rows/${row}/decision`, sendJson(decision)),
    exportPath: (jobId: string, format: 'csv' | 'xlsx' | 'html') =>
      `${jobPath(jobId)}/export?format=${format}`,
  };
}

function formOf({ file, ...fields }: IdeaUpload): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', file, file.name);
  return form;
}

async function failureOf(response: Response): Promise<RequestFailure> {
  const problem: unknown = await response.json().catch(() => null);
  const known = typeof problem === 'object' && problem !== null ? problem : {};
  const detail = 'detail' in known && typeof known.detail === 'string' ? known.detail : null;
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterSeconds = Number.isFinite(seconds) ? seconds : null;
  return new RequestFailure({ detail, status: response.status, retryAfterSeconds });
}
