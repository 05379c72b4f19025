import type { AdviserDecision, Portfolio } from '../../domain/idea-batch.ts';
import { button, element } from '../element.ts';
import type { BatchProgress, BenchClient } from './bench-client.ts';
import type { BenchMessages } from './bench-messages.ts';
import { everything, filterIdeas, type IdeaFilter } from './filter-ideas.ts';
import type { OpenedBatch } from './idea-dialog.ts';
import { renderFilters } from './render-filters.ts';
import { renderAgreement, renderCompanions, renderDuplicates, renderUnaddressed } from './render-findings.ts';
import { renderMap, renderMatrix } from './render-map.ts';
import { renderTable } from './render-table.ts';

export type BatchViewContext = {
  readonly client: BenchClient;
  readonly words: () => BenchMessages;
  readonly openIdea: (idea: Portfolio['ideas'][number], batch: OpenedBatch) => void;
  readonly announce: (text: string) => void;
  readonly onLeave: () => void;
};

const ROWS_AT_ONCE = 100;

/** A batch on the page: its progress while it runs, then everything that can be seen of it. */
export function createBatchView(place: HTMLElement, context: BatchViewContext) {
  let progress: BatchProgress | null = null;
  let portfolio: Portfolio | null = null;
  let filter: IdeaFilter = everything;
  let most = ROWS_AT_ONCE;
  let watching = 0;

  async function open(jobId: string): Promise<void> {
    watching += 1;
    const current = watching;
    ({ portfolio, filter, most } = { portfolio: null, filter: everything, most: ROWS_AT_ONCE });
    try {
      progress = await context.client.readProgress(jobId);
      show();
      await follow(jobId, () => current === watching);
      if (current !== watching) return;
      progress = await context.client.readProgress(jobId);
      const seen = await loadPortfolio(jobId);
      context.announce(context.words().summary(seen.judged, seen.total));
    } catch {
      if (current === watching) showGone();
    }
  }

  /** Looks at the whole whenever half as much again is done: seldom for many ideas, at once for few. */
  async function follow(jobId: string, isCurrent: () => boolean): Promise<void> {
    let nextLook = 20;
    for await (const now of context.client.watch(jobId)) {
      if (!isCurrent()) return;
      progress = now;
      showProgress();
      if (now.state !== 'running') return;
      if (now.done < nextLook) continue;
      nextLook = Math.ceil(now.done * 1.5);
      context.announce(context.words().progress(now.done, now.total));
      await loadPortfolio(jobId);
    }
  }

  async function loadPortfolio(jobId: string): Promise<Portfolio> {
    const seen = await context.client.portfolio(jobId);
    portfolio = seen;
    show();
    return seen;
  }

  function showGone(): void {
    const words = context.words();
    progress = null;
    place.replaceChildren(
      element('p', { role: 'alert' }, words.jobGone),
      button({ class: 'quiet' }, context.onLeave, words.startOver),
    );
  }

  function show(): void {
    if (progress === null) return;
    const status = element('div', { id: 'batch-status' });
    const seen = portfolio === null ? [] : renderPortfolio(portfolio, progress.jobId);
    place.replaceChildren(status, ...seen);
    showProgress();
  }

  function showProgress(): void {
    const status = document.getElementById('batch-status');
    if (status === null || progress === null) return;
    const { jobId, state, done, total } = progress;
    const words = context.words();
    status.replaceChildren();
    if (state === 'cancelled') status.append(element('p', { class: 'notice' }, words.cancelled));
    if (state !== 'running') return;
    const bar = element('progress', { id: 'batch-progress', max: total, value: done });
    status.append(
      element('label', { for: 'batch-progress' }, words.progress(done, total)),
      bar,
      button({ class: 'quiet' }, () => void context.client.cancel(jobId), words.cancel),
    );
  }

  function renderPortfolio(seen: Portfolio, jobId: string): readonly HTMLElement[] {
    const words = context.words();
    const openRow = (row: number) => {
      const idea = seen.ideas.find((one) => one.row === row);
      if (idea) context.openIdea(idea, { jobId, portfolio: seen, ideas: [] });
    };
    return [
      element(
        'div',
        { class: 'batch-head' },
        element('h2', {}, words.summary(seen.judged, seen.total)),
        element('p', {}, words.verdictCounts(seen.verdicts)),
        renderExports(jobId),
      ),
      part(
        'ideas',
        words.table,
        renderFilters({ filter, portfolio: seen }, words, changeFilter),
        element('div', { id: 'ideas-table' }, ...renderIdeas(seen, jobId)),
      ),
      part('map', words.map, renderMap(seen, words)),
      part('matrix', words.matrix, renderMatrix(seen, words)),
      element(
        'div',
        { class: 'findings-grid' },
        renderUnaddressed(seen, words),
        renderDuplicates(seen, words, openRow),
        renderCompanions(seen, words, openRow),
        element('div', { id: 'agreement' }, renderAgreement(seen, words, jobId)),
      ),
    ];
  }

  function renderExports(jobId: string): HTMLElement {
    const words = context.words();
    const link = (format: 'csv' | 'xlsx' | 'html') =>
      element(
        'a',
        { class: 'quiet', href: context.client.exportPath(jobId, format), download: true },
        words.exports[format],
      );
    return element(
      'div',
      { class: 'exports' },
      element('span', {}, `${words.export}:`),
      link('csv'),
      link('xlsx'),
      link('html'),
      button({ class: 'quiet' }, () => print(), words.print),
      button({ class: 'quiet' }, context.onLeave, words.startOver),
    );
  }

  function renderIdeas(seen: Portfolio, jobId: string): readonly HTMLElement[] {
    const words = context.words();
    const ideas = filterIdeas(seen.ideas, filter);
    const table = renderTable({ ideas, most }, words, {
      open: (idea) => context.openIdea(idea, { jobId, portfolio: seen, ideas }),
      showMore: () => {
        most += ROWS_AT_ONCE;
        showIdeas();
      },
    });
    return [element('p', { class: 'aside', role: 'status' }, words.shown(ideas.length, seen.total)), table];
  }

  /** The table alone: the control in hand must keep its focus. */
  function showIdeas(): void {
    const table = document.getElementById('ideas-table');
    if (table === null || portfolio === null || progress === null) return;
    table.replaceChildren(...renderIdeas(portfolio, progress.jobId));
  }

  function changeFilter(changes: Partial<IdeaFilter>): void {
    filter = { ...filter, ...changes };
    most = ROWS_AT_ONCE;
    showIdeas();
  }

  return {
    open: (jobId: string) => void open(jobId),
    show,
    /** A decision shows at once; how far the two agree is asked of the server. */
    async noteDecision(row: number, decision: AdviserDecision): Promise<void> {
      if (portfolio === null || progress === null) return;
      const { jobId } = progress;
      const ideas = portfolio.ideas.map((idea) => (idea.row === row ? { ...idea, decision } : idea));
      portfolio = { ...portfolio, ideas };
      showIdeas();
      const { agreement } = await context.client.portfolio(jobId).catch(() => ({ agreement: null }));
      if (agreement === null || progress?.jobId !== jobId) return;
      portfolio = { ...portfolio, agreement };
      document
        .getElementById('agreement')
        ?.replaceChildren(renderAgreement(portfolio, context.words(), jobId));
    },
    leave(): void {
      watching += 1;
      ({ progress, portfolio } = { progress: null, portfolio: null });
      place.replaceChildren();
    },
  };
}

function part(name: string, heading: string, ...content: readonly HTMLElement[]): HTMLElement {
  return element('section', { class: 'part', id: `part-${name}` }, element('h3', {}, heading), ...content);
}
