import type { Exchange } from '../conversation-state.ts';
import { button, element } from '../element.ts';
import { copyText } from './copy-text.ts';
import type { FeedbackForms } from './feedback-form.ts';
import type { PageMessages } from './page-messages.ts';
import { printOnly } from './print-conversation.ts';

export type ReplyToolsContext = {
  readonly words: () => PageMessages;
  readonly printWord: () => string;
  readonly announce: (text: string) => void;
  readonly plainAnswerOf: (exchange: Exchange) => string;
  readonly forms: FeedbackForms;
};

/** What a visitor can do with an answer besides reading it: copy it, print it, say what was wrong with it. */
export function createReplyTools(context: ReplyToolsContext): (exchange: Exchange) => readonly HTMLElement[] {
  return (exchange) => {
    const words = context.words();
    const copy = createCopyButton(words.copy, () => context.plainAnswerOf(exchange), context);
    const print = button(
      { class: 'quiet small', 'data-key': 'print' },
      () => {
        const shown = print.closest('.exchange');
        if (shown !== null) printOnly(shown);
      },
      context.printWord(),
    );
    const form = exchange.reply.messageId === null ? null : context.forms.find(exchange.reply.messageId);
    return [element('div', { class: 'reply-tools' }, copy, print), ...(form === null ? [] : [form])];
  };
}

const shownMs = 2500;

/** A button that copies and says for a moment that it has. */
export function createCopyButton(
  name: string,
  textOf: () => string,
  { words, announce }: Pick<ReplyToolsContext, 'words' | 'announce'>,
): HTMLButtonElement {
  const made = button(
    { class: 'quiet small', 'data-key': 'copy' },
    async () => {
      const said = (await copyText(textOf())) ? words().copied : words().copyFailed;
      made.textContent = said;
      announce(said);
      setTimeout(() => {
        made.textContent = name;
      }, shownMs);
    },
    name,
  );
  return made;
}
