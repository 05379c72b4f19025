import type { Locale } from '../../domain/collection.ts';
import type { Section } from '../../domain/passage.ts';

export type PageWords = {
  readonly challenges: string;
  readonly challenge: (number: number) => string;
  readonly guidingQuestions: string;
  readonly guidingQuestion: (number: number) => string;
  readonly references: string;
  readonly noReferences: string;
  readonly sections: Readonly<Record<Section, string>>;
  readonly passage: string;
  readonly page: (number: number) => string;
  readonly ask: string;
  readonly askAbout: (number: number) => string;
  readonly questionAbout: (number: number) => string;
  readonly tellIdea: string;
  readonly wholeDocument: string;
  readonly onlyPassage: string;
  readonly goToPassage: string;
  readonly toChallenge: (number: number) => string;
  readonly previous: string;
  readonly next: string;
  readonly language: string;
  readonly otherLanguage: string;
  readonly skip: string;
  readonly describeList: (count: number, region: string) => string;
  readonly exactWords: string;
  readonly noScript: string;
  readonly assistant: string;
};

const es: PageWords = {
  challenges: 'Desafíos',
  challenge: (number) => `Desafío ${number}`,
  guidingQuestions: 'Preguntas guía',
  guidingQuestion: (number) => `pregunta guía ${number}`,
  references: 'Estrategias que lo respaldan',
  noReferences: 'El documento no cita una estrategia para este desafío.',
  sections: {
    title: 'título',
    question: 'pregunta guía',
    reference: 'respaldo en una estrategia',
    strategy: 'estrategia citada',
    source: 'lista de fuentes',
    text: 'texto',
  },
  passage: 'Pasaje',
  page: (number) => `página ${number}`,
  ask: 'Preguntar',
  askAbout: (number) => `Preguntar por el desafío ${number}`,
  questionAbout: (number) => `¿Qué dice el desafío ${number}?`,
  tellIdea: 'Contar una idea y ver a qué desafío responde',
  wholeDocument: 'Ver el documento completo',
  onlyPassage: 'Ver solo el pasaje y lo que lo rodea',
  goToPassage: 'Ir al pasaje citado',
  toChallenge: (number) => `Ver el desafío ${number}`,
  previous: 'Anterior',
  next: 'Siguiente',
  language: 'Idioma',
  otherLanguage: 'English',
  skip: 'Ir al contenido',
  describeList: (count, region) =>
    `${region}: ${count} desafíos con sus preguntas guía y las estrategias que los respaldan, tal como los dice el documento.`,
  exactWords: 'Los textos son los del documento, palabra por palabra.',
  noScript: 'El asistente necesita JavaScript. Los desafíos se pueden leer sin él:',
  assistant: 'Asistente de los desafíos',
};

const en: PageWords = {
  challenges: 'Challenges',
  challenge: (number) => `Challenge ${number}`,
  guidingQuestions: 'Guiding questions',
  guidingQuestion: (number) => `guiding question ${number}`,
  references: 'Strategies that support it',
  noReferences: 'The document quotes no strategy for this challenge.',
  sections: {
    title: 'title',
    question: 'guiding question',
    reference: 'strategy reference',
    strategy: 'strategy quoted',
    source: 'list of sources',
    text: 'text',
  },
  passage: 'Passage',
  page: (number) => `page ${number}`,
  ask: 'Ask',
  askAbout: (number) => `Ask about challenge ${number}`,
  questionAbout: (number) => `What does challenge ${number} say?`,
  tellIdea: 'Tell an idea and see which challenge it answers',
  wholeDocument: 'See the whole document',
  onlyPassage: 'See only the passage and what is around it',
  goToPassage: 'Go to the passage quoted',
  toChallenge: (number) => `See challenge ${number}`,
  previous: 'Previous',
  next: 'Next',
  language: 'Language',
  otherLanguage: 'Español',
  skip: 'Go to the content',
  describeList: (count, region) =>
    `${region}: ${count} challenges with their guiding questions and the strategies that support them, as the document says them.`,
  exactWords: "The texts are the document's own words, in Spanish.",
  noScript: 'The assistant needs JavaScript. The challenges can be read without it:',
  assistant: 'Assistant of the challenges',
};

export const pageWords: Readonly<Record<Locale, PageWords>> = { es, en };
