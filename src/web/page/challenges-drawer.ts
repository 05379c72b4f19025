import type { ChallengeView } from '../../domain/corpus-views.ts';
import { byId, element } from '../element.ts';
import type { Messages } from '../messages.ts';
import type { PageMessages } from './page-messages.ts';
import { type ChallengeActions, renderChallenges } from './render-challenges.ts';

/** The list of challenges: one, beside the conversation where there is room and in a drawer where there is none. */
export function createChallengesDrawer(actions: ChallengeActions) {
  const drawer = byId('challenges-drawer', HTMLDialogElement);
  const panel = byId('challenges-panel', HTMLDivElement);
  const list = byId('challenges', HTMLDivElement);
  const opener = byId('show-challenges', HTMLButtonElement);
  const closer = byId('close-challenges', HTMLButtonElement);
  const isWide = matchMedia('(min-width: 62rem)');

  function place(): void {
    drawer.close();
    byId(isWide.matches ? 'side' : 'drawer-content', HTMLElement).append(panel);
  }

  isWide.addEventListener('change', place);
  place();
  opener.addEventListener('click', () => drawer.showModal());
  closer.addEventListener('click', () => drawer.close());
  drawer.addEventListener('click', (event) => {
    if (event.target === drawer) drawer.close();
  });

  return {
    close: () => drawer.close(),
    /** `null`: they could not be loaded. */
    show: (challenges: readonly ChallengeView[] | null, words: Messages & PageMessages) => {
      opener.textContent = words.challenges;
      byId('challenges-heading', HTMLElement).textContent = words.challenges;
      closer.setAttribute('aria-label', words.close);
      list.replaceChildren(
        challenges === null
          ? element('p', { class: 'aside' }, words.challengesFailed)
          : renderChallenges(challenges, words, actions),
      );
    },
  };
}
