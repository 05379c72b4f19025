import { stemmer } from '@orama/stemmers/spanish';
import { foldText } from '../../domain/fold-text.ts';
import type { TextAnalyzer, Token } from '../../ports/text-analyzer.ts';
import { STOP_WORDS } from './stop-words.ts';

type WordForms = Pick<Token, 'folded' | 'stem' | 'isStopWord'>;

/**
 * Single letters joined by plus signs ("I+D+i", also "I+D+ i") are one word. Else a letter or digit, then also its combining
 * marks and the invisible characters that copied text hides inside words.
 */
const WORD =
  /(?<![\p{L}\p{N}])\p{L}(?: ?\+ ?\p{L}(?![\p{L}\p{N}]))+|[\p{L}\p{N}](?:[\p{L}\p{N}]|\p{M}|\u00AD|\u200B|\u200C|\u200D|\u2060)*/gu;
const INSIDE_WORDS = /\u00AD|\u200B|\u200C|\u200D|\u2060|[ºª]|\s/gu;
/** Snowball takes "innovación" to "innov" but leaves "innovacion" whole. */
const UNACCENTED_ENDING = /([cs])ion$/;
const MAXIMUM_REMEMBERED_WORDS = 50_000;

/** Offsets are those of the text as given, also when it is not NFC. Stems are remembered, so a corpus is stemmed once. */
export function createSpanishAnalyzer(): TextAnalyzer {
  const remembered = new Map<string, WordForms>();

  function formsOf(surface: string): WordForms {
    const known = remembered.get(surface);
    if (known !== undefined) return known;
    if (remembered.size >= MAXIMUM_REMEMBERED_WORDS) remembered.clear();
    const forms = deriveForms(surface);
    remembered.set(surface, forms);
    return forms;
  }

  function analyze(text: string): readonly Token[] {
    const tokens: Token[] = [];
    for (const match of text.matchAll(WORD)) {
      const surface = match[0];
      tokens.push({ surface, start: match.index, end: match.index + surface.length, ...formsOf(surface) });
    }
    return tokens;
  }

  return { id: 'spanish-snowball-3', analyze };
}

function deriveForms(surface: string): WordForms {
  const word = surface.replace(INSIDE_WORDS, '').normalize('NFC').toLowerCase();
  const folded = foldText(word);
  const stem = foldText(stemmer(word.replace(UNACCENTED_ENDING, '$1ión')));
  return { folded, stem, isStopWord: STOP_WORDS.has(folded) };
}
