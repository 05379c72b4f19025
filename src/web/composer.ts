import type { Messages } from './messages.ts';

const warnBelowCharacters = 400;

export type ComposerElements = {
  readonly form: HTMLFormElement;
  readonly question: HTMLTextAreaElement;
  readonly send: HTMLButtonElement;
  readonly note: HTMLElement;
};

export type ComposerActions = {
  readonly ask: (question: string) => void;
  readonly stop: () => void;
};

/** The box where a visitor writes. While an answer arrives its button stops it. */
export function createComposer(
  { form, question, send, note }: ComposerElements,
  actions: ComposerActions,
  bounds: () => { readonly minimum: number; readonly maximum: number } = () => ({
    minimum: 1,
    maximum: 4000,
  }),
) {
  let words: Messages | null = null;
  let isReplying = false;

  function submit(): void {
    const text = question.value.trim();
    if (isReplying || words === null || text === '') return;
    if (text.length < bounds().minimum) {
      note.textContent = words.tellMore(bounds().minimum);
      return;
    }
    question.value = '';
    update();
    actions.ask(text);
  }

  function update(): void {
    if (words === null) return;
    question.maxLength = bounds().maximum;
    const left = question.maxLength - question.value.length;
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
      update();
    },
    focus: () => question.focus(),
    write(text: string): void {
      question.value = text.slice(0, bounds().maximum);
      update();
      question.focus();
    },
    /** Asks for something particular in the box, without writing it for the visitor. */
    invite(placeholder: string): void {
      question.placeholder = placeholder;
      question.focus();
    },
  };
}
