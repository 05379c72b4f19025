import type { MatchReport } from '../../domain/match-report.ts';
import { RequestFailure } from '../assistant-client.ts';
import { element } from '../element.ts';
import type { Messages } from '../messages.ts';
import type { BenchMessages } from './bench-messages.ts';
import { compareReports, type ReportChange } from './report-delta.ts';

export type WhatIfContext = {
  readonly bench: BenchMessages;
  readonly words: Messages;
  readonly judge: (idea: string) => Promise<MatchReport>;
  readonly renderReport: (report: MatchReport) => HTMLElement;
};

let made = 0;

/** Lets the person answer what the report asks, and shows what their answer changes. Null when it asks nothing. */
export function renderWhatIf(
  { idea, report }: { readonly idea: string; readonly report: MatchReport },
  context: WhatIfContext,
): HTMLElement | null {
  const { bench } = context;
  if (report.askNext.length === 0) return null;
  made += 1;
  const answers = report.askNext.map((question, at) => {
    const id = `what-if-${made}-${at}`;
    const answer = element('textarea', { id, rows: 2, maxlength: 1500 });
    return {
      field: element('div', { class: 'field' }, element('label', { for: id }, question), answer),
      answer,
    };
  });
  const outcome = element('div', { class: 'outcome', 'aria-live': 'polite' });
  const send = element('button', { type: 'submit', class: 'send' }, bench.seeChanges);
  const form = element(
    'form',
    { class: 'what-if', novalidate: true },
    ...answers.map(({ field }) => field),
    send,
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const given = answers.map(({ answer }) => answer.value.trim()).filter((text) => text !== '');
    if (given.length === 0) return outcome.replaceChildren(element('p', {}, bench.answerFirst));
    send.disabled = true;
    outcome.replaceChildren(element('p', {}, bench.judging));
    outcome.replaceChildren(...(await judgeAgain([idea, ...given].join('\n'), report, context)));
    send.disabled = false;
  });
  return element(
    'section',
    { class: 'what-if-section' },
    element('h3', {}, bench.whatIf),
    element('p', { class: 'aside' }, bench.whatIfIntro),
    form,
    outcome,
  );
}

async function judgeAgain(
  idea: string,
  before: MatchReport,
  context: WhatIfContext,
): Promise<readonly Node[]> {
  const { bench } = context;
  try {
    const after = await context.judge(idea);
    const changes = compareReports(before, after);
    const items = changes.map((change) => element('li', {}, describeChange(change, context)));
    return [
      element('h4', {}, bench.changes),
      changes.length === 0
        ? element('p', {}, bench.noChanges)
        : element('ul', { class: 'changes' }, ...items),
      element(
        'details',
        { class: 'fold' },
        element('summary', {}, bench.newCard),
        context.renderReport(after),
      ),
    ];
  } catch (error) {
    const detail = error instanceof RequestFailure ? error.detail : null;
    return [element('p', {}, detail ?? bench.failed)];
  }
}

function describeChange(change: ReportChange, { bench, words }: WhatIfContext): string {
  const percent = (score: number) => String(Math.round(score * 100));
  switch (change.type) {
    case 'verdict':
      return `${bench.result}: ${bench.becomes(bench.verdicts[change.before], bench.verdicts[change.after])}`;
    case 'fit':
      return `${bench.challengeNumber(change.challenge)}, ${bench.fit.toLowerCase()}: ${bench.becomes(percent(change.before), percent(change.after))}`;
    case 'question': {
      const { questionVerdicts } = bench;
      const verdicts = bench.becomes(questionVerdicts[change.before], questionVerdicts[change.after]);
      return `${bench.challengeNumber(change.challenge)}, «${change.text}»: ${verdicts}`;
    }
    case 'criterion': {
      const { criteria, criterionVerdicts } = words.match;
      return `${criteria[change.id]}: ${bench.becomes(criterionVerdicts[change.before], criterionVerdicts[change.after])}`;
    }
  }
}
