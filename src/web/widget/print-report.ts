import { element } from '../element.ts';

/** Prints one part of the panel by itself: the page that embeds it is not ours to print. */
export function printReport(report: Element, style: string, into: ShadowRoot): void {
  const frame = element('iframe', { class: 'visually-hidden', 'aria-hidden': 'true', tabindex: -1 });
  into.append(frame);
  const page = frame.contentWindow;
  if (page === null) return;
  const copy = page.document.importNode(report, true);
  for (const fold of copy.querySelectorAll('details')) fold.open = true;
  const sheet = new (page as Window & typeof globalThis).CSSStyleSheet();
  sheet.replaceSync(style);
  page.document.adoptedStyleSheets = [sheet];
  page.document.body.className = 'elqui printed';
  page.document.body.append(copy);
  page.addEventListener('afterprint', () => frame.remove());
  page.print();
}
