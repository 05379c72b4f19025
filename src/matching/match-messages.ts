import type { Locale } from '../domain/collection.ts';
import type { CriterionId, MatchWarning } from '../domain/match-report.ts';

/** The words of a report. Whatever is between « » is quoted from the idea or from a document. */
export type MatchMessages = {
  readonly ideaSays: (quote: string, question: string, marker: number) => string;
  readonly ideaTouches: (quote: string, question: string, marker: number) => string;
  readonly titleAsks: (title: string, marker: number) => string;
  readonly nothingPointsThere: (title: string, marker: number) => string;
  readonly strategySupports: (source: string | null, quote: string, marker: number) => string;
  readonly contrast: (own: number, rival: number, words: string) => string;
  readonly contrastRival: (rival: number, words: string) => string;
  readonly judgesDiffer: (disputed: number, all: number) => string;
  readonly gapQuestion: (question: string) => string;
  readonly gapCriterion: Readonly<Record<CriterionId, string>>;
  readonly askCriterion: Readonly<Record<CriterionId, string>>;
  readonly askBetween: (first: string, second: string) => string;
  readonly askQuestion: (question: string) => string;
  readonly warnings: Readonly<Record<MatchWarning['code'], (quote: string) => string>>;
  readonly limits: readonly string[];
  readonly limitZeroShot: string;
};

const es: MatchMessages = {
  ideaSays: (quote, question, marker) =>
    `La idea dice «${quote}», y eso responde a lo que se pregunta: «${question}» [${marker}].`,
  ideaTouches: (quote, question, marker) =>
    `Lo que dice la idea, «${quote}», toca en parte la pregunta «${question}» [${marker}].`,
  titleAsks: (title, marker) => `El desafío busca «${title}» [${marker}].`,
  nothingPointsThere: (title, marker) =>
    `Es de lo más cercano, pero la idea no apunta con claridad a «${title}» [${marker}].`,
  strategySupports: (source, quote, marker) =>
    source === null
      ? `Se apoya en «${quote}» [${marker}].`
      : `Se apoya en ${source}: «${quote}» [${marker}].`,
  contrast: (own, rival, words) => `Se acerca más al Desafío ${own} que al ${rival} por ${words}.`,
  contrastRival: (rival, words) => ` Hacia el ${rival} apunta ${words}.`,
  judgesDiffer: (disputed, all) =>
    `El juicio aprendido y el del modelo de lenguaje no coinciden en ${disputed} de ${all} preguntas guía: conviene que lo revise una persona.`,
  gapQuestion: (question) => `No se ve qué respondería a «${question}».`,
  gapCriterion: {
    problem: 'No se dice qué problema resuelve.',
    people: 'No se dice para quiénes es.',
    territory: 'No se nombra el lugar.',
    novelty: 'No se dice qué existe hoy en ese lugar ni qué cambiaría.',
    prototype: 'No se dice qué se probaría primero ni cómo se vería si funciona.',
    impact: 'No se dice qué cambiaría, ni cuánto.',
    cocreation: 'No se dice qué papel tiene la comunidad.',
    sustainability: 'No se dice quién lo mantendría después ni dónde podría repetirse.',
  },
  askCriterion: {
    problem: '¿Qué problema concreto resuelve y a quién le pasa hoy?',
    people: '¿Para quiénes es: qué personas o grupos se benefician directamente?',
    territory: '¿En qué comuna, localidad o sector se haría?',
    novelty: '¿Qué existe hoy en ese lugar para ese problema y qué cambiaría con tu idea?',
    prototype: '¿Qué probarías primero, con quiénes, y cómo sabrías que funciona?',
    impact: '¿Qué cambiaría si resulta, en lo social, lo ambiental o lo económico, y cuánto?',
    cocreation: '¿Qué papel tiene la comunidad en crear la solución, además de recibirla?',
    sustainability: '¿Quién la mantendría cuando termine el proyecto y dónde más podría repetirse?',
  },
  askBetween: (first, second) => `¿Qué es lo central: ${first}, o ${second}?`,
  askQuestion: (question) => `Si tu idea lo aborda, ¿cómo respondería a «${question}»?`,
  warnings: {
    embedded_instructions: (quote) =>
      `La idea trae órdenes para quien la evalúa («${quote}»); no se tomaron en cuenta.`,
    echo: (quote) => `Parte del texto repite el documento («${quote}»); repetirlo no cuenta como propuesta.`,
    keyword_stuffing: (quote) => `Parte del texto acumula palabras clave («${quote}»); no se tomó en cuenta.`,
    other_territory: (quote) => `La idea nombra otro territorio («${quote}») y ninguno de esta región.`,
    too_short: () => 'El texto es demasiado corto para juzgarlo con seguridad.',
  },
  limits: [
    'El documento no dice quién puede postular, montos, plazos ni criterios de evaluación: eso está en las bases de la convocatoria.',
    'El puntaje dice cuánto se parece la idea a lo que pide el desafío; no es una probabilidad de adjudicación.',
    'No se juzga la factibilidad técnica o financiera, la novedad real, los permisos ni la capacidad del equipo.',
  ],
  limitZeroShot:
    'Esta colección no tiene ejemplos etiquetados: el juicio sale solo de los documentos, sin calibrar; la confianza es baja.',
};

