import type { PointerKind, StrategyPointer } from '../domain/challenge.ts';
import type { TextSpan } from '../domain/text-span.ts';
import { findNameEnd, readNameStart, splitNames } from './read-pointer-name.ts';

/** A pointer and the stretch of the paragraph (offsets inside it) that makes it. */
export type LocatedPointer = { readonly pointer: StrategyPointer; readonly span: TextSpan };

/** "entre los 3 objetivos generales": how many of a kind a paragraph announces. */
export type Announcement = { readonly kind: PointerKind; readonly count: number; readonly span: TextSpan };

export type ParagraphPointers = {
  readonly pointers: readonly LocatedPointer[];
  readonly announcements: readonly Announcement[];
};

/** Longer forms first: "objetivo general" must not be read as "objetivo". */
const KINDS: readonly (readonly [PointerKind, string])[] = [
  ['strategic-guideline', 'lineamientos?\\s+estrat[eé]gicos?|strategic\\s+guidelines?'],
  ['guideline', 'lineamientos?|guidelines?'],
  ['general-objective', 'objetivos?\\s+generale?s?|objetivo\\s+general|general\\s+objectives?'],
  ['specific-objective', 'objetivos?\\s+espec[ií]ficos?|specific\\s+objectives?'],
  ['objective', 'objetivos?|objectives?'],
  ['strategy-challenge', 'desaf[ií]os?'],
  ['priority-line-of-action', 'l[ií]neas?\\s+de\\s+acci[oó]n\\s+prioritarias?'],
];
const MENTION = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${KINDS.map(([, pattern]) => `(${pattern})`).join('|')}|(n\\s?[°º]\\s*(?=\\d)))(?![\\p{L}])`,
  'giu',
);
const NUMBER = '\\d+(?:\\.\\d+)*';
const NUMBERS = new RegExp(
  `^[\\s,]*(?:n\\s?[°º.]\\s*|n[uú]mero\\s+)?(${NUMBER}(?:\\s*(?:,|,?\\s+[ye]|,?\\s+and)\\s*(?:n\\s?[°º.]\\s*)?${NUMBER})*)(?![\\p{L}\\p{N}%])\\)?`,
  'iu',
);
const COUNT_BEFORE = /(?<![\p{L}\p{N}])(\d{1,2}|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)\s+$/iu;
const COUNT_WORDS = ['dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve', 'diez'];
const TOPIC =
  /(?<=^|[,.;:]\s)(?:en|para|en cuanto a|respecto (?:a|de)|sobre)(?:l|\s+el|\s+la)\s+(?:(?:ámbito|desarrollo)\s+de(?:l|\s+la|\s+los)?\s+)?((?:ámbito|[^,.;:]{0,60}(?<!\p{L})espacio)\s[^,.;:]{1,60})(?=,)/giu;
const LONGEST_PARAGRAPH = 20_000;
const FUNCTION_WORD = /^(?:para|de|del|en|y|e|o|que|se|con|a|al|por|como|la|el|los|las)$/iu;

type Mention = {
  readonly kind: PointerKind;
  readonly numbers: readonly string[];
  readonly start: number;
  /** Where the mention with its numbers ends and the name may begin. */
  readonly end: number;
};

/** Reads what a reference paragraph points at in its strategy, in the order of the text. */
export function findPointers(paragraph: string): ParagraphPointers {
  const text = paragraph.slice(0, LONGEST_PARAGRAPH);
  const { mentions, announcements } = findMentions(text);
  const topics = findTopics(text);
  const limits = [...mentions, ...topics.map((topic) => topic.span)].map((stop) => stop.start);
  const named = mentions.flatMap((mention) => readPointers(text, mention, limits));
  const outside = topics.filter(
    ({ span }) => !named.some((other) => span.start >= other.span.start && span.end <= other.span.end),
  );
  const pointers = [...named, ...outside].sort((a, b) => a.span.start - b.span.start);
  return { pointers: hangOnGuidelines(pointers), announcements };
}

/** A number without a kind ("se vincula al N°1 … y N°2") is of the kind that was last spoken of. */
function findMentions(text: string): {
  mentions: readonly Mention[];
  announcements: readonly Announcement[];
} {
  const mentions: Mention[] = [];
  const announcements: Announcement[] = [];
  let lastKind: PointerKind | null = null;
  let cursor = 0;
  for (const match of text.matchAll(MENTION)) {
    if (match.index < cursor) continue;
    const kind: PointerKind | null = KINDS.find((_, i) => match[i + 1] !== undefined)?.[0] ?? lastKind;
    if (kind === null) continue;
    lastKind = kind;
    const afterWord = match.index + match[0].length;
    const numbers = NUMBERS.exec(text.slice(afterWord));
    const end = afterWord + (numbers?.[0].length ?? 0);
    const count = readCount(text.slice(Math.max(0, match.index - 20), match.index));
    if (count !== null) announcements.push({ kind, count, span: { start: match.index, end } });
    mentions.push({
      kind,
      numbers: numbers?.[1]?.match(new RegExp(NUMBER, 'g')) ?? [],
      start: match.index,
      end,
    });
    cursor = end;
  }
  return { mentions: mentions.filter((mention) => isPointing(text, mention)), announcements };
}

function readCount(before: string): number | null {
  const word = COUNT_BEFORE.exec(before)?.[1]?.toLowerCase();
  if (word === undefined) return null;
  return /\d/.test(word) ? Number(word) : COUNT_WORDS.indexOf(word) + 2;
}

/** "objetivo" in plain prose points at nothing: a pointer has a number or a name. */
function isPointing(text: string, mention: Mention): boolean {
  return mention.numbers.length > 0 || readNameStart(text, mention.end) !== null;
}

function readPointers(text: string, mention: Mention, limits: readonly number[]): readonly LocatedPointer[] {
  const { kind, numbers, start } = mention;
  const limit = Math.min(text.length, ...limits.filter((stop) => stop > start));
  if (numbers.length > 1) return readSeveral(text, mention, limit);
  const nameStart = readNameStart(text, mention.end);
  const end = nameStart === null ? mention.end : findNameEnd(text, nameStart, limit);
  const name = nameStart === null ? null : text.slice(nameStart.offset, end);
  return [{ pointer: { kind, number: numbers[0] ?? null, name }, span: { start, end } }];
}

/** Several numbers before several names: paired only when the document leaves no doubt which goes with which. */
function readSeveral(text: string, mention: Mention, limit: number): readonly LocatedPointer[] {
  const { kind, numbers, start } = mention;
  const nameStart = readNameStart(text, mention.end);
  const end = nameStart === null ? mention.end : findNameEnd(text, nameStart, limit);
  const names = nameStart === null ? [] : splitNames(text.slice(nameStart.offset, end));
  const span = { start, end };
  if (names.length === numbers.length && new Set(numbers).size === numbers.length) {
    return numbers.map((number, i) => ({ pointer: { kind, number, name: names[i] ?? null }, span }));
  }
  if (kind !== 'specific-objective') {
    return numbers.map((number) => ({ pointer: { kind, number, name: null }, span }));
  }
  const pointer = {
    kind: 'specific-objectives' as const,
    number: null,
    name: null,
    numbersAsWritten: numbers,
    names,
  };
  return [{ pointer, span }];
}

/** Spaces and fields that open a clause: "En el ámbito ambiental, …", "para el espacio costero, …". */
function findTopics(text: string): readonly LocatedPointer[] {
  return [...text.matchAll(TOPIC)].map((match) => {
    const topic = match[1] ?? '';
    const kind = /^ámbito/iu.test(topic) ? 'field' : 'space';
    const end = match.index + match[0].length;
    const name = kind === 'space' ? sharpenSpace(topic, text.slice(end)) : topic;
    return { pointer: { kind, number: null, name }, span: { start: match.index, end } };
  });
}

/** "En el espacio rural, … en el espacio rural seco …" speaks of the narrower space. */
function sharpenSpace(topic: string, after: string): string {
  const sentence = after.split(/\.\s+(?=\p{Lu})/u, 1)[0] ?? '';
  const at = sentence.indexOf(`${topic} `);
  const next = at === -1 ? '' : (/^\p{L}+/u.exec(sentence.slice(at + topic.length + 1))?.[0] ?? '');
  return next === '' || FUNCTION_WORD.test(next) ? topic : `${topic} ${next}`;
}

/** An objective without a number belongs to the guideline named before it in the same paragraph. */
function hangOnGuidelines(pointers: readonly LocatedPointer[]): readonly LocatedPointer[] {
  let guideline: string | null = null;
  return pointers.map((located) => {
    const { pointer } = located;
    if (pointer.kind === 'guideline' || pointer.kind === 'strategic-guideline') guideline = pointer.number;
    const isLoose = isObjective(pointer.kind) && pointer.number === null;
    return isLoose && guideline !== null
      ? { ...located, pointer: { ...pointer, ofGuideline: guideline } }
      : located;
  });
}

export function isObjective(kind: PointerKind): boolean {
  return kind === 'general-objective' || kind === 'specific-objective' || kind === 'objective';
}
