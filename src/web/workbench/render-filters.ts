import type { Portfolio } from '../../domain/idea-batch.ts';
import { element } from '../element.ts';
import type { BenchMessages } from './bench-messages.ts';
import type { IdeaFilter } from './filter-ideas.ts';

/** The controls that choose what the table shows. `change` gets what differs, each time something is chosen. */
export function renderFilters(
  { filter, portfolio }: { readonly filter: IdeaFilter; readonly portfolio: Portfolio },
  words: BenchMessages,
  change: (changes: Partial<IdeaFilter>) => void,
): HTMLElement {
  const { verdicts, confidences } = words;
  const search = element('input', {
    type: 'search',
    id: 'filter-search',
    value: filter.search,
    autocomplete: 'off',
  });
  search.addEventListener('input', () => change({ search: search.value }));
  const warnings = element('input', { type: 'checkbox', id: 'filter-warnings', checked: filter.hasWarnings });
  warnings.addEventListener('change', () => change({ hasWarnings: warnings.checked }));
  const challenges = portfolio.challenges.map(({ number }): [number, string] => [
    number,
    words.challengeNumber(number),
  ]);
  return element(
    'fieldset',
    { class: 'filters' },
    element('legend', { class: 'visually-hidden' }, words.filters),
    labelled('filter-search', words.search, search),
    choice(
      { id: 'filter-verdict', name: words.verdict, chosen: filter.verdict, all: words.all },
      [
        ['fits', verdicts.fits],
        ['several', verdicts.several],
        ['none', verdicts.none],
        ['problem', words.withProblem],
      ],
      (verdict) => change({ verdict }),
    ),
    choice(
      { id: 'filter-challenge', name: words.challenge, chosen: filter.challenge, all: words.all },
      challenges,
      (challenge) => change({ challenge }),
    ),
    choice(
      { id: 'filter-confidence', name: words.confidence, chosen: filter.confidence, all: words.all },
      [
        ['alta', confidences.alta],
        ['media', confidences.media],
        ['baja', confidences.baja],
      ],
      (confidence) => change({ confidence }),
    ),
    choice(
      { id: 'filter-decision', name: words.decision, chosen: filter.decision, all: words.all },
      [
        ['undecided', words.undecided],
        ['accept', words.accepted],
        ['correct', words.correctedShort],
        ['note', words.noted],
      ],
      (decision) => change({ decision }),
    ),
    choice(
      { id: 'filter-order', name: words.sort, chosen: filter.order, all: null },
      [
        ['row', words.sorts.row],
        ['best', words.sorts.best],
        ['worst', words.sorts.worst],
      ],
      (order) => change({ order: order ?? 'row' }),
    ),
    element(
      'div',
      { class: 'field check' },
      warnings,
      element('label', { for: 'filter-warnings' }, words.onlyWarnings),
    ),
  );
}

function choice<Value extends string | number>(
  {
    id,
    name,
    chosen,
    all,
  }: {
    readonly id: string;
    readonly name: string;
    readonly chosen: Value | null;
    readonly all: string | null;
  },
  values: readonly (readonly [Value, string])[],
  change: (value: Value | null) => void,
): HTMLElement {
  const options = values.map(([value, text]) =>
    element('option', { value: String(value), selected: value === chosen }, text),
  );
  const select = element('select', { id }, all !== null && element('option', { value: '' }, all), ...options);
  select.addEventListener('change', () => {
    change(values.find(([value]) => String(value) === select.value)?.[0] ?? null);
  });
  return labelled(id, name, select);
}

export function labelled(id: string, name: string, control: HTMLElement): HTMLElement {
  return element('div', { class: 'field' }, element('label', { for: id }, name), control);
}
