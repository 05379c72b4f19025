import { describe, expect, it } from 'vitest';
import { describePlace } from '../../src/web/citation-place.ts';
import { messages } from '../../src/web/messages.ts';
import { splitForMark } from '../../src/web/render-passage.ts';
import { aCitation, sampleChallenges, samplePassages, sampleText } from '../support/sample-collection.ts';

describe('a passage in its context', () => {
  it('is marked exactly, wherever the stretch around it begins', () => {
    for (const passage of samplePassages) {
      const start = Math.max(0, passage.start - 37);
      const stretch = { text: sampleText.slice(start, passage.end + 53), start };
      const parts = splitForMark(stretch, passage).flat();
      const marked = parts.filter((part) => part.isMarked);
      expect(marked.map((part) => part.text).join('\n')).toBe(passage.text);
      expect(parts.map((part) => part.text).join('').length).toBeGreaterThan(passage.text.length);
    }
  });

  it('marks a span of several paragraphs in each of them', () => {
    const parts = splitForMark({ text: 'uno dos\n\ntres cuatro', start: 100 }, { start: 104, end: 113 });
    expect(parts).toEqual([
      [
        { text: 'uno ', isMarked: false },
        { text: 'dos', isMarked: true },
      ],
      [
        { text: 'tres', isMarked: true },
        { text: ' cuatro', isMarked: false },
      ],
    ]);
  });
});

describe('the place of a citation', () => {
  it('names challenge and guiding question in both languages', () => {
    const citation = aCitation('d2.q3');
    const inWords = (language: 'es' | 'en') =>
      describePlace(citation, { words: messages[language], challenges: sampleChallenges });
    expect(inWords('es')).toBe('Desafío 2, pregunta guía 3');
    expect(inWords('en')).toBe('Challenge 2, guiding question 3');
    expect(describePlace(citation, { words: messages.es, challenges: [] })).toBe('Desafío 2, pregunta guía');
  });
});

describe('the words of the page', () => {
  it('are all there in both languages', () => {
    const empty: string[] = [];
    for (const words of Object.values(messages)) {
      JSON.stringify(words, (key, value: unknown) => {
        if (value === '') empty.push(key);
        return value;
      });
    }
    expect(empty).toEqual([]);
    expect(messages.es.starters).toHaveLength(messages.en.starters.length);
  });
});
