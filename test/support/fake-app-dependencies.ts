import type { Answer, AnswerEvent } from '../../src/domain/answer.ts';
import { AssistantError } from '../../src/domain/errors.ts';
import type { MatchReport } from '../../src/domain/match-report.ts';
import type { Engine } from '../../src/domain/provenance.ts';
import type { UnansweredReport } from '../../src/domain/unanswered.ts';
import type { AppDependencies, StartedAnswer } from '../../src/http/app-dependencies.ts';
import { fakeBatchDependencies } from './fake-batch-dependencies.ts';
import {
  aCitation,
  sampleChallenges,
  sampleCollection,
  samplePassages,
  sampleText,
} from './sample-collection.ts';

export const sampleEngine: Engine = {
  answerer: 'extractive 1',
  embeddings: 'static-es',
  retrieval: 'hybrid',
};
const corpus = { collection: sampleCollection.id, digest: sampleCollection.digest };

export function anAnswer(changes: Partial<Answer> = {}): Answer {
  return {
    kind: 'answer',
    answer: 'El desafío 1 habla del agua:\n\n- «¿Cómo aprovechamos la niebla de los cerros…?» [1]',
    citations: [aCitation('d1.q1')],
    suggestions: ['¿Qué estrategia respalda el desafío 1?'],
    completeness: 'complete',
    notices: [],
    corpus,
    engine: sampleEngine,
    ...changes,
  };
}

export function aMatchReport(changes: Partial<MatchReport> = {}): MatchReport {
  return {
    verdict: 'fits',
    ranking: sampleChallenges.map((challenge, rank) => ({
      challenge: { number: challenge.number, title: challenge.title },
      score: [0.86, 0.22, 0.07][rank] ?? 0,
      confidence: rank === 0 ? 'alta' : 'baja',
      rationale:
        rank === 0
          ? 'La idea responde a la falta de agua de las familias de los cerros [1].'
          : 'La idea no trata este problema.',
      contrast: rank === 0 ? 'Habla de agua para el consumo, no de oficios ni de cosecha.' : null,
      questions: challenge.questions.map((question, at) => ({
        ...question,
        verdict: rank === 0 ? (at === 0 ? 'covers' : 'partial') : 'not_addressed',
        ideaQuote: rank === 0 ? { text: 'atrapanieblas para treinta familias', start: 0, end: 35 } : null,
      })),
      alignment: rank === 0 ? [aCitation('d1.r1', 2)] : [],
      gaps: rank === 0 ? ['No dice quién mantendrá los equipos después del primer año.'] : [],
    })),
    criteria: [
      { id: 'problem', verdict: 'explicit', ideaQuote: { text: 'no tienen agua', start: 40, end: 54 } },
      { id: 'people', verdict: 'explicit', ideaQuote: { text: 'treinta familias', start: 19, end: 35 } },
      { id: 'territory', verdict: 'explicit', ideaQuote: { text: 'los cerros', start: 58, end: 68 } },
      { id: 'novelty', verdict: 'partial', ideaQuote: null },
      { id: 'prototype', verdict: 'partial', ideaQuote: null },
      { id: 'impact', verdict: 'absent', ideaQuote: null },
      { id: 'cocreation', verdict: 'absent', ideaQuote: null },
      { id: 'sustainability', verdict: 'absent', ideaQuote: null },
    ],
    askNext: ['¿Quién mantendrá los atrapanieblas?', '¿Cómo medirá el agua que junta cada familia?'],
    warnings: [{ code: 'too_short', detail: 'La idea es breve: el juicio puede cambiar con más detalle.' }],
    limits: ['El documento no dice montos, plazos ni quién puede postular.'],
    citations: [aCitation('d1.title', 1), aCitation('d1.r1', 2)],
    corpus,
    engine: sampleEngine,
    ...changes,
  };
}

