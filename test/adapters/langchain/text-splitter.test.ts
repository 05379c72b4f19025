import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTextSplitter } from '../../../src/adapters/langchain/text-splitter.ts';

describe('text splitter', () => {
  it('ends its pieces at the end of a sentence', async () => {
    const text =
      'La lancha sale dos veces. En verano sale cada día. ¿Quién la espera? Las familias de la isla.';
    const pieces = await createTextSplitter({ passageSizeCharacters: 60 }).split(text);
    expect(pieces).toEqual([
      'La lancha sale dos veces. En verano sale cada día.',
      '¿Quién la espera? Las familias de la isla.',
    ]);
  });

  it('gives exact stretches in order and loses no word', async () => {
    const words = fc.array(fc.stringMatching(/^[a-zñ]{1,12}[.,;?]?$/), { minLength: 1, maxLength: 120 });
    const separators = fc.constantFrom(' ', '\n\n');
    await fc.assert(
      fc.asyncProperty(words, separators, async (list, separator) => {
        const text = list.join(separator);
        const pieces = await createTextSplitter({ passageSizeCharacters: 80 }).split(text);
        expect(pieces.join(' ').split(/\s+/)).toEqual(list);
        let cursor = 0;
        for (const piece of pieces) {
          cursor = text.indexOf(piece, cursor) + piece.length;
          expect(text.slice(cursor - piece.length, cursor)).toBe(piece);
        }
      }),
      { numRuns: 50 },
    );
  });
});
