import type { ChallengeView } from '../../domain/corpus-views.ts';
import { button, element } from '../element.ts';
import type { Messages } from '../messages.ts';
import { renderTitle } from '../render-title.ts';
import type { PageMessages } from './page-messages.ts';

export type ChallengeActions = {
  readonly openPassage: (passageId: string) => void;
  readonly ask: (question: string) => void;
};

type ListWords = Messages & PageMessages;

/** The challenges as a list whose items unfold. */
export function renderChallenges(
  challenges: readonly ChallengeView[],
  words: ListWords,
  actions: ChallengeActions,
): HTMLElement {
  const items = challenges.map((challenge) => element('li', {}, renderChallenge(challenge, words, actions)));
  return element('ol', { class: 'challenges' }, ...items);
}

function renderChallenge(challenge: ChallengeView, words: ListWords, actions: ChallengeActions): HTMLElement {
  const question = words.questionAboutChallenge(challenge.number);
  return element(
    'details',
    { class: 'challenge' },
    element(
      'summary',
      {},
      element('span', { class: 'number', 'aria-hidden': 'true' }, String(challenge.number)),
      element('span', { class: 'visually-hidden' }, `${words.challenge(challenge.number)}: `),
      renderTitle(challenge.title),
    ),
    element(
      'div',
      { class: 'challenge-body' },
      ...renderParts(words.guidingQuestions, challenge.questions, { words, actions }),
      ...renderParts(words.references, challenge.references, { words, actions }),
      button({ class: 'quiet' }, () => actions.ask(question), words.askAboutChallenge),
    ),
  );
}

function renderParts(
  heading: string,
  parts: readonly { readonly passageId: string; readonly text: string }[],
  { words, actions }: { readonly words: ListWords; readonly actions: ChallengeActions },
): readonly HTMLElement[] {
  if (parts.length === 0) return [];
  const items = parts.map((part) =>
    element(
      'li',
      {},
      button(
        { class: 'passage-link', title: words.openInDocument },
        () => actions.openPassage(part.passageId),
        part.text,
      ),
    ),
  );
  return [element('h3', {}, heading), element('ul', {}, ...items)];
}
