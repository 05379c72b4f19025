import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderCorpus } from '../../../src/adapters/corpus/folder-corpus.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'corpus-test-'));
  aCollection('valle-2030', { file: 'lista.txt' });
  put('lista.txt', 'RETO 1\n\nEL AGUA');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(file: string, content: string, collection = 'valle-2030'): void {
  writeFileSync(join(root, collection, file), content);
}

function aCollection(id: string, changes: { file?: string; id?: string } = {}): void {
  mkdirSync(join(root, id));
  const name = { es: 'Valle', en: 'Valley' };
  const documents = [{ file: changes.file ?? 'a.txt', kind: 'plain', title: 'Lista' }];
  const manifest = { id: changes.id ?? id, title: name, region: name, year: 2030, locale: 'es', documents };
  put('collection.json', JSON.stringify(manifest), id);
}

const corpus = () => createFolderCorpus({ folder: root });

describe('collections', () => {
  it('are the folders that hold a collection.json, in alphabetical order', async () => {
    aCollection('altura-2031');
    mkdirSync(join(root, 'vacia'));
    mkdirSync(join(root, 'Nombre Raro'));
    symlinkSync(join(root, 'valle-2030'), join(root, 'enlace'));
    writeFileSync(join(root, 'suelto.txt'), 'x');
    expect(await corpus().listCollections()).toEqual(['altura-2031', 'valle-2030']);
  });

  it('are never found outside the corpus', async () => {
    for (const id of ['../etc', 'valle-2030/..', 'absent', '']) {
      await expect(corpus().load(id)).rejects.toMatchObject({ code: 'not-found' });
    }
    const absent = createFolderCorpus({ folder: join(root, 'absent') });
    await expect(absent.listCollections()).rejects.toThrow(/CORPUS_DIR/);
  });

  it('that cannot be used say which field is at fault', async () => {
    aCollection('otra', { id: 'distinta' });
    await expect(corpus().load('otra')).rejects.toThrow(/otra\/collection.json says id "distinta"/);
    put('collection.json', '{"id": "valle-2030"}');
    await expect(corpus().load('valle-2030')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(corpus().load('valle-2030')).rejects.toThrow(/documents: /);
    put('collection.json', '{');
    await expect(corpus().load('valle-2030')).rejects.toThrow(/is not JSON/);
  });
});

describe('the files of a collection', () => {
  it('are given with their checksum', async () => {
    const { files, problems } = await corpus().load('valle-2030');
    expect(files).toMatchObject([
      { file: 'lista.txt', bytes: 15, path: join(root, 'valle-2030', 'lista.txt') },
    ]);
    expect(files[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(problems).toEqual([]);
  });

  it('are found when the system stores their name decomposed', async () => {
    aCollection('norte', { file: 'región.txt' });
    put('región.txt'.normalize('NFD'), 'x', 'norte');
    expect((await corpus().load('norte')).files).toHaveLength(1);
  });

  it('that are missing, linked or forgotten are problems, and the rest is loaded', async () => {
    aCollection('norte', { file: 'falta.pdf' });
    put('olvidado.docx', 'x', 'norte');
    put('README.md', 'x', 'norte');
    put('.oculto', 'x', 'norte');
    mkdirSync(join(root, 'norte', 'carpeta.pdf'));
    symlinkSync('/etc/passwd', join(root, 'norte', 'enlace.txt'));
    const { problems, files } = await corpus().load('norte');
    expect(problems.map((problem) => problem.file)).toEqual([
      'carpeta.pdf',
      'enlace.txt',
      'falta.pdf',
      'olvidado.docx',
    ]);
    expect(files).toEqual([]);
  });

  it('give one digest, which any change of a byte or a name changes', async () => {
    const before = await corpus().digest('valle-2030');
    expect(await corpus().digest('valle-2030')).toBe(before);
    expect((await corpus().load('valle-2030')).digest).toBe(before);
    appendFileSync(join(root, 'valle-2030', 'lista.txt'), '.');
    const after = await corpus().digest('valle-2030');
    put('glossary.csv', '');
    expect(new Set([before, after, await corpus().digest('valle-2030')]).size).toBe(3);
  });
});

describe('data files', () => {
  it('are read row by row; a bad row is told by its line and the rest goes on', async () => {
    put(
      'glossary.csv',
      '\uFEFFterm,variants,meaning,document_words,challenges\r\n' +
        'agua,"napa|pozo","dicho ""agua"",\r\nen dos líneas",recurso hídrico|riego,2|1\r\n' +
        'corta,,\r\nbasura,,residuos,residuos,\r\nmala,,x,y,dos\r\n',
    );
    put('expected-questions.jsonl', '{"passageId":"a","question":"¿Qué dice?"}\n\nno\n{"passageId":"b"}\n');
    put('examples.jsonl', '{"id":"1","text":"Una idea","primary":null}\n');
    put('absent-matters.json', '[{"id":"monto"},{"id":"MAL"}]');
    const loaded = await corpus().load('valle-2030');
    expect(loaded.glossary).toEqual([
      {
        terms: ['agua', 'napa', 'pozo'],
        meaning: 'dicho "agua",\r\nen dos líneas',
        documentWords: ['recurso hídrico', 'riego'],
        challenges: [2, 1],
      },
      { terms: ['basura'], meaning: 'residuos', documentWords: ['residuos'], challenges: [] },
    ]);
    expect(loaded.expectedQuestions).toHaveLength(1);
    expect(loaded.examples).toMatchObject([{ id: '1', primary: null, also: [] }]);
    expect(loaded.problems.map(({ file, detail }) => `${file} ${detail.split(':')[0]}`)).toEqual([
      'glossary.csv line 4',
      'glossary.csv line 6',
      'expected-questions.jsonl line 3',
      'expected-questions.jsonl line 4',
      'absent-matters.json item 1',
      'absent-matters.json item 2',
    ]);
  });

  it('with a wrong header or a quote that never ends say so', async () => {
    put('glossary.csv', 'palabra,significado\nagua,x\n');
    expect((await corpus().load('valle-2030')).problems[0]?.detail).toMatch(
      /line 1: the header must be term/,
    );
    put('glossary.csv', 'term,variants,meaning,document_words,challenges\na,,b,c,1\nd,"e\n');
    const { glossary, problems } = await corpus().load('valle-2030');
    expect(glossary).toHaveLength(1);
    expect(problems[0]?.detail).toMatch(/line 3: a quoted field never ends/);
  });
});