const en: MatchMessages = {
  ideaSays: (quote, question, marker) =>
    `The idea says «${quote}», which answers what is asked: «${question}» [${marker}].`,
  ideaTouches: (quote, question, marker) =>
    `What the idea says, «${quote}», partly touches the question «${question}» [${marker}].`,
  titleAsks: (title, marker) => `The challenge seeks «${title}» [${marker}].`,
  nothingPointsThere: (title, marker) =>
    `It is among the nearest, but the idea does not clearly point to «${title}» [${marker}].`,
  strategySupports: (source, quote, marker) =>
    source === null
      ? `It rests on «${quote}» [${marker}].`
      : `It rests on ${source}: «${quote}» [${marker}].`,
  contrast: (own, rival, words) => `It is nearer to Challenge ${own} than to ${rival} because of ${words}.`,
  contrastRival: (rival, words) => ` Towards ${rival} points ${words}.`,
  judgesDiffer: (disputed, all) =>
    `The learnt judgement and the language model's differ on ${disputed} of ${all} guiding questions: a person should look.`,
  gapQuestion: (question) => `It is not clear what it would answer to «${question}».`,
  gapCriterion: {
    problem: 'It does not say which problem it solves.',
    people: 'It does not say for whom it is.',
    territory: 'It names no place.',
    novelty: 'It does not say what exists there today, nor what would change.',
    prototype: 'It does not say what would be tried first, nor how success would be seen.',
    impact: 'It does not say what would change, nor how much.',
    cocreation: 'It does not say what part the community has.',
    sustainability: 'It does not say who would keep it going, nor where else it could be repeated.',
  },
  askCriterion: {
    problem: 'Which concrete problem does it solve, and who has it today?',
    people: 'For whom is it: which people or groups benefit directly?',
    territory: 'In which commune, village or district would it take place?',
    novelty: 'What exists there today for that problem, and what would your idea change?',
    prototype: 'What would you try first, with whom, and how would you know that it works?',
    impact: 'What would change if it works, socially, environmentally or economically, and how much?',
    cocreation: 'What part does the community have in creating the solution, besides receiving it?',
    sustainability: 'Who would keep it going when the project ends, and where else could it be repeated?',
  },
  askBetween: (first, second) => `What is at its heart: ${first}, or ${second}?`,
  askQuestion: (question) => `If your idea deals with it, how would it answer «${question}»?`,
  warnings: {
    embedded_instructions: (quote) =>
      `The idea carries orders to whoever judges it («${quote}»); they were disregarded.`,
    echo: (quote) => `Part of the text repeats the document («${quote}»); repeating it is no proposal.`,
    keyword_stuffing: (quote) => `Part of the text heaps up keywords («${quote}»); it was disregarded.`,
    other_territory: (quote) => `The idea names another territory («${quote}») and none of this region.`,
    too_short: () => 'The text is too short to be judged with confidence.',
  },
  limits: [
    'The document does not say who may apply, amounts, dates or evaluation criteria: see the rules of the call.',
    'The score says how much the idea resembles what the challenge asks for; it is no chance of an award.',
    'Technical or financial feasibility, true novelty, permits and the capacity of the team are not judged.',
  ],
  limitZeroShot:
    'This collection has no labelled examples: the judgement comes from the documents alone, uncalibrated; confidence is low.',
};

export const MATCH_MESSAGES: Readonly<Record<Locale, MatchMessages>> = { es, en };
