import { isInside } from './idea-text.ts';
import type { FindTellingWords } from './judge-fit.ts';
import type { MatchMessages } from './match-messages.ts';
import type { IdeaReading } from './read-idea.ts';

const MOST_WORDS = 3;

/** Why one challenge and not the other: the idea's words that decide between them; null when none do. */
export function contrastChallenges(
  reading: IdeaReading,
  between: { readonly own: number; readonly rival: number },
  tools: { readonly findTellingWords: FindTellingWords; readonly messages: MatchMessages },
): string | null {
  const { own, rival } = between;
  const forOwn = quoteWords(reading, tools.findTellingWords(reading.judged, own, rival));
  const forRival = quoteWords(reading, tools.findTellingWords(reading.judged, rival, own));
  if (forOwn === '') return null;
  const because = tools.messages.contrast(own, rival, forOwn);
  return forRival === '' ? because : because + tools.messages.contrastRival(rival, forRival);
}

/** A place name says where, never what for; the rest as the idea writes it. */
function quoteWords(reading: IdeaReading, spans: ReturnType<FindTellingWords>): string {
  const places = [...reading.placesInside, ...reading.placesOutside];
  const telling = spans.filter((span) => !isInside(span, places));
  const words = new Map(
    telling.map(({ start, end }) => {
      const word = reading.received.slice(start, end);
      return [word.toLowerCase(), word];
    }),
  );
  return [...words.values()]
    .slice(0, MOST_WORDS)
    .map((word) => `«${word}»`)
    .join(', ');
}
