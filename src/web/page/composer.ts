import { byId } from '../element.ts';
import type { Messages } from '../messages.ts';

const maximumCharacters = 4000;
const warnBelowCharacters = 400;

export type ComposerActions = {
  readonly ask: (question: string) => void;
  readonly stop: () => void;
};

/** The box where a visitor writes. While an answer arrives its button stops it. */
export function createComposer(actions: ComposerActions) {
  const form = byId('composer', HTMLFormElement);
  const question = byId('question', HTMLTextAreaElement);
  const send = byId('send', HTMLButtonElement);
  const note = byId('composer-note', HTMLParagraphElement);
  question.maxLength = maximumCharacters;
  let words: Messages | null = null;
  let isReplying = false;

  function submit(): void {
    const text = question.value.trim();
    if (isReplying || text === '') return;
    question.value = '';
    update();
    actions.ask(text);
  }

  function update(): void {
    if (words === null) return;
    const left = maximumCharacters - question.value.length;
    note.textContent = left < warnBelowCharacters ? words.charactersLeft(left) : words.keyboardHint;
    question.rows = Math.min(8, question.value.split('\n').length);
    send.textContent = isReplying ? words.stop : words.send;
    send.dataset.state = isReplying ? 'stop' : 'send';
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isReplying) actions.stop();
    else submit();
  });
  question.addEventListener('input', update);
  question.addEventListener('keydown', (event) => {
    // While an input method composes a character, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  });

  return {
    show(next: { readonly words: Messages; readonly isReplying: boolean }): void {
      words = next.words;
      isReplying = next.isReplying;
      byId('question-label', HTMLLabelElement).textContent = words.questionLabel;
      if (question.placeholder === '') question.placeholder = words.questionPlaceholder;
      update();
    },
    focus: () => question.focus(),
    /** Asks for something particular in the box, without writing it for the visitor. */
    invite(placeholder: string): void {
      question.placeholder = placeholder;
      question.focus();
    },
  };
}
