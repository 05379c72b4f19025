import type { Locale } from '../../domain/collection.ts';
import type { FeedbackReason } from './feedback-comment.ts';

/** What only the page at `/` says. */
export type PageMessages = {
  readonly skipToQuestion: string;
  readonly welcomeTitle: string;
  readonly ideaStarter: string;
  readonly automaticNotice: string;
  readonly guidingQuestions: string;
  readonly references: string;
  readonly askAboutChallenge: string;
  readonly questionAboutChallenge: (number: number) => string;
  readonly challengesFailed: string;
  readonly challenges: string;
  readonly remember: string;
  readonly keepingNote: string;
  readonly remembered: string;
  readonly erased: string;
  readonly delete: string;
  readonly deleteFailed: string;
  readonly copy: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly printConversation: string;
  readonly copyLink: string;
  readonly whatWasWrong: string;
  readonly reasons: Readonly<Record<FeedbackReason, string>>;
  readonly comment: string;
  readonly sendFeedback: string;
  readonly feedbackNeeded: string;
  readonly feedbackSent: string;
  readonly feedbackFailed: string;
  readonly toChallenges: string;
  readonly toBench: string;
  readonly toWidget: string;
};

const es: PageMessages = {
  skipToQuestion: 'Ir a escribir una pregunta',
  welcomeTitle: '¿Qué quieres saber de los desafíos?',
  ideaStarter: 'Tengo una idea: ¿a qué desafío responde?',
  automaticNotice: 'Respuesta automática: revisa la cita.',
  guidingQuestions: 'Preguntas guía',
  references: 'Estrategias que lo respaldan',
  askAboutChallenge: 'Preguntar por este desafío',
  questionAboutChallenge: (number) => `¿Qué dice el desafío ${number}?`,
  challengesFailed: 'No fue posible cargar los desafíos.',
  challenges: 'Desafíos',
  remember: 'Guardar la conversación en este navegador por 7 días',
  keepingNote:
    'En el servidor se guarda por un tiempo limitado, sin RUT, correos ni teléfonos. Puedes borrarla cuando quieras.',
  remembered: 'La conversación queda guardada en este navegador.',
  erased: 'Se borró lo que guardaba este navegador.',
  delete: 'Borrar',
  deleteFailed: 'No se pudo borrar del servidor. Vuelve a intentarlo.',
  copy: 'Copiar',
  copied: 'Copiado',
  copyFailed: 'El navegador no dejó copiar',
  printConversation: 'Imprimir todo',
  copyLink: 'Copiar enlace',
  whatWasWrong: '¿Qué falló?',
  reasons: {
    incorrecta: 'Incorrecta',
    'no era lo que pregunté': 'No era lo que pregunté',
    incompleta: 'Incompleta',
    confusa: 'Confusa',
    otra: 'Otra',
  },
  comment: 'Comentario (opcional, sin datos personales)',
  sendFeedback: 'Enviar comentario',
  feedbackNeeded: 'Elige un motivo o escribe un comentario.',
  feedbackSent: 'Gracias: tu comentario quedó guardado.',
  feedbackFailed: 'No se pudo guardar tu comentario. Vuelve a intentarlo.',
  toChallenges: 'Los desafíos, para leer',
  toBench: 'Mesa de asesoría',
  toWidget: 'El asistente en tu sitio',
};

const en: PageMessages = {
  skipToQuestion: 'Go to the question box',
  welcomeTitle: 'What would you like to know about the challenges?',
  ideaStarter: 'I have an idea: which challenge does it answer?',
  automaticNotice: 'Automatic answer: check the quotation.',
  guidingQuestions: 'Guiding questions',
  references: 'Strategies that support it',
  askAboutChallenge: 'Ask about this challenge',
  questionAboutChallenge: (number) => `What does challenge ${number} say?`,
  challengesFailed: 'It was not possible to load the challenges.',
  challenges: 'Challenges',
  remember: 'Keep the conversation in this browser for 7 days',
  keepingNote:
    'The server keeps it for a limited time, without ID numbers, e-mails or telephones. You can delete it whenever you like.',
  remembered: 'The conversation is kept in this browser.',
  erased: 'What this browser kept has been erased.',
  delete: 'Delete',
  deleteFailed: 'It could not be deleted from the server. Please try again.',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying',
  printConversation: 'Print everything',
  copyLink: 'Copy link',
  whatWasWrong: 'What was wrong?',
  reasons: {
    incorrecta: 'Incorrect',
    'no era lo que pregunté': 'Not what I asked',
    incompleta: 'Incomplete',
    confusa: 'Confusing',
    otra: 'Other',
  },
  comment: 'Comment (optional, no personal data)',
  sendFeedback: 'Send comment',
  feedbackNeeded: 'Choose a reason or write a comment.',
  feedbackSent: 'Thank you: your comment has been kept.',
  feedbackFailed: 'Your comment could not be kept. Please try again.',
  toChallenges: 'The challenges, to read',
  toBench: 'Advisory desk',
  toWidget: 'The assistant on your site',
};

export const pageMessages: Readonly<Record<Locale, PageMessages>> = { es, en };
