import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { describe, expect, it } from 'vitest';
import { html } from '../../src/domain/html.ts';

/** Any text, and text made mostly of what means something in a page. */
const aText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(fc.constantFrom('<', '>', '"', "'", '&', '&lt;', '</b>', '<script>', '-->', ' onload=', 'año'))
    .map((parts) => parts.join('')),
);

/** The markup as a browser reads it: its elements with their attributes, and all its text. */
function parse(markup: string): { elements: string[][]; text: string } {
  const seen = { elements: [] as string[][], text: '' };
  const parser = new Parser({
    onopentag: (name, attributes) => seen.elements.push([name, ...Object.entries(attributes).flat()]),
    ontext: (text) => {
      seen.text += text;
    },
  });
  parser.end(markup);
  return seen;
}

describe('html', () => {
  it('lets no character of a value through that means something in markup', () => {
    fc.assert(
      fc.property(aText, (text) => {
        const { markup } = html`${text}`;
        expect(markup).not.toMatch(/[<>"']/);
        expect(markup.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });

  it('is read back as the values that were given, in text and in an attribute', () => {
    fc.assert(
      fc.property(aText, aText, (title, text) => {
        expect(parse(html`<b title="${title}">${text}</b>`.markup)).toEqual({
          elements: [['b', 'title', title]],
          text,
        });
      }),
    );
  });

  it('keeps markup as it is, alone or in a list, and escapes the values within it once', () => {
    const rows = ['a & b', 'c'].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${rows}</ul>${html`<i>${'<'}</i>`}`.markup).toBe(
      '<ul><li>a &amp; b</li><li>c</li></ul><i>&lt;</i>',
    );
  });

  it('leaves nothing for what is not there, and zero for zero', () => {
    expect(html`[${null}${undefined}${false}${''}${0}]`.markup).toBe('[0]');
  });
});
