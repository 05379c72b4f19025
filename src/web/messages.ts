import type { Completeness } from '../domain/answer.ts';
import type { Confidence, CriterionId, MatchReport, QuestionVerdict } from '../domain/match-report.ts';
import type { Section } from '../domain/passage.ts';

export type Messages = {
  readonly tagline: string;
  readonly close: string;
  readonly language: string;
  readonly welcomeText: string;
  readonly starters: readonly string[];
  readonly ideaPlaceholder: string;
  readonly questionLabel: string;
  readonly questionPlaceholder: string;
  readonly send: string;
  readonly stop: string;
  readonly keyboardHint: string;
  readonly charactersLeft: (count: number) => string;
  readonly tellMore: (minimum: number) => string;
  readonly conversation: string;
  readonly youAsked: string;
  readonly searching: string;
  readonly answerStopped: string;
  readonly answerFailed: string;
  readonly answerCut: string;
  readonly comeBackIn: (seconds: number) => string;
  readonly retry: string;
  readonly completeness: Readonly<Record<Completeness, string>>;
  readonly sources: string;
  readonly source: (marker: number) => string;
  readonly notices: string;
  readonly suggestions: string;
  readonly wasItUseful: string;
  readonly useful: string;
  readonly notUseful: string;
  readonly thanksForRating: string;
  readonly ratingFailed: string;
  readonly challenge: (number: number) => string;
  readonly sections: Readonly<Record<Section, string>>;
  readonly guidingQuestion: (number: number) => string;
  readonly openInDocument: string;
  readonly page: (number: number) => string;
  readonly passage: string;
  readonly wholeDocument: string;
  readonly permalink: string;
  readonly loading: string;
  readonly passageFailed: string;
  readonly match: MatchMessages;
  readonly widget: WidgetMessages;
};

/** What only the widget says. */
export type WidgetMessages = {
  readonly ideaText: string;
  readonly ideaLabel: string;
  readonly deleteConversation: string;
  readonly deleted: string;
  readonly notice: string;
  readonly kept: (days: number) => string;
  readonly privacy: string;
  readonly back: string;
  readonly opensTab: string;
  readonly print: string;
  readonly unavailable: string;
};

export type MatchMessages = {
  readonly title: string;
  readonly verdicts: Readonly<Record<MatchReport['verdict'], string>>;
  readonly fit: (score: number) => string;
  readonly confidence: Readonly<Record<Confidence, string>>;
  readonly questions: Readonly<Record<QuestionVerdict, string>>;
  readonly contrast: string;
  readonly questionsTitle: string;
  readonly alignment: string;
  readonly gaps: string;
  readonly others: string;
  readonly nearest: string;
  readonly criteriaTitle: string;
  readonly criteria: Readonly<Record<CriterionId, string>>;
  readonly criterionVerdicts: Readonly<Record<'explicit' | 'partial' | 'absent', string>>;
  readonly askNext: string;
  readonly warnings: string;
  readonly limits: string;
  readonly yourWords: string;
};

type Units = readonly [second: string, minute: string, hour: string];
const spanishUnits: Units = ['segundo', 'minuto', 'hora'];
const englishUnits: Units = ['second', 'minute', 'hour'];

/** A wait as people say it: in the largest unit that it fills. */
function spellWait(seconds: number, [second, minute, hour]: Units): string {
  const spell = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
  if (seconds < 90) return spell(seconds, second);
  return seconds < 5400 ? spell(Math.ceil(seconds / 60), minute) : spell(Math.ceil(seconds / 3600), hour);
}

const percent = (score: number) => Math.round(score * 100);

