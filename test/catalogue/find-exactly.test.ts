import { beforeAll, describe, expect, it } from 'vitest';
import { createSpanishAnalyzer } from '../../src/adapters/keyword/spanish-analyzer.ts';
import { type Catalogue, createCatalogue } from '../../src/catalogue/create-catalogue.ts';
import { findExactly } from '../../src/catalogue/find-exactly.ts';
import type { Finding } from '../../src/catalogue/finding.ts';
import { readAsk } from '../../src/catalogue/read-ask.ts';
import { readMentions } from '../../src/catalogue/read-mentions.ts';
import { ownChallenges } from '../../src/chat/follow-conversation.ts';
import { realCollection } from '../support/real-collection.ts';

const analyzer = createSpanishAnalyzer();
let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = createCatalogue(await realCollection());
});

function ask(text: string): Finding | null {
  const sources = catalogue.sources.map(({ source }) => source);
  const mentions = readMentions(text, sources);
  const named =
    mentions.sources.length > 0
      ? new Set(['regional', 'desarrollo', 'innovacion', 'urbano', 'erd', 'eri', 'prdu'])
      : new Set<string>();
  const challenges = ownChallenges({ mentions });
  const stemsOf = () => new Set<string>();
  return findExactly(catalogue, {
    mentions,
    ask: readAsk(text, analyzer.analyze(text), named),
    challenges,
    except: [],
    stemsOf,
  });
}

function shown(finding: Finding | null): string[] {
  return (finding?.items ?? []).flatMap(({ excerpts }) =>
    excerpts.map(({ passage }) => passage.id.replace(/^[^.]+\./, '')),
  );
}

describe('a strategy of another year', () => {
  it.each([
    ['¿qué lineamiento de la estrategia regional de desarrollo 2050 cita el desafío 1?', true],
    ['¿qué lineamiento de la estrategia regional de desarrollo 2020 cita el desafío 1?', false],
    ['¿la estrategia de innovación llega hasta 2022?', false],
  ])('%s', (question, isCorrected) => {
    expect(ask(question)?.key === 'source-of-other-year').toBe(isCorrected);
  });
});

describe('two ordinals before one part', () => {
  it('number that part both', () => {
    const sources = catalogue.sources.map(({ source }) => source);
    expect(readMentions('el primer y el segundo eje estratégico', sources).axes).toEqual([1, 2]);
    expect(readMentions('la segunda y la última línea del eje 3', sources)).toMatchObject({
      lines: [2, -1],
      axes: [3],
    });
  });
});

describe('counting', () => {
  it.each([
    ['¿Cuántos desafíos son?', 8],
    ['cuantos retos hay', 8],
    ['How many challenges are there?', 8],
    ['¿Cuántas preguntas guía hay en total?', 28],
    ['¿cuántas preguntas tiene el desafío 8?', 6],
    ['cuantas preguntas trae el desafio numero tres', 2],
    ['¿Cuántos ejes tiene la estrategia de innovación?', 3],
    ['¿Cuántas líneas de acción tiene el eje 3?', 3],
    ['cuántas fuentes tiene el documento', 3],
  ])('%s', (question, count) => {
    expect(ask(question)?.values.count).toBe(count);
  });

  it('rests a count on everything it counted', () => {
    expect(ask('¿Cuántas preguntas tiene el desafío 4?')?.leadEvidence).toHaveLength(4);
  });

  it('names the challenges that have so many questions', () => {
    expect(ask('¿cuáles tienen solo 2 preguntas?')).toMatchObject({
      key: 'challenges-with-count',
      values: { wanted: 2, challenges: '1, 3' },
    });
  });

  it('names the challenges with most and fewest questions', () => {
    expect(ask('¿Qué desafío tiene más preguntas?')?.values).toMatchObject({ most: 6, withMost: '8' });
    expect(ask('¿Cuáles traen menos preguntas?')?.values).toMatchObject({ fewest: 2, withFewest: '1, 3' });
    expect(ask('¿Cuál tiene más preguntas, el 4 o el 7?')?.values).toMatchObject({
      withMost: '4',
      withFewest: '7',
    });
  });
});

