import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExtractedDocument } from '../../src/domain/source-document.ts';
import { cleanPageText } from '../../src/ingestion/clean-page-text.ts';
import { extractedBlocks, extractedLines } from '../support/read-source-document.ts';

function blockTexts(extracted: ExtractedDocument): readonly string[] {
  const { text, blocks } = cleanPageText(extracted);
  return blocks.map(({ start, end }) => text.slice(start, end));
}

describe('markup', () => {
  it('takes emphasis out and keeps the words, also where bold and quotation marks cross', () => {
    const texts = blockTexts(
      extractedBlocks('- *Plan del Valle*\nEl eje 1” **Ríos vivos”** y __otros__ _más_ (*hoy*).'),
    );
    expect(texts).toEqual(['Plan del Valle', 'El eje 1” Ríos vivos” y otros más (hoy).']);
  });

  it('keeps signs that are no markup', () => {
    const line = 'Entre 2 * 3 y 4 * 5, a < b, archivo_de_datos.csv, C# y -5 grados, I+D+ i';
    expect(blockTexts(extractedBlocks(line))).toEqual([line]);
  });

  it('makes each <p> a block and strips the other tags', () => {
    const texts = blockTexts(extractedBlocks('<p>Uno <b>dos</b></p> <p>Tres.</p>\t'));
    expect(texts).toEqual(['Uno dos', 'Tres.']);
  });

  it('parts cells at a tab and drops table rules', () => {
    expect(blockTexts(extractedBlocks('DESAFÍO 6\tCUIDAR EL AGUA\n-------\t---'))).toEqual([
      'DESAFÍO 6',
      'CUIDAR EL AGUA',
    ]);
  });

  it('knows headings and list items by their marks', () => {
    const { blocks } = cleanPageText(extractedBlocks('## Título\n- uno\n• dos\nTexto.'));
    expect(blocks.map(({ kind, level }) => [kind, level])).toEqual([
      ['heading', 2],
      ['list-item', 0],
      ['list-item', 0],
      ['paragraph', 0],
    ]);
  });

  it('writes accents as one letter and drops what nobody sees', () => {
    expect(blockTexts(extractedBlocks('\uFEFFRegio\u0301n\u00A0sur\u200B, des\u00ADarrollo\u0000'))).toEqual([
      'Región sur, desarrollo',
    ]);
  });
});

describe('page breaks', () => {
  it('joins a paragraph that the page break cuts, whatever markup each half has', () => {
    const cut = extractedBlocks(
      '<p>Se propone en la región una</p>\t',
      '**gestión más inclusiva**.\n\nOtra.',
    );
    expect(blockTexts(cut)).toEqual(['Se propone en la región una gestión más inclusiva.', 'Otra.']);
  });

  it('joins a list item that the page break cuts and leaves the next one alone', () => {
    const { text, blocks } = cleanPageText(
      extractedBlocks('- Línea 2: capacidades dentro de', 'las empresas.\n- Línea 3.'),
    );
    expect(blocks.map((block) => [block.kind, text.slice(block.start, block.end)])).toEqual([
      ['list-item', 'Línea 2: capacidades dentro de las empresas.'],
      ['list-item', 'Línea 3.'],
    ]);
  });

  it('never joins a heading to what follows on the next page', () => {
    expect(blockTexts(extractedBlocks('DESAFÍO 3', 'CUIDAR EL AGUA', '¿Cómo?'))).toHaveLength(3);
    expect(blockTexts(extractedBlocks('Fuente', 'Estrategia del Valle 2030'))).toHaveLength(2);
  });

  it('tells the page on which each stretch lies, also inside a joined block', () => {
    const { text, pages } = cleanPageText(extractedBlocks('', 'Empieza con la', 'palabra que sigue.'));
    expect(pages.map(({ number, start, end }) => [number, text.slice(start, end)])).toEqual([
      [1, ''],
      [2, 'Empieza con la '],
      [3, 'palabra que sigue.'],
    ]);
  });
});

describe('running headers and footers', () => {
  const page = (n: number, body: string): string => `Gobierno Regional\n${body}\nPágina ${n} de 3`;

  it('drops what stands on most pages and page numbers', () => {
    const bodies = ['Uno es el primero.', 'Dos es el segundo.', 'Tres es el tercero.'];
    expect(blockTexts(extractedBlocks(...bodies.map((body, i) => page(i + 1, body))))).toEqual(bodies);
  });

  it('keeps numbered headings that open each page, and a lone year', () => {
    const things = ['AGUA', 'LANA', 'ISLA'];
    const pages = things.map((thing, i) => `DESAFÍO ${i + 1}\n\nCUIDAR ${thing}\n\n¿Cómo cuidar ${thing}?`);
    expect(blockTexts(extractedBlocks('2025', ...pages))).toHaveLength(10);
  });
});

