import { describe, expect, it } from 'vitest';
import { readDocument } from '../../../src/adapters/corpus/read-document.ts';
import type { ExtractedDocument, ReadingWarning } from '../../../src/domain/source-document.ts';
import { docxOf, wordPageBreak, wordParagraph } from './document-builders.ts';

async function read(content: Buffer | string, extension: string): Promise<ExtractedDocument> {
  const outcome = await readDocument(Buffer.from(content), extension);
  if (!outcome.ok) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  return outcome.document;
}

async function blocks(content: Buffer | string, extension: string): Promise<readonly (readonly string[])[]> {
  const document = await read(content, extension);
  return document.pages.map((page) => page.text.split('\n').filter((line) => line.trim() !== ''));
}

async function warnings(
  content: Buffer | string,
  extension = 'txt',
): Promise<readonly ReadingWarning['code'][]> {
  return [...new Set((await read(content, extension)).warnings.map((warning) => warning.code))];
}

describe('text', () => {
  it('turns the page at three blank lines or a form feed, not at two or at the edges of the file', async () => {
    expect(await blocks('\n\n\n\nUno\n\n\nsigue\n\n\n\nDos\n\n\n\n', 'txt')).toEqual([
      ['Uno', 'sigue'],
      ['Dos'],
    ]);
    expect(await blocks('Uno\fDos\n\n\n\nsigue', 'txt')).toEqual([['Uno'], ['Dos', 'sigue']]);
  });

  it('takes wide gaps between all paragraphs for spacing, not for pages', async () => {
    const text = Array.from({ length: 12 }, (_, index) => `Párrafo ${index}`).join('\n\n\n\n');
    expect(await blocks(text, 'txt')).toHaveLength(1);
  });

  it('keeps tabs, marked paragraphs and rules as they are', async () => {
    const text = 'TEMA 4\tEL TÍTULO\n-----\t---\n<p>Una cosa.</p>\t\n<p>Otra.</p>';
    expect(await blocks(text, 'txt')).toEqual([
      ['TEMA 4\tEL TÍTULO', '-----\t---', '<p>Una cosa.</p>\t', '<p>Otra.</p>'],
    ]);
  });

  it('makes paragraphs whole that were wrapped by hand', async () => {
    const text = [
      'La feria de los sábados vende verduras de muchas',
      'huertas pequeñas y da trabajo a cientos de fami-',
      'lias que viven de ella en invierno y también en',
      'verano, cuando llegan visitantes de otras zonas.',
      '',
      '- Primera cosa que se debe hacer antes de que la',
      '  feria vuelva a la plaza grande del pueblo.',
      '- Segunda cosa.',
      'CORTO',
      'Otra línea que no sigue a nada.',
    ].join('\r\n');
    expect(await blocks(text, 'txt')).toEqual([
      [
        'La feria de los sábados vende verduras de muchas huertas pequeñas y da trabajo a cientos de familias que viven de ella en invierno y también en verano, cuando llegan visitantes de otras zonas.',
        '- Primera cosa que se debe hacer antes de que la feria vuelva a la plaza grande del pueblo.',
        '- Segunda cosa.',
        'CORTO',
        'Otra línea que no sigue a nada.',
      ],
    ]);
  });

  it('leaves short lines that each stand alone apart', async () => {
    const lines = [
      'Salamanca',
      'Un pueblo con un nombre bastante largo',
      'Otro lugar',
      'Uno más',
      'El último lugar',
    ];
    expect(await blocks(lines.join('\n'), 'txt')).toEqual([lines]);
  });

  it('reads every encoding that offices write, and says so when it had to guess', async () => {
    const text = 'Año nuevo: ¿más “niñez”?';
    const windows = Buffer.from('A\xf1o nuevo: \xbfm\xe1s \x93ni\xf1ez\x94?', 'latin1');
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const marked of [`\uFEFF${text}`, Buffer.concat([Buffer.from([0xff, 0xfe]), little])]) {
      expect(await blocks(marked, 'txt')).toEqual([[text]]);
      expect(await warnings(marked)).toEqual([]);
    }
    expect(await blocks(Buffer.concat([Buffer.from([0xfe, 0xff]), big]), 'txt')).toEqual([[text]]);
    for (const unmarked of [windows, Buffer.from('Sin marca', 'utf16le')]) {
      expect(await warnings(unmarked)).toEqual(['unknown-encoding']);
    }
    expect(await blocks(windows, 'txt')).toEqual([[text]]);
  });

  it('keeps the accents of a UTF-8 file that has one damaged byte', async () => {
    const damaged = Buffer.concat([
      Buffer.from('ñandú y ñire, más región y acción: áéíóú '),
      Buffer.from([0xff]),
    ]);
    expect((await blocks(damaged, 'txt'))[0]?.[0]).toContain('ñandú y ñire, más región');
  });

  it('refuses bytes that are no text', async () => {
    const outcome = await readDocument(Buffer.from([1, 2, 3, 0, 255, 7, 9, 1, 2]), 'txt');
    expect(outcome).toMatchObject({ ok: false, reason: 'damaged' });
  });
});

