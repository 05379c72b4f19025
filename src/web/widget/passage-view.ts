import type { ChallengeView, PassageView } from '../../domain/corpus-views.ts';
import type { TextSpan } from '../../domain/text-span.ts';
import type { AssistantClient } from '../assistant-client.ts';
import { describePlace } from '../citation-place.ts';
import { button, element } from '../element.ts';
import type { Messages } from '../messages.ts';
import { renderStretch } from '../render-passage.ts';

export type PassageViewContext = {
  readonly client: Pick<AssistantClient, 'getPassage'>;
  readonly words: () => Messages;
  readonly challenges: () => readonly ChallengeView[];
  readonly addressOf: (passageId: string) => string;
  /** Called when it has been closed, to give the focus back. */
  readonly onClose: () => void;
};

/** A passage in its document, over the conversation: the panel has no room for both. */
export function createPassageView(context: PassageViewContext) {
  const heading = element('h2', { tabindex: -1, id: 'elqui-passage-place' });
  const origin = element('p', { class: 'passage-origin' });
  const text = element('div', { class: 'passage-text', tabindex: 0, role: 'group' });
  const foot = element('p', { class: 'passage-foot' });
  const back = button({ class: 'quiet', part: 'back' }, close);
  const node = element(
    'section',
    { class: 'passage', hidden: true, 'aria-labelledby': heading.id },
    element('div', { class: 'passage-head' }, back, heading, origin),
    text,
    foot,
  );
  // Whoever opens another passage meanwhile must not see the earlier one arrive.
  let opening = 0;

  function close(): void {
    if (node.hidden) return;
    opening += 1;
    node.hidden = true;
    context.onClose();
  }

  function show(passage: PassageView, marked: TextSpan): void {
    const words = context.words();
    const place = { ...passage, passageId: passage.id };
    heading.textContent = describePlace(place, { words, challenges: context.challenges() });
    origin.textContent = `${passage.documentTitle}, ${words.page(passage.page)}`;
    const { content, mark } = renderStretch(passage.context, marked);
    text.replaceChildren(content);
    // Only the passage's own box is scrolled: the page around the widget stays where it is.
    if (mark !== null) text.scrollTop = mark.offsetTop - text.offsetTop - text.clientHeight / 3;
    const address = { href: context.addressOf(passage.id), target: '_blank', rel: 'noopener' };
    const link = element(
      'a',
      address,
      words.wholeDocument,
      element('span', { class: 'visually-hidden' }, ` (${words.widget.opensTab})`),
    );
    foot.replaceChildren(link);
  }

  async function open(passageId: string, marked: TextSpan | null): Promise<void> {
    const words = context.words();
    opening += 1;
    const current = opening;
    back.textContent = words.widget.back;
    heading.textContent = words.passage;
    text.setAttribute('aria-label', words.passage);
    text.replaceChildren(element('p', {}, words.loading));
    origin.textContent = '';
    foot.replaceChildren();
    node.hidden = false;
    heading.focus({ preventScroll: true });
    try {
      const passage = await context.client.getPassage(passageId);
      if (current === opening) show(passage, marked ?? passage);
    } catch {
      if (current === opening) text.replaceChildren(element('p', {}, words.passageFailed));
    }
  }

  return { node, open: (id: string, marked: TextSpan | null) => void open(id, marked), close };
}
