import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProcessDocumentReader } from '../../../src/adapters/corpus/process-document-reader.ts';
import type { ReadOutcome } from '../../../src/ports/document-reader.ts';
import { assemblePdf, docxOf, pdfOf, pdfWithStream, wordParagraph } from './document-builders.ts';

const goodText = 'El agua de riego es escasa.\n\n¿Cómo cuidamos el agua de la región?\n';
// A loaded machine must not make a harmless file look slow.
const patientTimeoutMs = 25_000;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'reader-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(name: string, content: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function readFile(
  name: string,
  content: Buffer | string,
  timeoutMs = patientTimeoutMs,
): Promise<ReadOutcome> {
  return await createProcessDocumentReader({ timeoutMs }).read(fileWith(name, content));
}

async function reasonFor(name: string, content: Buffer | string, timeoutMs?: number): Promise<string> {
  const outcome = await readFile(name, content, timeoutMs);
  return outcome.ok ? 'ok' : outcome.reason;
}

function textOf(outcome: ReadOutcome): string {
  return outcome.ok
    ? outcome.document.pages.map((page) => page.text).join('\f')
    : `failed: ${outcome.detail}`;
}

async function expectGoodFileStillReads(): Promise<void> {
  const outcome = await readFile('good.txt', goodText);
  expect(textOf(outcome)).toContain('¿Cómo cuidamos el agua de la región?');
}

