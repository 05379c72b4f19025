/** Markup that may be sent as it is. Only `html` makes it, so nothing that a person or a document says can become markup. */
export type Html = { readonly markup: string };

type Value = string | number | Html | readonly Html[] | false | null | undefined;

/** A template whose values are escaped, unless they are markup themselves; false, null and undefined leave nothing. */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Html {
  return { markup: literals.map((literal, at) => literal + markupOf(values[at])).join('') };
}

function markupOf(value: Value): string {
  if (value === false || value === null || value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
