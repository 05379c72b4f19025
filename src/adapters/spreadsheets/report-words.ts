import type { Locale } from '../../domain/collection.ts';
import type { AdviserDecision, RowProblem } from '../../domain/idea-batch.ts';
import type { Confidence, MatchReport, MatchWarning, QuestionVerdict } from '../../domain/match-report.ts';

export type ReportWords = {
  readonly title: string;
  readonly columns: readonly [
    row: string,
    id: string,
    idea: string,
    verdict: string,
    challenge: string,
    challengeTitle: string,
    fit: string,
    confidence: string,
    second: string,
    secondFit: string,
    ideaWords: string,
    questionCovered: string,
    gaps: string,
    askNext: string,
    warnings: string,
    decision: string,
    adviserChallenge: string,
    note: string,
    problem: string,
  ];
  readonly verdicts: Readonly<Record<MatchReport['verdict'], string>>;
  readonly confidence: Readonly<Record<Confidence, string>>;
  readonly warnings: Readonly<Record<MatchWarning['code'], string>>;
  readonly decisions: Readonly<Record<AdviserDecision['kind'], string>>;
  readonly problems: Readonly<Record<RowProblem, string>>;
  readonly questions: Readonly<Record<QuestionVerdict, string>>;
  readonly sheets: readonly [ideas: string, challenges: string];
  readonly challengeColumns: readonly [
    challenge: string,
    question: string,
    covers: string,
    partial: string,
    first: string,
    also: string,
  ];
  readonly none: string;
  readonly challenge: (number: number) => string;
  readonly summary: (counts: { readonly total: number; readonly judged: number }) => string;
  readonly counts: (verdicts: Readonly<Record<MatchReport['verdict'], number>>) => string;
  readonly byChallenge: string;
  readonly unaddressed: string;
  readonly noneUnaddressed: string;
  readonly duplicates: string;
  readonly rows: (rows: readonly number[]) => string;
  readonly companions: string;
  readonly ideas: string;
  readonly agreement: (agreed: number, decided: number, kappa: number | null) => string;
  readonly fit: (score: number) => string;
  readonly provenance: (collection: string, digest: string, answerer: string) => string;
  readonly caution: string;
};

const percent = (score: number) => Math.round(score * 100);

const es: ReportWords = {
  title: 'Informe de ideas y desafíos',
  columns: [
    'fila',
    'id',
    'idea',
    'resultado',
    'desafío',
    'título del desafío',
    'ajuste (0 a 100)',
    'confianza',
    'segundo desafío',
    'ajuste del segundo',
    'palabras de la idea',
    'pregunta guía que responde',
    'lo que no dice',
    'qué preguntar',
    'avisos',
    'decisión',
    'desafío según quien asesora',
    'nota',
    'problema',
  ],
  verdicts: { fits: 'responde a un desafío', several: 'responde a más de uno', none: 'a ninguno' },
  confidence: { alta: 'alta', media: 'media', baja: 'baja' },
  warnings: {
    embedded_instructions: 'trae instrucciones para quien evalúa',
    echo: 'repite el documento',
    keyword_stuffing: 'amontona palabras clave',
    other_territory: 'habla de otro territorio',
    too_short: 'muy breve',
  },
  decisions: { accept: 'aceptada', correct: 'corregida', note: 'solo nota' },
  problems: {
    empty: 'la idea está vacía',
    'too-short': 'la idea tiene menos de 20 caracteres',
    'too-long': 'la idea tiene más de 8.000 caracteres',
    'unreadable-text': 'el texto trae caracteres que no se pueden guardar',
    'unclosed-quote': 'la fila abre comillas que no se cierran',
    malformed: 'la fila no se puede leer',
    'judgement-failed': 'no se pudo evaluar',
  },
  questions: { covers: 'responde', partial: 'en parte', not_addressed: 'no aborda', unknown: 'no se sabe' },
  sheets: ['Ideas', 'Desafíos'],
  challengeColumns: [
    'desafío',
    'pregunta guía',
    'ideas que responden',
    'en parte',
    'ideas en el desafío',
    'también aceptables',
  ],
  none: 'ninguno',
  challenge: (number) => `Desafío ${number}`,
  summary: ({ total, judged }) => `${judged} de ${total} ideas evaluadas`,
  counts: ({ fits, several, none }) =>
    `${fits} responden a un desafío, ${several} a más de uno, ${none} a ninguno`,
  byChallenge: 'Ideas por desafío y pregunta guía',
  unaddressed: 'Preguntas que ninguna idea responde',
  noneUnaddressed: 'Todas las preguntas tienen al menos una idea.',
  duplicates: 'Ideas que parecen la misma',
  rows: (rows) => `Filas ${rows.join(', ')}`,
  companions: 'Ideas que podrían unirse',
  ideas: 'Idea por idea',
  agreement: (agreed, decided, kappa) =>
    `Quien asesora coincide en ${agreed} de ${decided} decisiones${kappa === null ? '' : ` (kappa ${kappa.toFixed(2).replace('.', ',')})`}.`,
  fit: (score) => `ajuste ${percent(score)} de 100`,
  provenance: (collection, digest, answerer) =>
    `Colección ${collection}, huella ${digest.slice(0, 12)}, motor ${answerer}.`,
  caution:
    'El ajuste dice cuánto se parece el problema de la idea al del desafío; no es una probabilidad de adjudicación. Decide quien asesora.',
};

