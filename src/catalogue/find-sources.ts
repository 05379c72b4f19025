import type { ListedSource } from '../domain/challenge.ts';
import { editDistance } from '../domain/edit-distance.ts';
import { foldText, soundOf } from '../domain/fold-text.ts';

/** English words for what strategies are called, so that "the innovation strategy" names one too. */
const SPANISH_FOR: ReadonlyMap<string, string> = new Map([
  ['strategy', 'estrategia'],
  ['policy', 'politica'],
  ['plan', 'plan'],
  ['programme', 'programa'],
  ['program', 'programa'],
  ['development', 'desarrollo'],
  ['innovation', 'innovacion'],
  ['urban', 'urbano'],
  ['tourism', 'turismo'],
  ['culture', 'cultura'],
]);

/** The words of a name with the English ones that stand for them. */
export function withEnglish(words: readonly string[]): string[] {
  const english = [...SPANISH_FOR].flatMap(([word, spanish]) => (words.includes(spanish) ? [word] : []));
  return [...words, ...english];
}

const WINDOW_WORDS = 6;
const ELLIPSIS =
  /\b(?:de(?:l)?|d|of|on|the)\s+(?:la\s+|el\s+|desarrollo\s+)?([a-zñ]{5,})(?=\s+one\b|\s*(?:[,;.?!)]|$)|\s+(?:cual|que|q|por|nomas|trae|tiene|dice)\b)/g;

/**
 * The strategies that a message names, by their canonical names: by acronym (ERD), or by the head of the name
 * ("estrategia") with a word near it that only this one has ("innovación"). A head that only one source has is enough.
 */
export function findSources(message: string, sources: readonly ListedSource[]): string[] {
  const words = foldText(message).match(/[a-zñ0-9+]+/g) ?? [];
  const spanish = words.map((word) => SPANISH_FOR.get(word) ?? word);
  const keys = sources.map((source) => sourceKey(source, sources));
  const named = keys.filter((key) => isNamed(spanish, key));
  // "¿En qué política y en qué estrategia se apoya?" names kinds of sources, none of them.
  const heads = keys.filter(({ head }) => spanish.some((word) => isNear(word, head)));
  const isAnyOfThem = heads.some(({ head }) => named.every((key) => key.head !== head));
  return named
    .filter((key) => !isAnyOfThem || !key.isHeadUnique || isToldApart(spanish, key))
    .map(({ name }) => name);
}

/** "La de innovación", "los objetivos de innovación": a strategy by the one word that no other has; null where several or none have it. */
export function findElliptic(message: string, sources: readonly ListedSource[]): string | null {
  const after = [...foldText(message).matchAll(ELLIPSIS)].map((match) => match[1] ?? '');
  const named = sources.filter((source) => {
    const rivals = new Set(
      sources.filter((other) => other !== source).flatMap(({ name }) => nameWords(name)),
    );
    const own = nameWords(source.name).filter((word) => !rivals.has(word));
    return after.some((word) => own.some((wanted) => isNear(SPANISH_FOR.get(word) ?? word, wanted)));
  });
  return named.length === 1 ? (named[0]?.name ?? null) : null;
}

type SourceKey = {
  readonly name: string;
  readonly acronyms: readonly string[];
  readonly head: string;
  readonly isHeadUnique: boolean;
  readonly distinctive: readonly string[];
};

function sourceKey(source: ListedSource, all: readonly ListedSource[]): SourceKey {
  const words = nameWords(source.name);
  const head = words[0] ?? '';
  const rivals = all.filter((other) => other.name !== source.name && nameWords(other.name)[0] === head);
  const rivalWords = new Set(rivals.flatMap(({ name }) => nameWords(name)));
  return {
    name: source.name,
    acronyms: source.acronyms.map(foldText),
    head,
    isHeadUnique: rivals.length === 0,
    distinctive: words.slice(1).filter((word) => !rivalWords.has(word)),
  };
}

function nameWords(name: string): string[] {
  return (foldText(name).match(/[a-zñ]{4,}/g) ?? []).filter(
    (word) => word !== 'region' && word !== 'regional',
  );
}

function isNamed(words: readonly string[], key: SourceKey): boolean {
  if (words.some((word) => key.acronyms.includes(word))) return true;
  return words.some((word, index) => {
    if (!isNear(word, key.head)) return false;
    if (key.isHeadUnique && !isPlural(word, key.head)) return true;
    return isToldApart(words, key, index);
  });
}

/** True when a word that only this source has stands near its head, or near the head at `index`. */
function isToldApart(words: readonly string[], { head, distinctive }: SourceKey, index?: number): boolean {
  const at = index ?? words.findIndex((word) => isNear(word, head));
  const around = words.slice(Math.max(0, at - 3), at + WINDOW_WORDS);
  return around.some((other) => distinctive.some((wanted) => isNear(other, wanted)));
}

/** "¿Qué políticas la respaldan?" asks about all of them, not about the one source called a policy. */
function isPlural(word: string, head: string): boolean {
  return word.endsWith('s') && !head.endsWith('s');
}

function isNear(word: string, wanted: string): boolean {
  if (word === wanted) return true;
  if (word.length < 5 || wanted.length < 6) return false;
  const limit = wanted.length >= 9 ? 2 : 1;
  return editDistance(soundOf(word), soundOf(wanted), limit) <= limit;
}
