import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotableSpans, quoteIdea, splitSentences } from '../../src/matching/idea-text.ts';

const slices = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end));

describe('the sentences of an idea', () => {
  it('are told apart by stops, questions and line ends', () => {
    expect(slices('Falta agua. ¿Y si la guardamos?\nSería con mallas')).toEqual([
      'Falta agua.',
      '¿Y si la guardamos?',
      'Sería con mallas',
    ]);
  });

  it('are not cut at an abbreviation or before a number', () => {
    expect(slices('El objetivo N°1. Mejorar la escuela. Política Región. 2030 sigue')).toEqual([
      'El objetivo N°1. Mejorar la escuela.',
      'Política Región. 2030 sigue',
    ]);
  });

  it('hold every letter of the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(slices(text).join('').replace(/\s/gu, '')).toBe(text.replace(/\s/gu, ''));
      }),
    );
  });
});

describe('quotes', () => {
  it('of a very long sentence are its clauses, none longer than a reader bears', () => {
    const text = `${'una parte del relato que sigue, '.repeat(30)}y termina`;
    const spans = quotableSpans(text, { start: 0, end: text.length });
    expect(spans.length).toBeGreaterThan(3);
    expect(Math.max(...spans.map(({ start, end }) => end - start))).toBeLessThanOrEqual(440);
  });

  it('leave off the full stop and stay exact', () => {
    const text = '  Falta agua.  ';
    expect(quoteIdea(text, { start: 0, end: text.length })).toEqual({
      text: 'Falta agua',
      start: 2,
      end: 12,
    });
  });

  it('of nothing are none', () => {
    expect(quoteIdea(' . ', { start: 0, end: 3 })).toBeNull();
  });
});
