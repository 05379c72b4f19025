import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, type Inline, parseInline, parseMarkdown } from '../../src/web/parse-markdown.ts';

const wordsOf = (blocks: readonly Block[]) =>
  blocks
    .flatMap((block) => (block.type === 'list' ? block.items : [block.content]))
    .flat()
    .map((part) => (part.type === 'marker' ? `[${part.marker}]` : part.text))
    .join('');

describe('the Markdown of answers', () => {
  it('knows paragraphs, lists, quotes, bold, italics and markers', () => {
    const blocks = parseMarkdown(
      'El **desafío 1**:\nsigue\n\n1. uno [1]\n2. dos [2][3]\n\n> cita\n\n- a\n- *b*',
    );
    expect(blocks.map((block) => block.type)).toEqual(['paragraph', 'list', 'quote', 'list']);
    expect(blocks[0]).toEqual({
      type: 'paragraph',
      content: [
        { type: 'text', text: 'El ' },
        { type: 'strong', text: 'desafío 1' },
        { type: 'text', text: ': sigue' },
      ],
    });
    expect(blocks[1]).toMatchObject({
      first: 1,
      items: [
        [{ text: 'uno ' }, { marker: 1 }],
        [{ text: 'dos ' }, { marker: 2 }, { marker: 3 }],
      ],
    });
    expect(blocks[3]).toMatchObject({
      first: null,
      items: [[{ text: 'a' }], [{ type: 'emphasis', text: 'b' }]],
    });
  });

  it('keeps the number that a list begins with', () => {
    expect(parseMarkdown('4. cuatro\n5. cinco')).toMatchObject([{ first: 4 }]);
  });

  it('keeps markers working inside bold', () => {
    expect(parseInline('**dice [2]**')).toEqual([
      { type: 'strong', text: 'dice ' },
      { type: 'marker', marker: 2 },
    ]);
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '[ver](javascript:alert(1))',
    '![x](https://evil.test/?d=1)',
    '<script>alert(1)</script>',
    '[1000] [a] [] [-1]',
    'N° 3.2.2 y 2 * 3 * 4, snake_case_word, ** suelto',
  ])('leaves %s the text it is', (hostile) => {
    const inline: readonly Inline[] = [{ type: 'text', text: hostile }];
    expect(parseMarkdown(hostile)).toEqual([{ type: 'paragraph', content: inline }]);
  });

  it('loses no letter of any text', () => {
    const piece = fc.constantFrom(
      '**',
      '*',
      '_',
      '[1]',
      '[',
      ']',
      '>',
      '- ',
      '1. ',
      '\n',
      '\n\n',
      'ñ',
      ' a',
      '👩',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const markdown = pieces.join('');
        const letters = (text: string) => text.replace(/[^ña👩]/gu, '');
        expect(letters(wordsOf(parseMarkdown(markdown)))).toBe(letters(markdown));
      }),
    );
  });

  it('is quick on the worst of texts', () => {
    const startedAt = performance.now();
    for (const worst of ['**'.repeat(4000), '*a '.repeat(3000), '['.repeat(8000), '_'.repeat(8000)]) {
      parseMarkdown(worst);
    }
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