const es: Messages = {
  tagline: 'Respuestas con la cita exacta',
  close: 'Cerrar',
  language: 'Idioma',
  welcomeText:
    'Cada respuesta muestra el pasaje del documento que la respalda. Si el documento no lo dice, también te lo decimos.',
  starters: [
    '¿Cuáles son los desafíos?',
    '¿Qué estrategias respaldan los desafíos?',
    '¿Qué preguntas guía tiene el desafío 1?',
  ],
  ideaPlaceholder: 'Cuenta tu idea: qué problema resuelve, para quiénes y cómo…',
  questionLabel: 'Tu pregunta o tu idea',
  questionPlaceholder: 'Tu pregunta o tu idea…',
  send: 'Enviar',
  stop: 'Detener',
  keyboardHint: 'Intro envía, Mayús + Intro cambia de línea.',
  charactersLeft: (count) => `Quedan ${count} caracteres.`,
  tellMore: (minimum) => `Cuenta un poco más: al menos ${minimum} caracteres.`,
  conversation: 'Conversación',
  youAsked: 'Preguntaste',
  searching: 'Buscando en el documento…',
  answerStopped: 'Detuviste la respuesta.',
  answerFailed: 'No fue posible responder. Revisa tu conexión y vuelve a intentarlo.',
  answerCut: 'La respuesta se cortó: lo de arriba puede no estar completo.',
  comeBackIn: (seconds) => `Puedes intentarlo de nuevo en ${spellWait(seconds, spanishUnits)}.`,
  retry: 'Volver a intentar',
  completeness: {
    complete: 'El documento lo dice',
    partial: 'El documento lo dice en parte',
    none: 'El documento no lo dice',
  },
  sources: 'Pasajes citados',
  source: (marker) => `Fuente ${marker}`,
  notices: 'Ten en cuenta',
  suggestions: 'Puedes seguir con',
  wasItUseful: '¿Te sirvió?',
  useful: 'Sí',
  notUseful: 'No',
  thanksForRating: 'Gracias por tu opinión.',
  ratingFailed: 'No se pudo guardar tu opinión.',
  challenge: (number) => `Desafío ${number}`,
  sections: {
    title: 'título',
    question: 'pregunta guía',
    reference: 'respaldo en una estrategia',
    strategy: 'estrategia citada',
    source: 'lista de fuentes',
    text: 'texto',
  },
  guidingQuestion: (number) => `pregunta guía ${number}`,
  openInDocument: 'Ver en el documento',
  page: (number) => `página ${number}`,
  passage: 'Pasaje citado',
  wholeDocument: 'Ver el documento completo',
  permalink: 'Enlace a este pasaje',
  loading: 'Cargando…',
  passageFailed: 'No fue posible abrir este pasaje.',
  match: {
    title: 'Tu idea y los desafíos',
    verdicts: {
      fits: 'Tu idea responde a un desafío',
      several: 'Tu idea podría responder a más de un desafío',
      none: 'Tu idea no responde a ninguno de los desafíos',
    },
    fit: (score) => `Ajuste ${percent(score)} de 100`,
    confidence: { alta: 'Juicio seguro', media: 'Juicio con dudas', baja: 'Juicio poco seguro' },
    questions: {
      covers: 'La responde',
      partial: 'En parte',
      not_addressed: 'No la trata',
      unknown: 'No se sabe',
    },
    contrast: 'Por qué este y no otro',
    questionsTitle: 'Pregunta por pregunta',
    alignment: 'Estrategias a las que aporta',
    gaps: 'Qué le falta decir',
    others: 'Los otros desafíos',
    nearest: 'Los desafíos más cercanos',
    criteriaTitle: 'Qué cuenta tu idea',
    criteria: {
      problem: 'Problema',
      people: 'Personas',
      territory: 'Territorio',
      novelty: 'Novedad',
      prototype: 'Prototipo',
      impact: 'Impacto',
      cocreation: 'Participación',
      sustainability: 'Sostenibilidad',
    },
    criterionVerdicts: { explicit: 'lo dice', partial: 'lo insinúa', absent: 'falta' },
    askNext: 'Para juzgar mejor, cuéntanos',
    warnings: 'Advertencias',
    limits: 'Lo que el documento no permite decidir',
    yourWords: 'Tus palabras',
  },
  widget: {
    ideaText: 'Di qué problema resuelve, para quiénes y cómo: verás a qué desafío responde, y por qué.',
    ideaLabel: 'Tu idea',
    deleteConversation: 'Borrar conversación',
    deleted: 'La conversación se borró.',
    notice: 'Respuestas automáticas: revisa la cita y no escribas datos personales.',
    kept: (days) => `La conversación se borra a los ${days} días.`,
    privacy: 'Privacidad',
    back: 'Volver a la conversación',
    opensTab: 'se abre en otra pestaña',
    print: 'Imprimir',
    unavailable: 'El asistente no está disponible por ahora. Vuelve a intentarlo en un momento.',
  },
};

