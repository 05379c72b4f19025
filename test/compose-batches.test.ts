import { beforeAll, describe, expect, it } from 'vitest';
import { composeBatches } from '../src/compose-batches.ts';
import type { BatchRow, IdeaRow } from '../src/domain/idea-batch.ts';
import type { MatchIdea } from '../src/matching/match-idea.ts';
import { aMatcher, analyzer, embeddingModel, taughtCollection } from './matching/taught-collection.ts';
import { createInMemoryJobStore } from './support/in-memory-job-store.ts';
import { rememberingLogger } from './support/running-app.ts';

const texts = [
  'En Cerro Pardo no hay agua en el verano y probaríamos mallas que atrapan la niebla.',
  'Las tejedoras mayores de Anta enseñarían telar a los jóvenes, con un pago por aprendiz.',
  'Harina hecha con el orujo que las bodegas botan después de la vendimia.',
  'Quiero abrir un minimarket con botillería y necesito capital para el letrero.',
];
const ideas = (order: readonly number[]): IdeaRow[] =>
  order.map((at, place) => ({ row: place + 1, id: `i${at}`, text: texts[at] ?? '', problem: null }));

let matchIdea: MatchIdea;
beforeAll(async () => {
  matchIdea = await aMatcher();
});

async function judged(order: readonly number[]) {
  const collections = new Map([[taughtCollection.manifest.id, { collection: taughtCollection, matchIdea }]]);
  const batches = composeBatches({
    ...{ jobStore: createInMemoryJobStore(), collections, analyzer, embeddingModel },
    logger: rememberingLogger([]),
  });
  const { id } = await batches.startBatch({ rows: ideas(order), locale: 'es' });
  for await (const _ of batches.watchBatch(id, new AbortController().signal));
  return { batches, id };
}

describe('batches over the real matcher', () => {
  it('give every idea the same report whatever the order of the rows', async () => {
    const reportsOf = async (order: readonly number[]) => {
      const { batches, id } = await judged(order);
      const rows = await batches.readBatchRows(id, { from: 0, limit: 10 });
      return new Map(rows.map(({ id: idea, report }: BatchRow) => [idea, JSON.stringify(report)]));
    };
    const one = await reportsOf([0, 1, 2, 3]);
    const other = await reportsOf([3, 1, 0, 2]);
    expect([...other].sort()).toEqual([...one].sort());
    expect(new Set(one.values()).size).toBe(4);
  });

  it('judge every challenge, so that the portfolio knows every question', async () => {
    const { batches, id } = await judged([0, 3]);
    const portfolio = await batches.describePortfolio(id, new AbortController().signal);
    expect(portfolio.ideas.map(({ questions }) => questions.length)).toEqual([6, 6]);
    expect(portfolio.verdicts).toEqual({ fits: 1, several: 0, none: 1 });
  });

  it('take accepting as the challenge that the report puts first, or none', async () => {
    const { batches, id } = await judged([0, 3]);
    const accept = (row: number) => batches.decideRow(id, row, { kind: 'accept', note: '' });
    expect([(await accept(1)).challenge, (await accept(2)).challenge]).toEqual([1, null]);
    const { agreement } = await batches.describePortfolio(id, new AbortController().signal);
    expect(agreement).toMatchObject({ decided: 2, agreed: 2 });
  });

  it('keep a decision when only its note is changed', async () => {
    const { batches, id } = await judged([0]);
    await batches.decideRow(id, 1, { kind: 'correct', challenge: 2, note: '' });
    expect(await batches.decideRow(id, 1, { kind: 'note', note: 'Visto con el comité' })).toEqual({
      kind: 'correct',
      challenge: 2,
      note: 'Visto con el comité',
    });
  });

  it('refuse what cannot be: a challenge, a row, a collection or a job that does not exist', async () => {
    const { batches, id } = await judged([0]);
    const correct = { kind: 'correct', challenge: 9, note: '' } as const;
    await expect(batches.decideRow(id, 1, correct)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(batches.decideRow(id, 7, correct)).rejects.toMatchObject({ code: 'not-found' });
    await expect(batches.exportBatch('other', 'csv')).rejects.toMatchObject({ code: 'not-found' });
    const elsewhere = batches.startBatch({ rows: ideas([0]), collection: 'nowhere', locale: 'es' });
    await expect(elsewhere).rejects.toMatchObject({ code: 'not-found' });
  });
});
