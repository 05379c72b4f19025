import { beforeAll, expect, inject, it } from 'vitest';
import { createPrometheusMetrics } from '../src/adapters/prometheus/prometheus-metrics.ts';
import { type CollectionAssistant, composeCollection } from '../src/compose-collection.ts';
import { composeFoundation, prepareIndex } from '../src/compose-foundation.ts';
import { readConfig } from '../src/config.ts';
import { createInMemoryJournal } from './support/in-memory-journal.ts';
import { ask } from './support/real-assistant.ts';

const metrics = createPrometheusMetrics();
let assistant: CollectionAssistant;

beforeAll(async () => {
  const config = readConfig({ LOG_LEVEL: 'error', INDEX_DIR: inject('indexFolder') });
  const foundation = await composeFoundation(config, { metrics });
  const [collection = ''] = await foundation.corpus.listCollections();
  const index = await prepareIndex(foundation, collection);
  assistant = await composeCollection(foundation, index, createInMemoryJournal());
});

it('tells how long each stage of an answer took, of those that ran', async () => {
  const countOf = async (stage: string) => {
    const { text } = await metrics.render();
    const found = new RegExp(`elqui_answer_stage_seconds_count\\{stage="${stage}"\\} (\\d+)`).exec(text);
    return Number(found?.[1] ?? 0);
  };
  const counts = async () => await Promise.all(['understand', 'retrieve', 'decide', 'match'].map(countOf));
  await ask(assistant, 'hola');
  expect(await counts()).toEqual([1, 0, 0, 0]);
  await ask(assistant, '¿Qué dice el documento sobre la soledad de las personas mayores?');
  expect(await counts()).toEqual([2, 1, 1, 0]);
  await ask(assistant, 'Tengo una idea: un taller donde vecinas reparan ropa y la venden en la feria.');
  expect(await counts()).toEqual([3, 1, 1, 1]);
});