/** Three questions of one day as two groups; every other day is empty. */
export function anUnansweredReport(days = 2, changes: Partial<UnansweredReport> = {}): UnansweredReport {
  const day = (at: number) => new Date(Date.UTC(2031, 3, 27 - days + 1 + at)).toISOString();
  const none = { absent: 0, weak: 0, 'off-topic': 0 };
  const counts = { absent: 2, weak: 1, 'off-topic': 0 };
  const group = { collection: sampleCollection.id, locale: 'es', oldest: day(0), newest: day(0) } as const;
  return {
    since: day(0),
    until: day(days - 1),
    ...{ total: 3, isCut: false, counts },
    days: Array.from({ length: days }, (_, at) => ({
      date: day(at).slice(0, 10),
      counts: at === 0 ? counts : none,
    })),
    groups: [
      {
        ...{
          ...group,
          kind: 'absent',
          matter: { id: 'plazos', name: { es: 'los plazos', en: 'deadlines' } },
        },
        ...{ question: '¿Hasta cuándo se postula?', examples: ['¿cuál es el plazo?'], count: 2 },
      },
      {
        ...{ ...group, kind: 'weak', matter: null },
        ...{ question: '¿Hay trenes al valle?', examples: [], count: 1 },
      },
    ],
    ...changes,
  };
}

/** The events of an answer, its text told in `pieces`. */
export async function* eventsOf(answer: Answer, pieces: readonly string[] = [answer.answer]) {
  yield { type: 'answer-start', kind: answer.kind, engine: answer.engine } satisfies AnswerEvent;
  for (const text of pieces) yield { type: 'text-delta', text } satisfies AnswerEvent;
  yield { type: 'answer-end', answer } satisfies AnswerEvent;
}

export function started(events: AsyncIterable<AnswerEvent>): StartedAnswer {
  return { conversationId: 'conversation-1', messageId: 'message-1', events };
}

/** Everything the wall is handed, over the made-up region; each test changes what it is about. */
export function fakeAppDependencies(changes: Partial<AppDependencies> = {}): AppDependencies {
  return {
    startAnswer: async () => started(eventsOf(anAnswer())),
    matchIdea: async () => aMatchReport(),
    listCollections: async () => [sampleCollection],
    listChallenges: async (collection) => {
      requireCollection(collection);
      return sampleChallenges;
    },
    getChallenge: async (number, collection) => {
      requireCollection(collection);
      return found(sampleChallenges.find((challenge) => challenge.number === number));
    },
    getPassage: async (id) => {
      const passage = found(samplePassages.find((one) => one.id === id));
      return {
        ...passage,
        documentTitle: 'Desafíos del Valle de Anta',
        context: { text: sampleText.slice(0, 900), start: 0, end: 900 },
      };
    },
    getDocument: async (collection, document) => {
      requireCollection(collection);
      found(sampleCollection.documents.find((one) => one.id === document));
      return {
        ...{ id: document, collection, title: 'Desafíos del Valle de Anta', text: sampleText },
        pages: [{ number: 1, start: 0, end: sampleText.length }],
        digest: 'b'.repeat(64),
      };
    },
    searchPassages: async ({ count }) => ({
      results: samplePassages.slice(0, count).map((passage, rank) => ({ passage, score: 1 / (rank + 1) })),
      retrieval: 'hybrid',
    }),
    forgetConversation: async (id) => id === 'conversation-1',
    recordFeedback: async ({ messageId }) => {
      found(messageId === 'message-1' ? messageId : undefined);
    },
    readiness: async () => ({ ready: true }),
    reportUnanswered: async ({ days }) => anUnansweredReport(days),
    exportUnanswered: async () => 'Motivo,Pregunta\r\n',
    ...fakeBatchDependencies(),
    ...changes,
  };
}

function requireCollection(collection: string | undefined): void {
  if (collection !== undefined && collection !== sampleCollection.id) found(undefined);
}

function found<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new AssistantError('not-found', 'The sample collection holds no such thing');
  return thing;
}