const en: Messages = {
  tagline: 'Answers with the exact quotation',
  close: 'Close',
  language: 'Language',
  welcomeText:
    'Every answer shows the passage of the document that supports it. If the document does not say it, we tell you so.',
  starters: [
    'What are the challenges?',
    'Which strategies support the challenges?',
    'What guiding questions does challenge 1 have?',
  ],
  ideaPlaceholder: 'Tell your idea: which problem it solves, for whom and how…',
  questionLabel: 'Your question or your idea',
  questionPlaceholder: 'Your question or your idea…',
  send: 'Send',
  stop: 'Stop',
  keyboardHint: 'Enter sends, Shift + Enter starts a new line.',
  charactersLeft: (count) => `${count} characters left.`,
  tellMore: (minimum) => `Tell a little more: at least ${minimum} characters.`,
  conversation: 'Conversation',
  youAsked: 'You asked',
  searching: 'Searching the document…',
  answerStopped: 'You stopped the answer.',
  answerFailed: 'It was not possible to answer. Check your connection and try again.',
  answerCut: 'The answer was cut off: what stands above may not be all of it.',
  comeBackIn: (seconds) => `You can try again in ${spellWait(seconds, englishUnits)}.`,
  retry: 'Try again',
  completeness: {
    complete: 'The document says so',
    partial: 'The document says part of it',
    none: 'The document does not say',
  },
  sources: 'Passages quoted',
  source: (marker) => `Source ${marker}`,
  notices: 'Please note',
  suggestions: 'You can go on with',
  wasItUseful: 'Was it useful?',
  useful: 'Yes',
  notUseful: 'No',
  thanksForRating: 'Thank you for telling us.',
  ratingFailed: 'Your rating could not be saved.',
  challenge: (number) => `Challenge ${number}`,
  sections: {
    title: 'title',
    question: 'guiding question',
    reference: 'strategy reference',
    strategy: 'strategy quoted',
    source: 'list of sources',
    text: 'text',
  },
  guidingQuestion: (number) => `guiding question ${number}`,
  openInDocument: 'See it in the document',
  page: (number) => `page ${number}`,
  passage: 'Passage quoted',
  wholeDocument: 'See the whole document',
  permalink: 'Link to this passage',
  loading: 'Loading…',
  passageFailed: 'It was not possible to open this passage.',
  match: {
    title: 'Your idea and the challenges',
    verdicts: {
      fits: 'Your idea answers one challenge',
      several: 'Your idea could answer more than one challenge',
      none: 'Your idea answers none of the challenges',
    },
    fit: (score) => `Fit ${percent(score)} of 100`,
    confidence: { alta: 'Confident judgement', media: 'Judgement with doubts', baja: 'Uncertain judgement' },
    questions: {
      covers: 'Answers it',
      partial: 'In part',
      not_addressed: 'Not addressed',
      unknown: 'Not known',
    },
    contrast: 'Why this one and not another',
    questionsTitle: 'Question by question',
    alignment: 'Strategies it serves',
    gaps: 'What it does not say yet',
    others: 'The other challenges',
    nearest: 'The nearest challenges',
    criteriaTitle: 'What your idea tells',
    criteria: {
      problem: 'Problem',
      people: 'People',
      territory: 'Territory',
      novelty: 'Novelty',
      prototype: 'Prototype',
      impact: 'Impact',
      cocreation: 'Co-creation',
      sustainability: 'Sustainability',
    },
    criterionVerdicts: { explicit: 'said', partial: 'hinted', absent: 'missing' },
    askNext: 'To judge better, tell us',
    warnings: 'Warnings',
    limits: 'What the document cannot decide',
    yourWords: 'Your words',
  },
  widget: {
    ideaText:
      'Say which problem it solves, for whom and how: you will see which challenge it answers, and why.',
    ideaLabel: 'Your idea',
    deleteConversation: 'Delete conversation',
    deleted: 'The conversation was deleted.',
    notice: 'Automatic answers: check the quotation and write no personal data.',
    kept: (days) => `The conversation is deleted after ${days} days.`,
    privacy: 'Privacy',
    back: 'Back to the conversation',
    opensTab: 'opens in another tab',
    print: 'Print',
    unavailable: 'The assistant is not available for now. Try again in a moment.',
  },
};

export const messages: Readonly<Record<'es' | 'en', Messages>> = { es, en };
