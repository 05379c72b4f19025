import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type BatchJob, type BatchRow, portfolioSchema } from '../../src/domain/idea-batch.ts';
import type { MatchReport } from '../../src/domain/match-report.ts';
import { createDescribePortfolio } from '../../src/matching/portfolio.ts';
import { findSimilarPairs, groupSameIdeas } from '../../src/matching/similar-ideas.ts';
import { aMatcher, analyzer, embeddingModel, taughtCollection } from './taught-collection.ts';

const job: BatchJob = {
  id: 'job-1',
  collection: 'valle-anta-2031',
  locale: 'es',
  source: 's',
  state: 'done',
  total: 0,
  done: 0,
  createdAt: new Date(0),
};

const texts = [
  'En Cerro Pardo no hay agua en el verano. Con las familias queremos probar mallas que atrapan la niebla y llenan un estanque.',
  'Las tejedoras mayores de Anta enseñarían telar a los jóvenes del liceo, con un pago por cada aprendiz.',
  'Con las familias de Cerro Pardo, que en verano no tienen agua, probaríamos mallas para atrapar la niebla y llenar el estanque',
  'Quiero abrir un minimarket con botillería y necesito capital para el local y el letrero.',
];

describe('a portfolio', () => {
  let reports: MatchReport[];
  beforeAll(async () => {
    const match = await aMatcher();
    reports = await Promise.all(texts.map((idea) => match({ idea, locale: 'es', top: 8 })));
  });
  const describePortfolio = createDescribePortfolio({
    collection: taughtCollection,
    analyzer,
    embeddingModel,
  });
  const rowsOf = (order: readonly number[]): BatchRow[] =>
    order.map((at) => ({
      row: at + 2,
      id: `F${at}`,
      text: texts[at] ?? '',
      problem: null,
      report: reports[at] ?? null,
      decision: null,
    }));

  it('counts what is covered, and names the questions that nobody addresses', async () => {
    const portfolio = portfolioSchema.parse(await describePortfolio(job, rowsOf([0, 1, 2, 3])));
    expect(portfolio.verdicts.none).toBe(1);
    expect(portfolio.challenges.map(({ first }) => first)).toEqual([2, 1, 0]);
    const covered = portfolio.challenges
      .flatMap(({ questions }) => questions)
      .filter(({ covers }) => covers > 0);
    const open = portfolio.unaddressed.map(({ passageId }) => passageId);
    expect(covered.map(({ passageId }) => passageId).filter((id) => open.includes(id))).toEqual([]);
    expect(covered.length + open.length).toBe(6);
    expect(open).toContain('valle-anta-2031.d3.q1');
  });

  it('spells one verdict for each guiding question of each idea', async () => {
    const { ideas } = await describePortfolio(job, rowsOf([0, 1]));
    expect(ideas.map(({ questions }) => questions)).toEqual([
      expect.stringMatching(/^[cpnu]{6}$/),
      expect.stringMatching(/^[cpnu]{6}$/),
    ]);
    expect(ideas[0]?.questions.slice(0, 2)).toMatch(/[cp]/);
  });

  it('finds what was sent twice in other words', async () => {
    const { duplicates } = await describePortfolio(job, rowsOf([0, 1, 2, 3]));
    expect(duplicates.map(({ rows }) => rows)).toEqual([[2, 4]]);
  });

  it('counts the same whatever the order of the rows', async () => {
    const one = await describePortfolio({ ...job, id: 'a' }, rowsOf([0, 1, 2, 3]));
    const other = await describePortfolio({ ...job, id: 'b' }, rowsOf([3, 2, 1, 0]));
    expect(other.challenges).toEqual(one.challenges);
    expect(other.duplicates.map(({ rows }) => [...rows].sort())).toEqual(
      one.duplicates.map(({ rows }) => rows),
    );
  });

  it('shows a row that could not be judged, and counts it nowhere', async () => {
    const [first] = rowsOf([0]);
    const broken: BatchRow = { ...(first as BatchRow), row: 9, report: null, problem: 'empty' };
    const portfolio = await describePortfolio(job, [...rowsOf([1]), broken]);
    expect([portfolio.total, portfolio.judged]).toEqual([2, 1]);
    expect(portfolio.ideas[1]).toMatchObject({ row: 9, verdict: null, problem: 'empty', questions: '' });
  });
});

const plantedSchema = z.object({ id: z.string(), text: z.string(), twinOf: z.string().optional() });

describe('ideas that were sent twice', () => {
  const file = new URL('../fixtures/portfolio/ideas.jsonl', import.meta.url);
  const ideas = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => plantedSchema.parse(JSON.parse(line)));

  it('finds all of 12 retold among 200, and at most 2 % that are none', async () => {
    const embeddings = await embeddingModel.embed(
      ideas.map(({ text }) => text),
      'query',
    );
    const compared = ideas.flatMap(({ text }, at) => {
      const embedding = embeddings[at];
      return embedding ? [{ text, embedding }] : [];
    });
    const groups = groupSameIdeas(findSimilarPairs(compared, analyzer));
    const found = groups.map(({ places }) =>
      places
        .map((place) => ideas[place]?.id ?? '')
        .sort()
        .join(' '),
    );
    const planted = ideas.flatMap(({ id, twinOf }) => (twinOf ? [[id, twinOf].sort().join(' ')] : []));
    expect(planted).toHaveLength(12);
    expect(planted.filter((pair) => !found.includes(pair))).toEqual([]);
    const falseMerges = found.filter((group) => !planted.includes(group));
    expect(falseMerges.length / ideas.length).toBeLessThanOrEqual(0.02);
  });
});
