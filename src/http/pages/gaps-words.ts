import type { Locale } from '../../domain/collection.ts';
import type { UnansweredKind } from '../../domain/unanswered.ts';

export type GapsWords = {
  readonly title: string;
  readonly lead: string;
  readonly kinds: Readonly<Record<UnansweredKind, string>>;
  readonly explain: Readonly<Record<UnansweredKind, string>>;
  readonly total: (count: number, days: number) => string;
  readonly nothing: string;
  readonly cut: string;
  readonly overTime: string;
  readonly chart: string;
  readonly table: (of: string) => string;
  readonly lastDays: (days: number) => string;
  readonly period: string;
  readonly download: string;
  readonly columns: {
    readonly question: string;
    readonly count: string;
    readonly oldest: string;
    readonly newest: string;
    readonly day: string;
    readonly all: string;
  };
  readonly about: (matter: string) => string;
  readonly otherWays: (count: number) => string;
};

const es: GapsWords = {
  title: 'Lo que no se pudo responder',
  lead: 'Preguntas que los documentos no responden, o no del todo. Las que dicen casi lo mismo se cuentan juntas; los datos personales se ocultan antes de guardar.',
  kinds: {
    absent: 'No está en los documentos',
    weak: 'Se encontró algo, pero débil',
    'off-topic': 'Fuera de tema',
  },
  explain: {
    absent: 'Los documentos no hablan de esto: falta información que la gente busca.',
    weak: 'Hay pasajes cercanos, pero ninguno lo responde: conviene revisar el documento o su glosario.',
    'off-topic': 'No es una pregunta para estos documentos.',
  },
  total: (count, days) =>
    `${count} ${count === 1 ? 'pregunta' : 'preguntas'} en ${days === 1 ? 'el último día' : `los últimos ${days} días`}`,
  nothing: 'Ninguna pregunta quedó sin respuesta en este tiempo.',
  cut: 'Hubo más preguntas de las que caben aquí; se muestran las más nuevas.',
  overTime: 'En el tiempo',
  chart: 'Preguntas sin respuesta por día; la tabla siguiente dice lo mismo.',
  table: (of) => `Tabla: ${of}`,
  lastDays: (days) => `${days} días`,
  period: 'Periodo',
  download: 'Descargar CSV',
  columns: {
    ...{ question: 'Pregunta', count: 'Veces', oldest: 'Primera vez', newest: 'Última vez' },
    ...{ day: 'Día', all: 'Todas' },
  },
  about: (matter) => `Sobre ${matter}`,
  otherWays: (count) => (count === 1 ? 'Otra forma' : `Otras ${count} formas`),
};

const en: GapsWords = {
  title: 'What could not be answered',
  lead: 'Questions that the documents do not answer, or not wholly. Those that say nearly the same are counted together; personal data is hidden before anything is kept.',
  kinds: { absent: 'Absent from the documents', weak: 'Found but weak', 'off-topic': 'Off topic' },
  explain: {
    absent: 'The documents do not speak of this: information that people look for is missing.',
    weak: 'There are passages near it, but none answers it: the document or its glossary deserve a look.',
    'off-topic': 'Not a question for these documents.',
  },
  total: (count, days) =>
    `${count} ${count === 1 ? 'question' : 'questions'} in the last ${days === 1 ? 'day' : `${days} days`}`,
  nothing: 'No question was left without an answer in this time.',
  cut: 'There were more questions than fit here; the newest are shown.',
  overTime: 'Over time',
  chart: 'Questions without an answer by day; the table below says the same.',
  table: (of) => `Table: ${of}`,
  lastDays: (days) => `${days} days`,
  period: 'Period',
  download: 'Download CSV',
  columns: {
    ...{ question: 'Question', count: 'Times', oldest: 'First asked', newest: 'Last asked' },
    ...{ day: 'Day', all: 'All' },
  },
  about: (matter) => `About ${matter}`,
  otherWays: (count) => (count === 1 ? 'Another wording' : `${count} other wordings`),
};

export const gapsWords: Readonly<Record<Locale, GapsWords>> = { es, en };
