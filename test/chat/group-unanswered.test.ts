import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSpanishAnalyzer } from '../../src/adapters/keyword/spanish-analyzer.ts';
import { loadStaticEmbeddingModel } from '../../src/adapters/static-embeddings/static-embedding-model.ts';
import { groupUnanswered } from '../../src/chat/group-unanswered.ts';
import { createReportUnanswered } from '../../src/chat/report-unanswered.ts';
import { AssistantError } from '../../src/domain/errors.ts';
import type { UnansweredQuestion } from '../../src/domain/unanswered.ts';
import type { EmbeddingModel } from '../../src/ports/embedding-model.ts';

const NOW = new Date('2031-04-27T15:00:00Z');
const HOUR_MS = 3_600_000;
const analyzer = createSpanishAnalyzer();
let embeddingModel: EmbeddingModel;

beforeAll(async () => {
  embeddingModel = await loadStaticEmbeddingModel({ file: join('models', 'sem-es-192.sem') });
});

function asked(question: string, changes: Partial<UnansweredQuestion> = {}): UnansweredQuestion {
  return {
    ...{ question, kind: 'weak', matter: null, locale: 'es', collection: 'valle' },
    ...{ askedAt: NOW, ...changes },
  };
}

function reportOf(questions: readonly UnansweredQuestion[], model: EmbeddingModel = embeddingModel) {
  const listed = [...questions].sort((a, b) => b.askedAt.getTime() - a.askedAt.getTime());
  return createReportUnanswered({
    ...{ analyzer, embeddingModel: model, clock: { now: () => NOW } },
    journal: {
      listUnanswered: async ({ since, limit }) =>
        listed.filter(({ askedAt }) => askedAt >= since).slice(0, limit),
    },
    mattersOf: async () => [
      {
        ...{ id: 'plazos', name: { es: 'los plazos', en: 'deadlines' }, terms: ['plazo'], examples: [] },
        ...{ unless: [], nearby: [], lookAt: { es: 'x', en: 'x' } },
      },
    ],
  });
}

describe('the report of what could not be answered', () => {
  it('counts near-equal questions together, however they are worded, and others apart', async () => {
    const { groups } = await reportOf([
      asked('¿Habla de inteligencia artificial?'),
      asked('¿el documento dice algo de la inteligencia artificial?'),
      asked('que dicen de minería del cobre'),
      asked('¿menciona el cobre y la minería?'),
      asked('¿Habla de energía nuclear?'),
    ])({ days: 7 });
    expect(groups.map(({ question, count, examples }) => [question, count, examples.length])).toEqual([
      ['¿Habla de inteligencia artificial?', 2, 1],
      ['que dicen de minería del cobre', 2, 1],
      ['¿Habla de energía nuclear?', 1, 0],
    ]);
  });

  it('takes questions about one absent matter for one, and names it', async () => {
    const about = { kind: 'absent', matter: 'plazos' } as const;
    const { groups, counts } = await reportOf([
      asked('¿hasta cuándo puedo postular?', about),
      asked('fecha de cierre', about),
      asked('fecha de cierre', { ...about, matter: 'retirada' }),
    ])({ days: 1 });
    expect(counts).toEqual({ absent: 3, weak: 0, 'off-topic': 0 });
    expect(groups.map(({ matter, count }) => [matter?.name.en, count])).toEqual([
      ['deadlines', 2],
      ['retirada', 1],
    ]);
  });

  it('mixes neither reasons nor collections', async () => {
    const { groups } = await reportOf([
      asked('receta de pan', { kind: 'off-topic' }),
      asked('receta de pan'),
      asked('receta de pan', { collection: 'lagunas' }),
    ])({ days: 1 });
    expect(groups.map(({ count }) => count)).toEqual([1, 1, 1]);
    const { total } = await reportOf([asked('a'), asked('b', { collection: 'lagunas' })])({
      ...{ days: 1, collection: 'lagunas' },
    });
    expect(total).toBe(1);
  });

  it('tells every day of the time, the empty ones too, and when each group was asked first and last', async () => {
    const earlier = (hours: number) => ({ askedAt: new Date(NOW.getTime() - hours * HOUR_MS) });
    const report = await reportOf([
      asked('¿y los trenes?', earlier(0)),
      asked('¿y los trenes?', earlier(30)),
      asked('¿y los trenes?', earlier(80)),
    ])({ days: 3 });
    expect(report.days.map(({ date, counts }) => [date, counts.weak])).toEqual([
      ['2031-04-25', 0],
      ['2031-04-26', 1],
      ['2031-04-27', 1],
    ]);
    expect(report.groups[0]).toMatchObject({
      oldest: '2031-04-26T09:00:00.000Z',
      newest: '2031-04-27T15:00:00.000Z',
    });
  });

  it('still counts equal words together when the embeddings cannot be had', async () => {
    const broken: EmbeddingModel = {
      space: embeddingModel.space,
      embed: async () => {
        throw new AssistantError('embedding-failed', 'no');
      },
    };
    const { groups } = await reportOf([asked('¿y los trenes?'), asked('y los trenes')], broken)({ days: 1 });
    expect(groups.map(({ count }) => count)).toEqual([2]);
  });

  it('says when there were more questions than it takes', async () => {
    const many = Array.from({ length: 2001 }, () => asked('¿y los trenes?'));
    const report = await reportOf(many)({ days: 1 });
    expect([report.isCut, report.total]).toEqual([true, 2000]);
  });
});

it('gives the same groups whatever order the questions come in', () => {
  const questions = ['a b c', 'a b d', 'x y', 'a b c d'].map((question, at) => ({
    asked: asked(question, { askedAt: new Date(NOW.getTime() + at) }),
    stems: new Set(question.split(' ')),
    embedding: null,
  }));
  expect(groupUnanswered([...questions].reverse())).toEqual(groupUnanswered(questions));
});
