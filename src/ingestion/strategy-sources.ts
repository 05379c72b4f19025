import type { ListedSource } from '../domain/challenge.ts';
import type { SourceDocument } from '../domain/source-document.ts';
import { readBlocks, type TextBlock, takeFromBlock } from './excerpts.ts';
import { contentWords, foldText, isConnective, listWords, type WordSpan } from './fold-words.ts';

/** A strategy that a text names: its canonical name and the stretch that names it. */
export type NamedSource = { readonly name: string; readonly start: number; readonly end: number };
export type RecognizeSource = (text: string) => NamedSource | null;

const SOURCES_HEADING =
  /^(?:fuentes?(?: (?:de informaci[oó]n|consultadas|documentales))?|referencias|bibliograf[ií]a|documentos de referencia|sources?|references)\s*:?$/i;
const STRATEGY_NOUN = 'Estrategia|Pol[ií]tica|Plan|Programa|Agenda|Strategy|Policy';
const NAMED_STRATEGY = new RegExp(
  `(?<!\\p{L})(?:${STRATEGY_NOUN})(?:\\s+(?:(?:de|del|la|el|los|las|y|e|para|of|the|for|and)(?!\\p{L})|\\p{Lu}\\p{L}*))+(?:[.,]?\\s+\\d{4}(?:[-–]\\d{4})?)?`,
  'gu',
);
const YEAR = /^\d{4}(?:[-–]\d{4})?$/;
const SMALLEST_COVERAGE = 0.5;
/** Far more than a document cites; keeps one made of nothing but names from taking forever. */
const MOST_STRATEGIES = 200;
const LONGEST_PARAGRAPH = 20_000;

/** Where the document's list of sources begins; -1 when it has none. */
export function findSourcesHeading(blocks: readonly TextBlock[]): number {
  return blocks.findLastIndex((block) => SOURCES_HEADING.test(block.text));
}

export function readListedSources(
  document: SourceDocument,
  blocks: readonly TextBlock[],
): readonly ListedSource[] {
  return blocks.map((block) => {
    const name = canonicalName(block.text);
    return { ...takeFromBlock(document, block), name, acronyms: deriveAcronyms(name) };
  });
}

/** "Documento ajustado: Política Regional X 2030." is the strategy "Política Regional X 2030". */
function canonicalName(line: string): string {
  const afterLabel = new RegExp(`^[^:]{1,80}:\\s*(?=(?:${STRATEGY_NOUN})(?!\\p{L}))`, 'u');
  return line
    .replace(afterLabel, '')
    .replace(/[\s.;,]+$/u, '')
    .trim();
}

/** Initials of the name up to its region or year: "Estrategia Regional de Desarrollo 2020" is ERD. */
function deriveAcronyms(name: string): readonly string[] {
  const words = listWords(name).map((word) => word.text);
  const end = words.findIndex((word, i) => i > 0 && (/^\d/.test(word) || foldText(word) === 'region'));
  const initials = (end === -1 ? words : words.slice(0, end))
    .filter((word) => !isConnective(word))
    .map((word) => word.charAt(0).toUpperCase());
  return initials.length >= 2 ? [initials.join('')] : [];
}

/**
 * Recognizes strategies as paragraphs name them: loosely by the listed names' words ("Política de Desarrollo urbano
 * Región X, 2030") or acronyms; one that is not listed by the way it is named ("La Estrategia Y 2031, establece").
 */
export function createSourceRecognizer(
  document: SourceDocument,
  listed: readonly ListedSource[],
): RecognizeSource {
  const known = listed.slice(0, MOST_STRATEGIES).map((source) => nameOf(source.name, source.acronyms));
  const unlisted = findUnlistedNames(document);
  return (paragraph) => {
    const text = paragraph.slice(0, LONGEST_PARAGRAPH);
    return findListed(text, known) ?? findUnlisted(text, unlisted);
  };
}

type StrategyName = {
  readonly name: string;
  readonly words: ReadonlySet<string>;
  readonly acronyms: readonly string[];
};

function nameOf(name: string, acronyms: readonly string[]): StrategyName {
  return { name, words: contentWords(name), acronyms };
}

function findListed(text: string, listed: readonly StrategyName[]): NamedSource | null {
  const words = listWords(text);
  let best: NamedSource | null = null;
  let bestCoverage = 0;
  for (const source of listed) {
    for (let i = 0; i < words.length; i++) {
      if (!/^\p{Lu}/u.test(words[i]?.text ?? '')) continue;
      const mention = readMention(text, words.slice(i, i + source.words.size * 2 + 1), source);
      if (mention === null || mention.coverage <= bestCoverage) continue;
      best = { name: source.name, start: mention.start, end: mention.end };
      bestCoverage = mention.coverage;
    }
  }
  return bestCoverage >= SMALLEST_COVERAGE ? best : null;
}

type Mention = { readonly start: number; readonly end: number; readonly coverage: number };

/**
 * The longest run of a name's words (connectives between them) from a capitalised word on. A run that goes on in
 * other capitals or another year names another strategy: "Estrategia Regional de Turismo" is not "… de Desarrollo".
 */
function readMention(text: string, words: readonly WordSpan[], source: StrategyName): Mention | null {
  const first = words[0];
  if (first === undefined) return null;
  if (source.acronyms.includes(first.text) && first.text.length >= 3) {
    return { start: first.start, end: first.end, coverage: 1 };
  }
  const found = new Set<string>();
  let end = first.start;
  let previousEnd = first.start;
  for (const word of words) {
    const folded = foldText(word.text);
    const gap = text.slice(previousEnd, word.start);
    if (!/^\s*$/.test(gap) && !(YEAR.test(word.text) && /^[.,]\s+$/.test(gap))) break;
    if (source.words.has(folded)) {
      found.add(folded);
      end = word.end;
    } else if (!isConnective(word.text)) {
      if (found.size < source.words.size && /^[\p{Lu}\d]/u.test(word.text)) return null;
      break;
    } else if (found.size === 0) break;
    previousEnd = word.end;
  }
  return found.size < 2 ? null : { start: first.start, end, coverage: found.size / source.words.size };
}

/** Names of strategies in running text, the fullest form of each first. */
function findUnlistedNames(document: SourceDocument): readonly StrategyName[] {
  const names = new Set(
    readBlocks(document).flatMap((block) => matchNames(block.text).map(({ name }) => name)),
  );
  return [...names]
    .slice(0, MOST_STRATEGIES)
    .map((name) => nameOf(name, []))
    .sort((a, b) => b.words.size - a.words.size);
}

function findUnlisted(text: string, names: readonly StrategyName[]): NamedSource | null {
  const found = matchNames(text)[0];
  if (found === undefined) return null;
  const words = contentWords(found.name);
  const fullest = names.find((candidate) => isWithin(words, candidate.words));
  return { ...found, name: (fullest?.name ?? found.name).replace(/[.,](?=\s+\d)/, '') };
}

function matchNames(text: string): readonly NamedSource[] {
  return [...text.matchAll(NAMED_STRATEGY)].flatMap((match) => {
    const name = match[0].replace(/(?:\s+(?:de|del|la|el|los|las|y|e|para|of|the|for|and))+$/u, '');
    const isName = contentWords(name).size >= 2;
    return isName ? [{ name, start: match.index, end: match.index + name.length }] : [];
  });
}

function isWithin(words: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...words].every((word) => others.has(word));
}
