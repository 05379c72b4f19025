import type { AdviserDecision, Portfolio, PortfolioIdea } from '../../domain/idea-batch.ts';
import type { MatchReport } from '../../domain/match-report.ts';
import { button, byId, element } from '../element.ts';
import type { BenchClient, RowResult } from './bench-client.ts';
import type { BenchMessages } from './bench-messages.ts';
import { labelled } from './render-filters.ts';
import { describeDecision, describeVerdict } from './render-table.ts';

export type IdeaDialogContext = {
  readonly client: BenchClient;
  readonly words: () => BenchMessages;
  readonly renderCard: (idea: string, report: MatchReport) => readonly (Node | null)[];
  readonly onDecided: (row: number, decision: AdviserDecision) => void;
};

/** What the dialog needs to know of the batch it shows rows of; `ideas` are those of the table, in its order. */
export type OpenedBatch = {
  readonly jobId: string;
  readonly portfolio: Portfolio;
  readonly ideas: readonly PortfolioIdea[];
};

/** The panel of one row: the idea, its card, and the adviser's decision. */
export function createIdeaDialog(context: IdeaDialogContext) {
  const dialog = byId('idea-dialog', HTMLDialogElement);
  const title = byId('idea-title', HTMLHeadingElement);
  const place = byId('idea-place', HTMLParagraphElement);
  const body = byId('idea-body', HTMLDivElement);
  const foot = byId('idea-foot', HTMLDivElement);
  const close = byId('close-idea', HTMLButtonElement);
  // Whoever goes on to another row meanwhile must not see the earlier one arrive.
  let opening = 0;

  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });

  async function open(idea: PortfolioIdea, batch: OpenedBatch): Promise<void> {
    const words = context.words();
    opening += 1;
    const current = opening;
    close.setAttribute('aria-label', words.close);
    title.textContent = `${words.row} ${idea.row}${idea.id === String(idea.row) ? '' : ` · ${idea.id}`}`;
    place.textContent = describeVerdict(idea, words);
    body.replaceChildren(element('p', {}, words.judging));
    showFoot(idea, batch);
    if (!dialog.open) dialog.showModal();
    title.focus();
    const at = batch.portfolio.ideas.findIndex(({ row }) => row === idea.row);
    const found = await context.client.readRow(batch.jobId, at).catch(() => null);
    if (current !== opening) return;
    if (found === null) body.replaceChildren(element('p', {}, words.failed));
    else showRow(found, batch);
    body.scrollTop = 0;
  }

  function showRow(found: RowResult, batch: OpenedBatch): void {
    const words = context.words();
    const { text, report, error } = found;
    body.replaceChildren(
      element('h3', {}, words.wholeIdea),
      element('blockquote', { class: 'whole-idea' }, text),
      ...(error === undefined ? [] : [element('p', { class: 'problem' }, `${error.title}. ${error.detail}`)]),
      ...(report === undefined ? [] : [renderDecision(found, batch)]),
      ...(report === undefined ? [] : context.renderCard(text, report)).filter((node) => node !== null),
    );
  }

  function renderDecision(found: RowResult, { jobId, portfolio }: OpenedBatch): HTMLElement {
    const words = context.words();
    const status = element(
      'p',
      { class: 'aside', role: 'status' },
      found.decision === undefined ? words.undecided : describeDecision({ decision: found.decision }, words),
    );
    const note = element('textarea', { id: 'decision-note', rows: 2, maxlength: 2000 });
    note.value = found.decision?.note ?? '';
    const select = element(
      'select',
      { id: 'decision-challenge' },
      element('option', { value: '' }, words.choose),
      ...portfolio.challenges.map(({ number }) =>
        element('option', { value: number }, words.challengeNumber(number)),
      ),
      element('option', { value: 'none' }, words.none),
    );

    async function keep(kind: AdviserDecision['kind']): Promise<void> {
      const challenge = select.value === 'none' ? null : Number(select.value);
      if (kind === 'correct' && select.value === '') return select.focus();
      try {
        const correction = kind === 'correct' ? { challenge } : {};
        const decision = await context.client.decide(jobId, found.row, {
          kind,
          ...correction,
          note: note.value,
        });
        status.textContent = `${describeDecision({ decision }, words)}. ${words.kept}`;
        context.onDecided(found.row, decision);
      } catch {
        status.textContent = words.notKept;
      }
    }
    return element(
      'fieldset',
      { class: 'decision' },
      element('legend', {}, words.decide),
      status,
      button({ class: 'send' }, () => void keep('accept'), words.accept),
      element(
        'div',
        { class: 'correction' },
        labelled('decision-challenge', words.correctTo, select),
        button({ class: 'quiet' }, () => void keep('correct'), words.keepCorrection),
      ),
      element(
        'div',
        { class: 'correction' },
        labelled('decision-note', words.note, note),
        button({ class: 'quiet' }, () => void keep('note'), words.keepNote),
      ),
    );
  }

  function showFoot(idea: PortfolioIdea, batch: OpenedBatch): void {
    const words = context.words();
    const at = batch.ideas.findIndex(({ row }) => row === idea.row);
    const step = (neighbour: PortfolioIdea | undefined, name: string) =>
      neighbour !== undefined && button({ class: 'quiet' }, () => void open(neighbour, batch), name);
    const steps = [
      step(at > 0 ? batch.ideas[at - 1] : undefined, words.previous),
      step(at === -1 ? undefined : batch.ideas[at + 1], words.next),
    ];
    foot.replaceChildren(...steps.filter((one) => one !== false));
  }

  return { open: (idea: PortfolioIdea, batch: OpenedBatch) => void open(idea, batch) };
}
