import type { Passage } from '../domain/passage.ts';
import type { TextSpan } from '../domain/text-span.ts';
import type { TextAnalyzer } from '../ports/text-analyzer.ts';

/** Longer passages are quoted in part: the run of sentences that holds what was asked. */
const WHOLE_UP_TO = 420;
const KEEPS_SHARE_OF_BEST = 0.5;

/** A full stop ends a sentence only before a capital, and not after "N°", "Objetivo General" or a number ("Coquimbo. 2030"). */
const SENTENCE_END = /(?<!\bN°|\bn°|\bN°\s?\d|\bGeneral|\b[A-Z])[.?!]["”»)]*\s+(?=["“«(]*[A-ZÁÉÍÓÚÑ¿])/g;

/** The stretch of a passage to quote: all of it when it is short, else its sentences that best hold the words asked for. */
export function selectSentences(
  passage: Passage,
  wanted: ReadonlyMap<string, number>,
  analyzer: TextAnalyzer,
): TextSpan {
  const whole = { start: passage.start, end: passage.end };
  if (passage.text.length <= WHOLE_UP_TO) return whole;
  const sentences = splitSentences(passage.text);
  const scores = sentences.map((span) => scoreOf(passage.text.slice(span.start, span.end), wanted, analyzer));
  const best = Math.max(...scores);
  if (sentences.length < 2 || best === 0) return whole;
  const kept = sentences.filter((_, i) => (scores[i] ?? 0) >= best * KEEPS_SHARE_OF_BEST);
  const first = kept[0];
  const last = kept.at(-1);
  return first && last ? { start: passage.start + first.start, end: passage.start + last.end } : whole;
}

export function splitSentences(text: string): TextSpan[] {
  const ends = [...text.matchAll(SENTENCE_END)].map((match) => match.index + match[0].length);
  const starts = [0, ...ends];
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? text.length;
    return { start, end: start + text.slice(start, end).trimEnd().length };
  });
}

function scoreOf(sentence: string, wanted: ReadonlyMap<string, number>, analyzer: TextAnalyzer): number {
  const stems = new Set(analyzer.analyze(sentence).map(({ stem }) => stem));
  let score = 0;
  for (const [stem, weight] of wanted) if (stems.has(stem)) score += weight;
  return score;
}
