import type { ChallengeView, CollectionView } from '../../src/domain/corpus-views.ts';
import type { Passage } from '../../src/domain/passage.ts';
import type { Citation } from '../../src/domain/provenance.ts';

/** A made-up region: three challenges, small enough to read, written as the real documents are. */
const collection = 'valle-anta-2031';
const document = 'desafios-valle-anta';

const challengeTexts = [
  {
    title: 'MEJORAR EL ACCESO AL AGUA DE LAS FAMILIAS DE LOS CERROS',
    questions: [
      '¿Cómo aprovechamos la niebla de los cerros para que las familias tengan agua todo el año?',
      '¿Qué modelos de gestión permiten que los comités de agua se sostengan en el tiempo?',
    ],
    references: [
      'La Estrategia de Desarrollo 2035, establece el lineamiento N° 2 “Un valle con agua para todas las personas” y se vincula al objetivo general N° 1. Asegurar el consumo de las familias.',
    ],
  },
  {
    title: 'PROMOVER QUE LOS OFICIOS DEL VALLE PASEN A LAS NUEVAS GENERACIONES',
    questions: [
      '¿Cómo logramos que las personas mayores enseñen sus oficios y reciban un ingreso por ello?',
      '¿Qué espacios pueden reunir a jóvenes y artesanas en torno al telar, la greda y la cestería?',
      '¿Cómo llevamos los oficios a la escuela sin que pierdan su forma de hacer?',
    ],
    references: [
      'La Política Cultural del Valle, establece el lineamiento N° 4 “Memoria viva” y determina el objetivo específico 4.2, Fomentar la transmisión de los saberes locales.',
    ],
  },
  {
    title: 'DESARROLLAR SOLUCIONES PARA APROVECHAR LOS RESTOS DE LA COSECHA',
    questions: ['¿Qué productos de valor podemos crear con los restos de la vendimia y de la poda?'],
    references: [],
  },
] as const;

const source = 'Estrategia de Desarrollo 2035';
const pieces: { id: string; section: Passage['section']; challenge: number | null; text: string }[] = [
  { id: 'header.title', section: 'title', challenge: null, text: 'DESAFÍOS DEL VALLE DE ANTA' },
];
challengeTexts.forEach((one, index) => {
  const number = index + 1;
  const of = (id: string, section: Passage['section'], text: string) =>
    pieces.push({ id: `d${number}.${id}`, section, challenge: number, text });
  of('title', 'title', one.title);
  one.questions.forEach((text, at) => {
    of(`q${at + 1}`, 'question', text);
  });
  one.references.forEach((text, at) => {
    of(`r${at + 1}`, 'reference', text);
  });
});

export const sampleText = pieces.map((piece) => piece.text).join('\n\n');

export const samplePassages: readonly Passage[] = pieces.map((piece) => {
  const start = sampleText.indexOf(piece.text);
  const ordinal = /[qr](\d+)$/.exec(piece.id)?.[1];
  return {
    id: `${collection}.${piece.id}`,
    ...{ collection, document, section: piece.section, challenge: piece.challenge, page: 1 },
    ordinal: ordinal === undefined ? null : Number(ordinal),
    source: piece.section === 'reference' ? source : null,
    headingPath: [],
    ...{ start, end: start + piece.text.length, text: piece.text },
  };
});

export const sampleCollection: CollectionView = {
  id: collection,
  title: { es: 'Desafíos de innovación del Valle de Anta', en: 'Innovation challenges of the Anta Valley' },
  region: { es: 'Valle de Anta', en: 'Anta Valley' },
  ...{ year: 2031, locale: 'es', digest: 'a'.repeat(64), challenges: challengeTexts.length },
  documents: [{ id: document, title: 'Desafíos del Valle de Anta', kind: 'challenge-list' }],
};

export const sampleChallenges: readonly ChallengeView[] = challengeTexts.map((one, index) => {
  const number = index + 1;
  const idOf = (part: string) => `${collection}.d${number}.${part}`;
  return {
    ...{ collection, number, title: one.title, passageId: idOf('title') },
    questions: one.questions.map((text, at) => ({ passageId: idOf(`q${at + 1}`), text })),
    references: one.references.map((text, at) => ({ passageId: idOf(`r${at + 1}`), source, text })),
  };
});

/** A citation of the passage with this id (without the collection's name). */
export function aCitation(id: string, marker = 1): Citation {
  const passage = samplePassages.find((one) => one.id === `${collection}.${id}`);
  if (passage === undefined) throw new Error(`The sample has no passage ${id}`);
  const { challenge, section, page, start, end, text } = passage;
  return {
    ...{ marker, passageId: passage.id, collection, document, challenge, section, source: passage.source },
    ...{ page, start, end, quote: text, url: `/pasaje/${passage.id}` },
  };
}
