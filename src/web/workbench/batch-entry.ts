import { RequestFailure } from '../assistant-client.ts';
import { button, element } from '../element.ts';
import type { BenchClient, FilePreview, IdeaUpload } from './bench-client.ts';
import type { BenchMessages } from './bench-messages.ts';
import { labelled } from './render-filters.ts';

export type BatchEntryContext = {
  readonly client: BenchClient;
  readonly words: () => BenchMessages;
  readonly collection: () => string | undefined;
  readonly onStarted: (jobId: string) => void;
};

/** Where ideas come in: a file or pasted lines, then a look at what was read, then off they go. */
export function createBatchEntry(place: HTMLElement, context: BatchEntryContext) {
  let upload: IdeaUpload | null = null;
  let preview: FilePreview | null = null;
  let pasted = '';

  function show(problem: string | null = null): void {
    place.replaceChildren(renderForm(problem), ...(preview === null ? [] : [renderPreview(preview)]));
  }

  function renderForm(problem: string | null): HTMLElement {
    const words = context.words();
    const file = element('input', {
      ...{ type: 'file', id: 'many-file' },
      accept: '.csv,.tsv,.txt,.xlsx,.jsonl,.ndjson,text/csv',
    });
    const lines = element('textarea', { id: 'many-lines', rows: 5, placeholder: words.pastePlaceholder });
    lines.value = pasted;
    const form = element(
      'form',
      { class: 'entry', novalidate: true },
      element('p', { class: 'aside' }, words.manyIntro),
      labelled('many-file', words.fileLabel, file),
      labelled('many-lines', words.pasteLabel, lines),
      element('p', { class: 'problem', role: 'alert' }, problem),
      element('button', { type: 'submit', class: 'send' }, words.readFile),
    );
    const submit = () => {
      pasted = lines.value;
      const chosen = file.files?.[0] ?? (pasted.trim() === '' ? null : new File([pasted], 'pegado.txt'));
      if (chosen === null) return show(words.nothingToRead);
      void look({ file: chosen });
    };
    file.addEventListener('change', submit);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      submit();
    });
    return form;
  }

  async function look(next: IdeaUpload): Promise<void> {
    const collection = context.collection();
    upload = { ...next, ...(collection !== undefined && { collection }) };
    try {
      preview = await context.client.preview(upload);
      show();
      document.getElementById('preview-title')?.focus();
    } catch (error) {
      preview = null;
      show(describeFailure(error));
    }
  }

  function describeFailure(error: unknown): string {
    const words = context.words();
    if (!(error instanceof RequestFailure)) return words.failed;
    if (error.status === 413) return words.fileTooLarge;
    return error.status === 422 ? words.unreadableFile : (error.detail ?? words.failed);
  }

  function renderPreview(read: FilePreview): HTMLElement {
    const words = context.words();
    const good = read.total - read.problems.length;
    const problems = read.problems
      .slice(0, 10)
      .map(({ row, problem }) => element('li', {}, `${words.row} ${row}: ${words.problems[problem]}`));
    return element(
      'section',
      { class: 'preview' },
      element(
        'h3',
        { id: 'preview-title', tabindex: -1 },
        words.previewTitle(read.total, upload?.file.name ?? ''),
      ),
      read.columns.length > 1 && renderColumns(read),
      element(
        'ol',
        { class: 'samples' },
        ...read.rows.map(({ id, text }) =>
          element('li', {}, element('strong', {}, `${id}: `), text.slice(0, 220)),
        ),
      ),
      problems.length > 0 && element('p', {}, `${words.rowProblems(read.problems.length)}:`),
      problems.length > 0 && element('ul', { class: 'aside' }, ...problems),
      good > 0 && button({ class: 'send', id: 'many-start' }, () => void start(), words.judgeMany(good)),
    );
  }

  function renderColumns(read: FilePreview): HTMLElement {
    const words = context.words();
    const options = (chosen: number | null) =>
      read.columns.map(({ name, sample }, at) =>
        element(
          'option',
          { value: at + 1, selected: at === chosen },
          sample === '' ? name : `${name} (${sample.slice(0, 40)})`,
        ),
      );
    const idea = element('select', { id: 'idea-column' }, ...options(read.ideaColumn));
    const id = element(
      'select',
      { id: 'id-column' },
      element('option', { value: '' }, words.noColumn),
      ...options(read.idColumn),
    );
    const choose = () => {
      if (upload === null) return;
      const { file } = upload;
      void look({ file, column: idea.value, ...(id.value !== '' && { idColumn: id.value }) });
    };
    idea.addEventListener('change', choose);
    id.addEventListener('change', choose);
    return element(
      'div',
      { class: 'columns-chosen' },
      labelled('idea-column', words.ideaColumn, idea),
      labelled('id-column', words.idColumn, id),
    );
  }

  async function start(): Promise<void> {
    if (upload === null) return;
    try {
      const { jobId } = await context.client.start(upload);
      preview = null;
      upload = null;
      pasted = '';
      context.onStarted(jobId);
    } catch (error) {
      show(describeFailure(error));
    }
  }

  return { show: () => show(), hide: () => place.replaceChildren() };
}
