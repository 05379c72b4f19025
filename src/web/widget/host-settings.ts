import type { Locale } from '../../domain/collection.ts';
import { type Messages, messages } from '../messages.ts';
import { overrideWords } from './override-words.ts';

export function isMatch(host: HTMLElement): boolean {
  return host.getAttribute('task') === 'match';
}

/** Opened by a button, over the page; else it stands in the page or is all of it. */
export function isLauncher(host: HTMLElement): boolean {
  return !['inline', 'full'].includes(host.getAttribute('mode') ?? '');
}

export function languageIsChosen(host: HTMLElement): boolean {
  return host.hasAttribute('lang') || document.documentElement.lang !== '';
}

/** The element's language, else the page's, else Spanish. */
export function languageOf(host: HTMLElement): Locale {
  const tag = host.getAttribute('lang') || document.documentElement.lang;
  return /^en\b/i.test(tag) ? 'en' : 'es';
}

/** The words of its language, with those that the page sets in their place. */
export function wordsOf(host: HTMLElement): Messages {
  const overrides = readJson(host.getAttribute('strings'));
  const words = messages[languageOf(host)];
  const isRecord = typeof overrides === 'object' && overrides !== null;
  return isRecord ? overrideWords(words, { ...overrides }) : words;
}

/** The questions that the page suggests; null where it says nothing of them. */
export function suggestionsOf(host: HTMLElement): readonly string[] | null {
  const list = readJson(host.getAttribute('suggestions'));
  return Array.isArray(list) ? list.filter((one) => typeof one === 'string' && one !== '') : null;
}

function readJson(json: string | null): unknown {
  try {
    return JSON.parse(json ?? 'null');
  } catch {
    return null;
  }
}
