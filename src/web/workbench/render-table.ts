import type { PortfolioIdea } from '../../domain/idea-batch.ts';
import { button, element } from '../element.ts';
import type { BenchMessages } from './bench-messages.ts';
import { svg } from './svg.ts';

export type TableActions = {
  readonly open: (idea: PortfolioIdea) => void;
  readonly showMore: () => void;
};

/** The ideas as a table; on a narrow screen each row is a card whose cells name themselves. */
export function renderTable(
  { ideas, most }: { readonly ideas: readonly PortfolioIdea[]; readonly most: number },
  words: BenchMessages,
  actions: TableActions,
): HTMLElement {
  const headings = [
    words.row,
    words.idea,
    words.verdict,
    words.fit,
    words.confidence,
    words.warnings,
    words.decision,
  ];
  const rows = ideas.slice(0, most).map((idea) => renderRow(idea, words, actions));
  const hidden = ideas.length - rows.length;
  return element(
    'div',
    {},
    element(
      'table',
      { class: 'ideas' },
      element(
        'thead',
        {},
        element('tr', {}, ...headings.map((name) => element('th', { scope: 'col' }, name))),
      ),
      element('tbody', {}, ...rows),
    ),
    hidden > 0 && button({ class: 'quiet more' }, actions.showMore, words.more(Math.min(hidden, 100))),
  );
}

function renderRow(idea: PortfolioIdea, words: BenchMessages, actions: TableActions): HTMLElement {
  const cell = (name: string, ...children: Parameters<typeof element>[2][]) =>
    element('td', { 'data-name': name, class: children[0] === '–' ? 'nothing' : undefined }, ...children);
  const opener = button(
    { class: 'open-row', 'aria-label': words.openRow(idea.row, idea.id), 'data-row': idea.row },
    () => actions.open(idea),
    idea.id === String(idea.row) ? String(idea.row) : `${idea.row} · ${idea.id}`,
  );
  return element(
    'tr',
    { 'data-verdict': idea.verdict ?? 'problem' },
    element('th', { scope: 'row' }, opener),
    element('td', { class: 'excerpt' }, idea.excerpt),
    cell(words.verdict, describeVerdict(idea, words)),
    cell(words.fit, idea.score === null ? '–' : renderFit(idea.score)),
    cell(words.confidence, idea.confidence === null ? '–' : words.confidences[idea.confidence]),
    cell(words.warnings, describeWarnings(idea, words)),
    cell(words.decision, describeDecision(idea, words)),
  );
}

/** "Desafío 3", "Desafíos 3 y 6", "Ninguno (el más cercano, 3)", or why there is no judgement. */
export function describeVerdict(idea: PortfolioIdea, words: BenchMessages): string {
  if (idea.problem !== null) return words.problems[idea.problem];
  if (idea.verdict === null || idea.challenge === null) return '…';
  if (idea.verdict === 'none') return words.none;
  const first = words.challengeNumber(idea.challenge);
  return idea.verdict === 'several' && idea.second !== null ? `${first} · ${idea.second}` : first;
}

function renderFit(score: number): HTMLElement {
  const percent = Math.round(score * 100);
  const bar = svg('svg', {
    viewBox: '0 0 100 1',
    preserveAspectRatio: 'none',
    class: 'score-bar',
    'aria-hidden': 'true',
  });
  bar.append(svg('rect', { width: percent, height: 1 }));
  return element('span', { class: 'fit' }, bar, String(percent));
}

function describeWarnings({ warnings }: PortfolioIdea, words: BenchMessages): string {
  return warnings.length === 0 ? '–' : warnings.map((code) => words.warningNames[code]).join(', ');
}

export function describeDecision(
  { decision }: Pick<PortfolioIdea, 'decision'>,
  words: BenchMessages,
): string {
  if (decision === null) return '–';
  switch (decision.kind) {
    case 'accept':
      return words.accepted;
    case 'correct':
      return words.corrected(decision.challenge);
    case 'note':
      return words.noted;
  }
}
