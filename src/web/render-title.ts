import { element } from './element.ts';

/** A title as it stands in the document; the style sheet calms the ones that are written in capitals. */
export function renderTitle(title: string): HTMLElement {
  const isShouting = title === title.toLocaleUpperCase('es');
  return element('span', { class: isShouting ? 'title calm' : 'title' }, title);
}