const en: ReportWords = {
  title: 'Report of ideas and challenges',
  columns: [
    'row',
    'id',
    'idea',
    'result',
    'challenge',
    'challenge title',
    'fit (0 to 100)',
    'confidence',
    'second challenge',
    'fit of the second',
    'words of the idea',
    'guiding question answered',
    'what it does not say',
    'what to ask',
    'warnings',
    'decision',
    "adviser's challenge",
    'note',
    'problem',
  ],
  verdicts: { fits: 'answers one challenge', several: 'answers more than one', none: 'answers none' },
  confidence: { alta: 'high', media: 'medium', baja: 'low' },
  warnings: {
    embedded_instructions: 'holds instructions for the assessor',
    echo: 'repeats the document',
    keyword_stuffing: 'heaps up keywords',
    other_territory: 'speaks of another territory',
    too_short: 'very brief',
  },
  decisions: { accept: 'accepted', correct: 'corrected', note: 'note only' },
  problems: {
    empty: 'the idea is empty',
    'too-short': 'the idea has fewer than 20 characters',
    'too-long': 'the idea has more than 8,000 characters',
    'unreadable-text': 'the text holds characters that cannot be kept',
    'unclosed-quote': 'the row opens a quotation mark that is never closed',
    malformed: 'the row cannot be read',
    'judgement-failed': 'it could not be judged',
  },
  questions: { covers: 'answers', partial: 'in part', not_addressed: 'not addressed', unknown: 'not known' },
  sheets: ['Ideas', 'Challenges'],
  challengeColumns: [
    'challenge',
    'guiding question',
    'ideas that answer it',
    'in part',
    'ideas in the challenge',
    'also acceptable',
  ],
  none: 'none',
  challenge: (number) => `Challenge ${number}`,
  summary: ({ total, judged }) => `${judged} of ${total} ideas judged`,
  counts: ({ fits, several, none }) => `${fits} answer one challenge, ${several} more than one, ${none} none`,
  byChallenge: 'Ideas by challenge and guiding question',
  unaddressed: 'Questions that no idea answers',
  noneUnaddressed: 'Every question has at least one idea.',
  duplicates: 'Ideas that seem to be the same',
  rows: (rows) => `Rows ${rows.join(', ')}`,
  companions: 'Ideas that could join forces',
  ideas: 'Idea by idea',
  agreement: (agreed, decided, kappa) =>
    `The adviser agrees on ${agreed} of ${decided} decisions${kappa === null ? '' : ` (kappa ${kappa.toFixed(2)})`}.`,
  fit: (score) => `fit ${percent(score)} of 100`,
  provenance: (collection, digest, answerer) =>
    `Collection ${collection}, digest ${digest.slice(0, 12)}, engine ${answerer}.`,
  caution:
    "Fit says how far the idea's problem is the challenge's; it is no chance of an award. The adviser decides.",
};

export const reportWords: Readonly<Record<Locale, ReportWords>> = { es, en };