describe('listing', () => {
  it.each([
    ['¿Qué preguntas orientadoras plantea el desafío 4?', ['d4.q1', 'd4.q2', 'd4.q3', 'd4.q4']],
    ['dame las preguntas del sexto desafío', ['d6.q1', 'd6.q2', 'd6.q3', 'd6.q4']],
    ['preguntas desafio 7', ['d7.q1', 'd7.q2', 'd7.q3']],
    ['What are the guiding questions of challenge 3?', ['d3.q1', 'd3.q2']],
    ['segunda pregunta del desafío 5', ['d5.q2']],
    ['la última pregunta del desafio 8', ['d8.q6']],
    ['titulos de los desafios 2 y 6', ['d2.title', 'd6.title']],
    ['titulos del 3 al 5', ['d3.title', 'd4.title', 'd5.title']],
    ['líneas de acción del eje 2', ['s1.a2.l1', 's1.a2.l2']],
    ['objetivos específicos de la ERI', ['s1.o1', 's1.o2', 's1.o3']],
    ['¿cuáles son los ejes?', ['s1.a1', 's1.a2', 's1.a3']],
    ['¿Cuáles son las fuentes del documento?', ['source1', 'source2', 'source3']],
    ['¿de qué trata el desafío 2?', ['d2.title']],
  ])('%s', (question, passages) => {
    expect(shown(ask(question)).filter((id) => !/^(header)/.test(id))).toEqual(passages);
  });

  it('lists every challenge', () => {
    expect(shown(ask('¿Cuáles son los desafíos?'))).toHaveLength(8);
  });
});

describe('who cites what', () => {
  function challengesOf(question: string): unknown[] {
    return (ask(question)?.items ?? []).map(({ label }) => label?.values.number);
  }

  it.each([
    ['¿Qué desafíos citan el lineamiento 5?', [4, 5, 6]],
    ['que desafios se apoyan en el lineamiento 4', [1, 2]],
    ['¿qué desafíos citan el 3.2.2?', [3, 8]],
    ['¿Qué desafíos citan la política de desarrollo urbano?', [4, 6, 8]],
    ['qué desafíos se apoyan en la PRDU', [4, 6, 8]],
  ])('%s', (question, challenges) => {
    expect(challengesOf(question)).toEqual(challenges);
  });

  it('says both when an objective stands under two guidelines', () => {
    const finding = ask('¿cuál es el objetivo general 1?');
    expect(finding?.key).toBe('pointer-ambiguous');
    expect(finding?.items.map(({ label }) => label?.values.challenge)).toEqual([1, 6]);
  });

  it('finds an objective without number by its guideline', () => {
    expect(shown(ask('cual es el objetivo general del lineamiento 3'))).toEqual(['d5.r1']);
  });

  it('does not take a code of a strategy for a challenge', () => {
    expect(readMentions('el desafío N° 3.2.2 de la ERD', []).challenges).toEqual([]);
    expect(readMentions('el desafío N° 3.2.2 de la ERD', []).codes).toEqual(['3.2.2']);
  });

  it('shows what two challenges share', () => {
    expect(shown(ask('¿qué comparten los desafíos 3 y 8?'))).toEqual(['d3.r1', 'd8.r1']);
  });
});

describe('false premises', () => {
  it.each([
    ['según el desafío 9, ¿qué hay que hacer?', 'no-such-challenge'],
    ['¿y el desafio quince?', 'no-such-challenge'],
    ['la estrategia de innovación tiene 5 ejes, ¿cuál es el quinto?', 'no-such-axis'],
    ['¿qué dice la pregunta 4 del desafío 1?', 'no-such-question'],
    ['¿qué dice el objetivo 3.2 del desafío 2?', 'no-such-pointer'],
  ])('%s', (question, key) => {
    expect(ask(question)?.key).toBe(key);
  });

  it('tells of the repeated number where the missing one is asked for', () => {
    const codes = ask('¿qué dice el objetivo 3.2 del desafío 2?')?.notices.map(({ code }) => code);
    expect(codes).toContain('repeated-number');
  });
});

describe('what is not about the structure', () => {
  it.each([
    '¿qué dice el desafío 7 de la costa?',
    'migrantes',
    '¿para qué consumos se quiere mejorar el acceso al agua?',
  ])('%s', (question) => {
    expect(ask(question)).toBeNull();
  });
});
