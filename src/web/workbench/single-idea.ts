import type { MatchReport } from '../../domain/match-report.ts';
import { RequestFailure } from '../assistant-client.ts';
import { byId, element } from '../element.ts';
import type { BenchMessages } from './bench-messages.ts';

export type SingleIdeaContext = {
  readonly words: () => BenchMessages;
  readonly judge: (idea: string) => Promise<MatchReport>;
  readonly renderCard: (idea: string, report: MatchReport) => readonly (Node | null)[];
  readonly announce: (text: string) => void;
};

const SHORTEST = 20;
const LONGEST = 8000;

/** One idea at a time: the box, the button, the card. */
export function createSingleIdea(context: SingleIdeaContext) {
  const form = byId('one-form', HTMLFormElement);
  const box = byId('one-idea', HTMLTextAreaElement);
  const problem = byId('one-problem', HTMLParagraphElement);
  const send = byId('one-send', HTMLButtonElement);
  const result = byId('one-result', HTMLDivElement);
  let judged: { readonly idea: string; readonly report: MatchReport } | null = null;

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void judge();
  });

  async function judge(): Promise<void> {
    const words = context.words();
    const idea = box.value.trim();
    problem.textContent =
      idea.length < SHORTEST ? words.tooShort : idea.length > LONGEST ? words.tooLong : '';
    if (problem.textContent !== '') return box.focus();
    send.disabled = true;
    send.textContent = words.judging;
    try {
      judged = { idea, report: await context.judge(idea) };
    } catch (error) {
      judged = null;
      problem.textContent = (error instanceof RequestFailure ? error.detail : null) ?? words.failed;
    }
    send.disabled = false;
    show();
    result.querySelector('h3')?.scrollIntoView({ block: 'start' });
    if (judged !== null) context.announce(result.querySelector('.verdict')?.textContent ?? '');
  }

  function show(): void {
    const words = context.words();
    byId('one-label', HTMLLabelElement).textContent = words.ideaLabel;
    box.placeholder = words.ideaPlaceholder;
    send.textContent = words.judge;
    const nodes = judged === null ? [] : context.renderCard(judged.idea, judged.report);
    result.replaceChildren(element('div', { class: 'card' }, ...nodes));
  }

  return { show };
}
