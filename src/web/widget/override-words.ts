import type { Messages } from '../messages.ts';

/**
 * Words with a site's own in their place, named by their path ("send", "match.title"). In those that tell a number, `{n}`
 * stands for it: "source": "Fuente {n}".
 */
export function overrideWords(words: Messages, overrides: Readonly<Record<string, unknown>>): Messages {
  let changed: Messages = words;
  for (const [path, text] of Object.entries(overrides)) {
    if (typeof text === 'string') changed = replaceAt(changed, path.split('.'), text);
  }
  return changed;
}

function replaceAt<Words extends object>(words: Words, path: readonly string[], text: string): Words {
  const [key = '', ...rest] = path;
  const current: unknown = Object.hasOwn(words, key) ? words[key as keyof Words] : undefined;
  if (rest.length > 0) {
    const isGroup = typeof current === 'object' && current !== null && !Array.isArray(current);
    return isGroup ? { ...words, [key]: replaceAt(current, rest, text) } : words;
  }
  if (typeof current === 'string') return { ...words, [key]: text };
  return typeof current === 'function' ? { ...words, [key]: withNumber(current, text) } : words;
}

/** Takes the number from the sentence that it replaces, as that one spells it. */
function withNumber(original: unknown, text: string): (value: number) => string {
  const spell = original as (value: number) => string;
  return (value) => text.replaceAll('{n}', /\d+/.exec(spell(value))?.[0] ?? String(value));
}
