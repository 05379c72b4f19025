import type { ChallengeView, PassageView } from '../domain/corpus-views.ts';
import type { Citation } from '../domain/provenance.ts';
import type { TextSpan } from '../domain/text-span.ts';
import type { AssistantClient } from './assistant-client.ts';
import { describePlace } from './citation-place.ts';
import { button, byId, element } from './element.ts';
import type { Messages } from './messages.ts';
import { renderStretch } from './render-passage.ts';

export type PassageDialogContext = {
  readonly words: () => Messages;
  readonly challenges: () => readonly ChallengeView[];
  /** What else can be done with a passage; drawn beside its link. */
  readonly renderTools?: (passage: PassageView) => readonly HTMLElement[];
};

/** The panel that shows a passage in its document. The browser keeps focus inside, closes on Escape and gives focus back. */
export function createPassageDialog(client: AssistantClient, context: PassageDialogContext) {
  const dialog = byId('passage-dialog', HTMLDialogElement);
  const place = byId('passage-place', HTMLHeadingElement);
  const title = byId('passage-document', HTMLParagraphElement);
  const text = byId('passage-text', HTMLDivElement);
  const foot = byId('passage-foot', HTMLDivElement);
  const close = byId('close-passage', HTMLButtonElement);
  // Whoever opens another passage meanwhile must not see the earlier one arrive.
  let opening = 0;

  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) dialog.close();
  });

  function show(stretch: { text: string; start: number }, marked: TextSpan): void {
    const { content, mark } = renderStretch(stretch, marked);
    text.replaceChildren(content);
    mark?.scrollIntoView({ block: 'center' });
  }

  function describe(passage: PassageView): void {
    const words = context.words();
    place.textContent = describePlace(
      { ...passage, passageId: passage.id },
      { words, challenges: context.challenges() },
    );
    title.textContent = `${passage.documentTitle}, ${words.page(passage.page)}`;
  }

  function showFoot(passage: PassageView, marked: TextSpan): void {
    const words = context.words();
    const whole = button(
      { class: 'quiet' },
      async () => {
        const current = opening;
        const document = await client.getDocument(passage.collection, passage.document);
        if (current !== opening) return;
        show({ text: document.text, start: 0 }, marked);
        whole.remove();
        text.focus();
      },
      words.wholeDocument,
    );
    const link = element('a', { href: `/pasaje/${encodeURIComponent(passage.id)}` }, words.permalink);
    foot.replaceChildren(whole, link, ...(context.renderTools?.(passage) ?? []));
  }

  async function open(passageId: string, marked: TextSpan | null): Promise<void> {
    const words = context.words();
    opening += 1;
    const current = opening;
    place.textContent = words.passage;
    title.textContent = '';
    close.setAttribute('aria-label', words.close);
    text.replaceChildren(element('p', {}, words.loading));
    foot.replaceChildren();
    if (!dialog.open) dialog.showModal();
    place.focus();
    try {
      const passage = await client.getPassage(passageId);
      if (current !== opening) return;
      describe(passage);
      show(passage.context, marked ?? passage);
      showFoot(passage, marked ?? passage);
    } catch {
      if (current === opening) text.replaceChildren(element('p', {}, context.words().passageFailed));
    }
  }

  return {
    openPassage: (passageId: string) => void open(passageId, null),
    openCitation: (citation: Citation) =>
      void open(citation.passageId, { start: citation.start, end: citation.end }),
    onClose: (listener: () => void) => dialog.addEventListener('close', listener),
  };
}
