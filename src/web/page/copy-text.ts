import { element } from '../element.ts';

/** Puts text on the clipboard; false where the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Pages on plain http have no clipboard of their own, only that of a selection. */
function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const box = element('textarea', { class: 'visually-hidden', 'aria-hidden': 'true', tabindex: -1 });
  box.value = text;
  // A modal dialog leaves nothing outside it selectable.
  (document.querySelector('dialog[open]') ?? document.body).append(box);
  box.select();
  const isCopied = document.execCommand('copy');
  box.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return isCopied;
}