describe('printed lines', () => {
  const full = 'Las juntas de vecinos de la ribera y de los valles interiores cuidan';

  it('makes one paragraph of the lines that fill the page and begins anew after a short one', () => {
    const lines = `${full}\n${full} lo\nque es de todos.\nOtra cosa es el bosque que la gente mayor de los valles todavía\nsabe leer.`;
    expect(blockTexts(extractedLines(lines))).toEqual([
      `${full} ${full} lo que es de todos.`,
      'Otra cosa es el bosque que la gente mayor de los valles todavía sabe leer.',
    ]);
  });

  it('mends words broken at the line end and keeps the hyphens that are the word’s own', () => {
    const lines = `${full}\nel desarr-\nollo de la relación centro-\nperiferia, que es del centro y de la periferia,\ny el sector urbano/\nrural entre 2018-\n2026 con \u2010otros\u2010.`;
    const text = blockTexts(extractedLines(lines)).join(' ');
    expect(text).toContain('el desarrollo de la relación centro-periferia, que');
    expect(text).toContain('urbano/rural entre 2018-2026');
  });

  it('keeps a title in capitals together and apart from the question below it', () => {
    const lines = `DESAFÍO 1\nMEJORAR LAS CONDICIONES DE LA GENTE QUE VIVE EN LAS RIBERAS DEL\nLAGO Y DE LOS VALLES.\n¿Cómo podrían las escuelas de la ribera y de los valles interiores\nrecibir mejor?\n${full}.`;
    expect(blockTexts(extractedLines(lines)).slice(0, 3)).toEqual([
      'DESAFÍO 1',
      'MEJORAR LAS CONDICIONES DE LA GENTE QUE VIVE EN LAS RIBERAS DEL LAGO Y DE LOS VALLES.',
      '¿Cómo podrían las escuelas de la ribera y de los valles interiores recibir mejor?',
    ]);
  });

  it('takes a blank line for the end of a paragraph that fills its last line', () => {
    const lines = `${full}.\n${full}.\n\n${full}.\n${full}.`;
    expect(blockTexts(extractedLines(lines))).toEqual([`${full}. ${full}.`, `${full}. ${full}.`]);
  });
});

describe('page numbers', () => {
  it('keeps a lone number inside one page', () => {
    const cleaned = cleanPageText(extractedBlocks('Uno.\nDos.', 'Tres\n2\nCuatro.', 'Cinco\nSeis.'));
    expect(cleaned.text).toContain('2');
  });
});

describe('whatever the text', () => {
  const word = fc.stringMatching(/^[a-zA-ZáéñÓ¿0-9]{1,9}[.,?]?$/);
  const line = fc.array(word, { minLength: 1, maxLength: 14 }).map((words) => words.join(' '));
  const page = fc.array(line, { minLength: 0, maxLength: 8 }).map((lines) => lines.join('\n\n'));
  // Words of their own at the outer lines, so that nothing looks like a running header.
  const pages = fc
    .array(page, { minLength: 1, maxLength: 4 })
    .map((texts) => texts.map((text, i) => `Alfa${'x'.repeat(i)}\n${text}\nOmega${'x'.repeat(i)}.`));
  const layout = fc.constantFrom(extractedBlocks, extractedLines);
  const noisy = fc.string({
    unit: fc.constantFrom(...'ab É\u0301*_#->•\t<p/>b\n.¿?[]()"”|=-\u00AD'),
    maxLength: 80,
  });

  it('loses no word and keeps their order', () => {
    fc.assert(
      fc.property(pages, layout, (texts, extract) => {
        const before = texts.join('\n').split(/\s+/).filter(Boolean);
        expect(
          cleanPageText(extract(...texts))
            .text.split(/\s+/)
            .filter(Boolean),
        ).toEqual(before);
      }),
    );
  });

  it('gives blocks that slice the text exactly and pages that cover it', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(page, noisy), { maxLength: 4 }), layout, (texts, extract) => {
        const { text, blocks, pages: spans } = cleanPageText(extract(...texts));
        const slices = blocks.map(({ start, end }) => text.slice(start, end));
        expect(slices.join('\n\n')).toBe(text);
        expect(slices.every((slice) => slice !== '' && slice === slice.trim() && !/[\n\t]/.test(slice))).toBe(
          true,
        );
        expect(spans.map((span) => text.slice(span.start, span.end)).join('')).toBe(text);
        expect(text.normalize('NFC')).toBe(text);
      }),
    );
  });

  it('changes nothing when it cleans what is clean', () => {
    fc.assert(
      fc.property(fc.oneof(page, noisy), (text) => {
        const once = cleanPageText(extractedBlocks(text)).text;
        expect(cleanPageText(extractedBlocks(once)).text).toBe(once);
      }),
    );
  });
});
