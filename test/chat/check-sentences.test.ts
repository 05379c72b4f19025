import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSpanishAnalyzer } from '../../src/adapters/keyword/spanish-analyzer.ts';
import { loadStaticEmbeddingModel } from '../../src/adapters/static-embeddings/static-embedding-model.ts';
import { createCheckSentences, namesOf } from '../../src/chat/check-sentences.ts';
import { createLineReader, readLine } from '../../src/chat/read-model-lines.ts';
import type { Passage } from '../../src/domain/passage.ts';
import { realCollection } from '../support/real-collection.ts';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const rowSchema = z.strictObject({
  passages: z.array(z.string()),
  sentence: z.string(),
  isSupported: z.boolean(),
});
const rows = readFileSync(at('test/evals/sets/model-sentences.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => rowSchema.parse(JSON.parse(line)));

let passages: ReadonlyMap<string, Passage>;
let checkAgainst: ReturnType<typeof createCheckSentences>;

beforeAll(async () => {
  const collection = await realCollection();
  const analyzer = createSpanishAnalyzer();
  passages = new Map(
    collection.passages.map((passage) => [passage.id.split('.').slice(1).join('.'), passage]),
  );
  checkAgainst = createCheckSentences({
    analyzer,
    embeddingModel: await loadStaticEmbeddingModel({ file: at('models/sem-es-192.sem') }),
    knownNames: namesOf([collection.manifest.title.es, collection.manifest.region.es], analyzer),
  });
});

function passage(id: string): Passage {
  const found = passages.get(id);
  if (!found) throw new Error(`no passage ${id}`);
  return found;
}

async function check(ids: readonly string[], sentence: string) {
  const given = ids.map(passage);
  return await checkAgainst(given)({ text: sentence, markers: given.map((_, i) => i + 1) });
}

describe('sentences against the passages that they name', () => {
  it('blocks every sentence of the set that its passages do not say, and lets nine in ten of the others through', async () => {
    const passed = { supported: 0, unsupported: 0 };
    for (const { passages: ids, sentence, isSupported } of rows) {
      if ((await check(ids, sentence)).ok) passed[isSupported ? 'supported' : 'unsupported'] += 1;
    }
    expect(passed.unsupported).toBe(0);
    expect(passed.supported).toBeGreaterThanOrEqual(
      0.9 * rows.filter(({ isSupported }) => isSupported).length,
    );
  });

  it('blocks sentences that are true of other passages', async () => {
    const ids = [...passages.keys()];
    let tried = 0;
    let passed = 0;
    for (const [i, { passages: own, sentence }] of rows.filter(({ isSupported }) => isSupported).entries()) {
      const challenge = own[0]?.split('.')[0];
      for (const other of ids.filter((id, k) => k % 7 === i % 7 && !id.startsWith(`${challenge}.`))) {
        tried += 1;
        if ((await check([other], sentence)).ok) passed += 1;
      }
    }
    expect(tried).toBeGreaterThan(300);
    expect(passed / tried).toBeLessThan(0.01);
  });

  it.each([
    [
      'a number that only the place has',
      ['d6.q2'],
      'El desafío 6 da 6 modelos alternativos para gestionar los recursos hídricos.',
      'unknown-number',
    ],
    [
      'the challenge of another passage',
      ['d6.q2'],
      'El desafío 2 pide modelos alternativos para gestionar los recursos hídricos.',
      'unknown-number',
    ],
    [
      'a quote with one word changed',
      ['d6.q2'],
      'Busca «modelos alternativos para vender los recursos hídricos».',
      'false-quote',
    ],
    [
      'a quote that is not closed',
      ['d6.q2'],
      'Busca «modelos alternativos para gestionar los recursos hídricos.',
      'false-quote',
    ],
    [
      'an address',
      ['d6.q2'],
      'Los modelos alternativos para gestionar los recursos hídricos están en agua.cl.',
      'not-plain-text',
    ],
    [
      'a name of nobody',
      ['d6.q2'],
      'Con Aguas Andinas se crean modelos alternativos para gestionar los recursos hídricos.',
      'unknown-name',
    ],
    [
      'a denial',
      ['d6.q2'],
      'Nunca se habla de modelos alternativos para gestionar los recursos hídricos.',
      'denies',
    ],
  ])('tells %s', async (_name, ids, sentence, fault) => {
    expect(await check(ids, sentence)).toEqual({ ok: false, fault });
  });

  it('cites only the passages that contribute', async () => {
    const checked = await check(
      ['d6.q2', 's1.o3'],
      'Pide modelos alternativos para gestionar los recursos hídricos de manera colaborativa.',
    );
    expect(
      checked.ok && checked.evidence.map(({ passage: { id } }) => id.split('.').slice(1).join('.')),
    ).toEqual(['d6.q2']);
  });
});

describe('lines of a model', () => {
  it('become sentences with their markers, however they are written', () => {
    expect(readLine('- **Uno** dice algo [1][3].')).toEqual([{ text: 'Uno dice algo.', markers: [1, 3] }]);
    expect(readLine('Uno. [1] Dos [2, 3]. Tres sin pasaje.')).toEqual([
      { text: 'Uno.', markers: [1] },
      { text: 'Dos.', markers: [2, 3] },
    ]);
  });

  it('are the same whatever the pieces they come in', () => {
    const text = 'Uno dice algo. [1]\r\nDos dice más [2]\nsin pasaje\n';
    const whole = createLineReader();
    const expected = [...whole.add(text), ...whole.end()];
    for (let size = 1; size < text.length; size++) {
      const reader = createLineReader();
      const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        text.slice(i * size, (i + 1) * size),
      );
      expect([...pieces.flatMap((piece) => reader.add(piece)), ...reader.end()]).toEqual(expected);
    }
    expect(expected).toHaveLength(2);
  });

  it('that never end are let go', () => {
    const reader = createLineReader();
    for (let i = 0; i < 2000; i++) reader.add('palabra '.repeat(100));
    expect(reader.add(' [1]\n')).toEqual([]);
  });
});