describe('a document read in its own process', { timeout: 90_000 }, () => {
  it('reads a PDF page by page, with its accents and signs', async () => {
    const pages = [
      ['¿Cómo generar más innovación en los niños?', 'Según la región.'],
      ['“Segunda página”, n° 2 – fin'],
    ];
    const outcome = await readFile('good.pdf', await pdfOf(pages));
    expect(outcome).toMatchObject({ ok: true, format: 'pdf', document: { layout: 'visual-lines' } });
    expect(
      textOf(outcome)
        .split('\f')
        .map((page) => page.trim()),
    ).toEqual(pages.map((lines) => lines.join('\n')));
  });

  it('reads a Word document', async () => {
    const outcome = await readFile('good.docx', docxOf(wordParagraph('Una región más inclusiva')));
    expect(outcome).toMatchObject({ ok: true, format: 'docx', document: { layout: 'blocks' } });
    expect(textOf(outcome)).toBe('Una región más inclusiva');
  });

  it('keeps nothing of a document that is still being read when the request is cancelled', async () => {
    const controller = new AbortController();
    const reading = createProcessDocumentReader().read(
      fileWith('cancelled.txt', goodText),
      controller.signal,
    );
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a hostile document ends as an outcome, and the next one is read', { timeout: 90_000 }, () => {
  it('files that hold nothing, too much or something else', async () => {
    expect(await reasonFor('empty.pdf', '')).toBe('no-text');
    expect(await reasonFor('one-byte.pdf', 'x')).toBe('damaged');
    expect(await reasonFor('blank.txt', ' \n \n')).toBe('no-text');
    expect(await reasonFor('page.pdf', '<!doctype html><p>No encontrado</p>')).toBe('damaged');
    expect(await reasonFor('picture.txt', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))).toBe('unsupported');
    expect(await reasonFor('sheet.docx', docxOf('').subarray(0, 40))).toBe('damaged');
    const small = createProcessDocumentReader({ maximumFileBytes: 100 });
    expect(await small.read(fileWith('large.txt', 'a'.repeat(101)))).toMatchObject({ reason: 'too-large' });
    await expectGoodFileStillReads();
  });

  it('things that are named like a document and are none', async () => {
    const reader = createProcessDocumentReader();
    execFileSync('mkfifo', [join(folder, 'pipe.pdf')]);
    symlinkSync('/etc/passwd', join(folder, 'link.txt'));
    symlinkSync(join(folder, 'loop.txt'), join(folder, 'loop.txt'));
    mkdirSync(join(folder, 'folder.pdf'));
    for (const name of ['pipe.pdf', 'link.txt', 'loop.txt', 'folder.pdf']) {
      expect(await reader.read(join(folder, name)), name).toMatchObject({ ok: false, reason: 'unsupported' });
    }
    expect(await reader.read(join(folder, 'absent.pdf'))).toMatchObject({ reason: 'missing' });
    await expectGoodFileStillReads();
  });

  it('truncated, encrypted and picture-only PDFs', async () => {
    const whole = await pdfOf([['Uno']]);
    expect(await reasonFor('truncated.pdf', whole.subarray(0, 300))).toBe('damaged');
    expect(await reasonFor('locked.pdf', await pdfOf([['Uno']], { userPassword: 'clave' }))).toBe(
      'encrypted',
    );
    const scanned = await readFile('scanned.pdf', await pdfOf([[], []]));
    expect(scanned).toMatchObject({ ok: false, reason: 'no-text', detail: expect.stringContaining('OCR') });
  });

  it('a PDF whose tree of pages holds itself', async () => {
    const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[2 0 R 2 0 R]/Count 5>>'];
    expect(await reasonFor('circular.pdf', assemblePdf(objects.map((text) => Buffer.from(text))))).toBe(
      'damaged',
    );
  });

  it('a PDF of a few kilobytes that inflates to half a gigabyte', async () => {
    const bomb = pdfWithStream(Buffer.alloc(500_000_000), 2);
    expect(bomb.length).toBeLessThan(10_000);
    expect(['out-of-memory', 'too-slow']).toContain(await reasonFor('bomb.pdf', bomb, 10_000));
    await expectGoodFileStillReads();
  });

  it('a PDF whose page writes the same words a million times', async () => {
    const stream = Buffer.from(`BT /F1 1 Tf ${'(agua) Tj '.repeat(4_000_000)} ET`);
    const reason = await reasonFor('text-bomb.pdf', pdfWithStream(stream, 1), 3_000);
    expect(['too-slow', 'out-of-memory', 'too-large']).toContain(reason);
    await expectGoodFileStillReads();
  });

  it('Word archives that inflate, lie about their size or never end', async () => {
    const zeros = Buffer.alloc(210_000_000);
    const inflating = docxOf(wordParagraph('a'), [{ name: 'word/media/x.bin', content: zeros }]);
    expect(await reasonFor('inflating.docx', inflating)).toBe('too-large');
    const lying = docxOf(wordParagraph('a'), [{ name: 'x', content: 'a'.repeat(999), claimedSize: 1 }]);
    expect(await reasonFor('lying.docx', lying)).toBe('damaged');
    const paragraphs = docxOf('<w:p/>'.repeat(1_000_000) + wordParagraph('a'));
    expect(['too-slow', 'out-of-memory']).toContain(await reasonFor('paragraphs.docx', paragraphs, 3_000));
    await expectGoodFileStillReads();
  });

  it('a Word document whose entities multiply or ask for a file of the machine', async () => {
    const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join(
      '',
    );
    const laughs = docxOf(wordParagraph('&l9;'), [], `<!DOCTYPE w [<!ENTITY l0 "ja">${levels}]>`);
    expect(['damaged', 'out-of-memory', 'too-slow']).toContain(await reasonFor('laughs.docx', laughs, 5_000));
    const prologue = '<!DOCTYPE w [<!ENTITY file SYSTEM "file:///etc/passwd">]>';
    const outcome = await readFile('entity.docx', docxOf(wordParagraph('a &file;'), [], prologue));
    expect(textOf(outcome)).not.toContain('root:');
    await expectGoodFileStillReads();
  });

  it('a web page nested a hundred thousand deep', async () => {
    const nested = `${'<div>'.repeat(100_000)}agua`;
    expect(await reasonFor('nested.html', nested)).toBe('damaged');
    await expectGoodFileStillReads();
  });

  it('a text too long to be a document', async () => {
    expect(await reasonFor('long.txt', 'agua '.repeat(1_000_000))).toBe('too-large');
    await expectGoodFileStillReads();
  });
});
