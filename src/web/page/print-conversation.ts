/** Opens everything folded for the paper, and folds it again; call it once. */
export function unfoldForPrint(root: HTMLElement): void {
  let unfolded: HTMLDetailsElement[] = [];
  addEventListener('beforeprint', () => {
    unfolded = [...root.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const details of unfolded) details.open = true;
  });
  addEventListener('afterprint', () => {
    for (const details of unfolded) details.open = false;
    unfolded = [];
  });
}

/** Prints one exchange, leaving the others out; the style sheet does the rest. */
export function printOnly(exchange: Element): void {
  document.documentElement.dataset.print = 'one';
  exchange.setAttribute('data-printed', '');
  addEventListener(
    'afterprint',
    () => {
      delete document.documentElement.dataset.print;
      exchange.removeAttribute('data-printed');
    },
    { once: true },
  );
  print();
}
