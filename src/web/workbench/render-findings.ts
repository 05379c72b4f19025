import type { Portfolio } from '../../domain/idea-batch.ts';
import { button, element } from '../element.ts';
import type { BenchMessages } from './bench-messages.ts';

type OpenRow = (row: number) => void;

/** Questions that no idea answers. */
export function renderUnaddressed({ unaddressed }: Portfolio, words: BenchMessages): HTMLElement {
  const items = unaddressed.map(({ challenge, text, partial }) =>
    element(
      'li',
      {},
      element('strong', {}, `${words.challengeNumber(challenge)}: `),
      text,
      partial > 0 && element('span', { class: 'aside' }, ` (${words.onlyPartial(partial)})`),
    ),
  );
  return section(words.unaddressed, items, words.allAddressed);
}

export function renderDuplicates(portfolio: Portfolio, words: BenchMessages, open: OpenRow): HTMLElement {
  const items = portfolio.duplicates.map(({ rows }) =>
    element('li', {}, ...rowLinks(rows, portfolio, words, open)),
  );
  return section(words.duplicates, items, words.noDuplicates);
}

export function renderCompanions(portfolio: Portfolio, words: BenchMessages, open: OpenRow): HTMLElement {
  const items = portfolio.companions.map(({ rows, challenge, words: shared }) =>
    element(
      'li',
      {},
      element('p', { class: 'aside' }, `${words.challengeNumber(challenge)}, ${words.sharing(shared)}`),
      ...rowLinks(rows, portfolio, words, open),
    ),
  );
  return section(words.companions, items, words.noCompanions);
}

function rowLinks(
  rows: readonly number[],
  { ideas }: Portfolio,
  words: BenchMessages,
  open: OpenRow,
): readonly HTMLElement[] {
  return rows.map((row) => {
    const idea = ideas.find((one) => one.row === row);
    const name = words.openRow(row, idea?.id ?? '');
    return element(
      'div',
      { class: 'row-link' },
      button({ class: 'open-row', 'aria-label': name }, () => open(row), String(row)),
      element('span', {}, idea?.excerpt ?? ''),
    );
  });
}

/** How far judgement and adviser agree, and which challenges are taken for which. */
export function renderAgreement(
  { agreement, ideas }: Portfolio,
  words: BenchMessages,
  jobId: string,
): HTMLElement {
  const { decided, agreed, kappa, confusion } = agreement;
  if (decided === 0) return section(words.agreement, [], words.noDecisions);
  const name = (challenge: number | null) =>
    challenge === null ? words.none : words.challengeNumber(challenge);
  const head = [words.judgedAs, words.adviserSays, words.times];
  const rows = confusion.map(({ judged, adviser, count }) =>
    element(
      'tr',
      { class: judged === adviser ? undefined : 'open' },
      element('td', {}, name(judged)),
      element('td', {}, name(adviser)),
      element('td', { class: 'count' }, String(count)),
    ),
  );
  const corrections = ideas.filter(({ decision }) => decision?.kind === 'correct').length;
  return element(
    'section',
    { class: 'findings' },
    element('h3', {}, words.agreement),
    element('p', {}, words.agreed(agreed, decided), kappa !== null && ` ${words.kappa(kappa.toFixed(2))}`),
    element(
      'table',
      { class: 'numbers' },
      element('thead', {}, element('tr', {}, ...head.map((title) => element('th', { scope: 'col' }, title)))),
      element('tbody', {}, ...rows),
    ),
    corrections > 0 && element('p', { class: 'aside' }, words.learn(corrections)),
    corrections > 0 &&
      element('code', { class: 'command' }, `npx elqui label --job ${jobId} && npx elqui ingest`),
  );
}

function section(heading: string, items: readonly HTMLElement[], otherwise: string): HTMLElement {
  const content = items.length === 0 ? element('p', {}, otherwise) : element('ul', {}, ...items);
  return element('section', { class: 'findings' }, element('h3', {}, heading), content);
}