describe('Markdown', () => {
  it('gives whole blocks, headings, items with their numbers, and one table cell a line', async () => {
    const text = [
      '---',
      'title: no es texto',
      '---',
      '# Uno #',
      'Dos',
      '===',
      'un párrafo',
      'en dos líneas con [un enlace](https://example.org/a)',
      '- una cosa',
      '  que sigue',
      '2. segunda',
      '',
      '| a | b |',
      '|---|:-:|',
      '| c | **d** |',
      '```js',
      '# código',
      '```',
      '> citado \\# así',
      '<!-- oculto -->',
      '***',
    ].join('\n');
    expect(await blocks(text, 'md')).toEqual([
      [
        '# Uno',
        '# Dos',
        'un párrafo en dos líneas con un enlace',
        '- una cosa que sigue',
        '- 2. segunda',
        'a',
        'b',
        'c',
        '**d**',
        '# código',
        'citado # así',
      ],
    ]);
  });
});

describe('web pages and Word documents', () => {
  it('takes what a reader sees, and nothing else', async () => {
    const html = [
      '<!doctype html><html><head><title>no</title><style>p{}</style></head><body>',
      '<h2>Un <b>título</b></h2><p>Uno  dos<br>tres. <br>Cuatro &ntilde;</p><ol start="3"><li>tercero<ul><li>dentro</li></ul></li><li><p>cuarto</p></li></ol>',
      '<table><tr><td>celda</td><td>otra</td></tr></table>',
      '<script>malo()</script><template>no</template><p hidden>no</p><div style="display : none"><p>no</p></div><!-- no -->',
      '<span style="font-size:0">no</span><pre>uno\nDos</pre><hr class="page"><p>segunda</p><p style="page-break-before: always">tercera</p>',
    ].join('\n');
    expect(await blocks(html, 'html')).toEqual([
      [
        '## Un título',
        'Uno dos tres.',
        'Cuatro ñ',
        '- 3. tercero',
        '- dentro',
        '- 4. cuarto',
        'celda',
        'otra',
        'uno',
        'Dos',
      ],
      ['segunda'],
      ['tercera'],
    ]);
  });

  it('recognises a page that was saved under the name of a text', async () => {
    const outcome = await readDocument(Buffer.from('<!DOCTYPE html><p>Hola</p>'), 'txt');
    expect(outcome).toMatchObject({ ok: true, format: 'html' });
  });

  it('keeps the headings, cells and page breaks of a Word document', async () => {
    const cell = (text: string) => `<w:tc>${wordParagraph(text)}</w:tc>`;
    const table = `<w:tbl><w:tr>${cell('uno')}${cell('dos')}</w:tr></w:tbl>`;
    const body = wordParagraph('Título', 'Heading1') + table + wordPageBreak + wordParagraph('Página dos');
    expect(await blocks(docxOf(body), 'docx')).toEqual([['# Título', 'uno', 'dos'], ['Página dos']]);
  });

  it('refuses an archive that is another kind of document', async () => {
    const workbook = docxOf('')
      .toString('latin1')
      .replaceAll('word/document.xml', 'xl/workbook.xmlxxx'.slice(0, 17));
    const outcome = await readDocument(Buffer.from(workbook, 'latin1'), 'docx');
    expect(outcome).toMatchObject({ ok: false, reason: 'unsupported' });
  });
});

describe('what extraction tools get wrong is reported', () => {
  it('accents apart from their letters', async () => {
    expect(await warnings('La innovaci´on social')).toEqual(['split-accents']);
    expect(await warnings('La innovaci ó n social')).toEqual(['split-accents']);
    expect(await warnings('Fue a La Serena o a Ovalle, y ahí comió.')).toEqual([]);
  });

  it('control characters, which are also removed', async () => {
    const document = await read('agua\0 y\x07 tierra\tviva', 'txt');
    expect(document.pages[0]?.text).toBe('agua y tierra\tviva');
    expect(document.warnings.map((warning) => warning.code)).toEqual(['control-characters']);
  });

  it('words broken at the end of a line, pages without text and text that is no text', async () => {
    expect(await warnings('el desarr-\nollar', 'txt')).toEqual(['broken-words']);
    expect((await read('uno\f\fdos', 'txt')).warnings).toMatchObject([
      { code: 'page-without-text', page: 2 },
    ]);
    expect(await warnings(`${'!"#$%&/()=?¡*+~[]{}^<>;:_-.,|°¬\\@'.repeat(3)}a`)).toEqual(['garbled-text']);
  });

  it('headers that run through the pages, and pages that are missing between them', async () => {
    const page = (number: number) =>
      `Gobierno Regional\nTexto propio ${'x'.repeat(number)}\nOtro ${number * 7}\n${number}`;
    const pages = (numbers: readonly number[]) => numbers.map(page).join('\f');
    expect(await warnings(pages([1, 2, 3, 4]))).toContain('running-header');
    expect(await warnings(pages([1, 2, 3, 4]))).not.toContain('missing-pages');
    expect(await warnings(pages([1, 2, 3, 6]))).toContain('missing-pages');
    const totals = [1, 2, 3].map((number) => `Texto ${'y'.repeat(number)}\nPágina ${number} de 5`).join('\f');
    expect(await warnings(totals)).toContain('missing-pages');
  });
});
