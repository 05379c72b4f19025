import { button, element } from '../element.ts';
import { type FeedbackReason, feedbackReasons, writeFeedbackComment } from './feedback-comment.ts';
import type { PageMessages } from './page-messages.ts';

// The reasons stand before it in the 2000 characters that the server takes.
const maximumCommentCharacters = 1900;

export type FeedbackForms = ReturnType<typeof createFeedbackForms>;

/** The questions that follow a thumb down, one form for each answer; what was written into one lasts while the page does. */
export function createFeedbackForms(surroundings: {
  readonly words: () => PageMessages;
  /** Rejects when it could not be kept. */
  readonly send: (messageId: string, comment: string) => Promise<void>;
  readonly announce: (text: string) => void;
}) {
  const opened = new Map<string, { readonly words: PageMessages; readonly node: HTMLElement }>();

  function make(messageId: string): HTMLElement {
    const words = surroundings.words();
    const problem = element('p', { class: 'aside', role: 'alert' });
    const reasons = feedbackReasons.map((reason) => renderReason(messageId, reason, words));
    const id = `comment-${messageId}`;
    const comment = element('textarea', {
      ...{ id, rows: 2, maxlength: maximumCommentCharacters, autocomplete: 'off', 'data-key': 'comment' },
    });
    const send = button({ class: 'quiet', 'data-key': 'send-comment' }, submit, words.sendFeedback);
    const form = element(
      'div',
      { class: 'feedback', role: 'group', 'aria-label': words.whatWasWrong },
      element('fieldset', {}, element('legend', {}, words.whatWasWrong), ...reasons),
      element('label', { for: id }, words.comment),
      comment,
      problem,
      send,
    );

    async function submit(): Promise<void> {
      const chosen = [...form.querySelectorAll<HTMLInputElement>('input:checked')].map(({ value }) => value);
      const text = writeFeedbackComment(chosen as FeedbackReason[], comment.value);
      problem.textContent = text === '' ? words.feedbackNeeded : '';
      if (text === '') return;
      send.disabled = true;
      try {
        await surroundings.send(messageId, text);
        const thanks = element('p', { class: 'aside', tabindex: -1 }, words.feedbackSent);
        form.replaceChildren(thanks);
        thanks.focus();
        surroundings.announce(words.feedbackSent);
      } catch {
        send.disabled = false;
        problem.textContent = words.feedbackFailed;
      }
    }
    return form;
  }

  function open(messageId: string): HTMLElement {
    const form = { words: surroundings.words(), node: make(messageId) };
    opened.set(messageId, form);
    return form.node;
  }

  return {
    open(messageId: string): void {
      if (!opened.has(messageId)) open(messageId);
    },
    close(messageId: string): void {
      opened.delete(messageId);
    },
    /** The form of an answer, where one is open. Another language means another form. */
    find(messageId: string): HTMLElement | null {
      const known = opened.get(messageId);
      if (known === undefined) return null;
      return known.words === surroundings.words() ? known.node : open(messageId);
    },
  };
}

function renderReason(messageId: string, reason: FeedbackReason, words: PageMessages): HTMLElement {
  const place = feedbackReasons.indexOf(reason);
  const id = `reason-${messageId}-${place}`;
  return element(
    'label',
    { class: 'reason', for: id },
    element('input', { type: 'checkbox', id, value: reason, 'data-key': `reason-${place}` }),
    words.reasons[reason],
  );
}
