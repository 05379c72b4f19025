import type { Finding, FindingItem } from '../catalogue/finding.ts';
import type { Locale } from '../domain/collection.ts';

type Values = Finding['values'];

/** Every word the assistant writes of its own, in one language. The documents' words are never here. */
export type ChatMessages = {
  readonly lead: (key: Finding['key'], values: Values) => string;
  readonly label: (key: NonNullable<FindingItem['label']>['key'], values: Values) => string;
  readonly place: (place: Place) => string;
  readonly isAboutChallenge: (number: number) => string;
  /** `isCounted`: they are all there are, so how many is said. */
  readonly isAboutChallenges: (numbers: readonly number[], isCounted: boolean) => string;
  readonly quotesAreSpanish: string;
  readonly greeting: (title: string) => string;
  readonly help: (title: string) => string;
  readonly thanks: string;
  readonly farewell: string;
  readonly attack: string;
  readonly offTopic: string;
  readonly notSaid: string;
  readonly notThoseWords: string;
  readonly notThatWord: (word: string) => string;
  readonly doNotName: (numbers: readonly number[]) => string;
  readonly notSaidOf: (matter: string) => string;
  /** Where what the documents leave out is found; `place` as the collection gives it. */
  readonly lookAt: (place: string) => string;
  readonly nearest: string;
  readonly clarifyChallenge: (count: number) => string;
  readonly clarifyWhat: string;
  readonly tooVague: string;
  readonly match: MatchWords;
  readonly notice: (code: string, values: Values) => string;
  readonly suggest: SuggestionWords;
};

export type Place = {
  readonly section: string;
  readonly challenge: number | null;
  readonly ordinal: number | null;
  readonly source: string | null;
  readonly path: readonly string[];
};

type MatchWords = {
  /** Which of several ideas told in one message. */
  readonly idea: (ordinal: number) => string;
  readonly fits: (number: number) => string;
  readonly several: (numbers: readonly number[]) => string;
  readonly none: string;
  readonly question: string;
  readonly alsoNear: (number: number) => string;
  readonly missing: string;
  readonly caution: string;
};

type SuggestionWords = {
  readonly questionsOf: (number: number) => string;
  readonly strategyOf: (number: number) => string;
  readonly about: (number: number) => string;
  readonly allChallenges: string;
  readonly sources: string;
  readonly overview: string;
  readonly matchIdea: string;
};

const joinEs = (items: readonly (string | number)[]) => join(items, 'y');
const joinEn = (items: readonly (string | number)[]) => join(items, 'and');

function join(items: readonly (string | number)[], word: string): string {
  if (items.length < 2) return String(items[0] ?? '');
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

const namedEs = (numbers: string | number) => {
  const items = String(numbers).split(', ');
  return `${items.length > 1 ? 'Desafíos' : 'Desafío'} ${joinEs(items)}`;
};
const namedEn = (numbers: string | number) => {
  const items = String(numbers).split(', ');
  return `${items.length > 1 ? 'challenges' : 'challenge'} ${joinEn(items)}`;
};

const isOne = (numbers: string | number | undefined) => !String(numbers).includes(',');
const ofEs = (numbers: string | number = '') =>
  `${isOne(numbers) ? 'del' : 'de los'} ${namedEs(numbers).replace(/^Desafíos/, 'desafíos')}`;
const restsEs = (numbers: string | number = '') =>
  isOne(numbers) ? `El Desafío ${numbers} se apoya` : `Los ${namedEs(numbers).replace(/^D/, 'd')} se apoyan`;
const restsEn = (numbers: string | number = '') =>
  `${namedEn(numbers).replace(/^c/, 'C')} ${isOne(numbers) ? 'rests' : 'rest'}`;

function pointerEs(values: Values): string {
  const codes = values.codes ? [`el código ${values.codes}`] : [];
  const objectives = values.objectives
    ? [`el objetivo general ${values.objectives}`]
    : values.unnumbered
      ? ['el objetivo general']
      : [];
  const guidelines = values.guidelines ? [`el lineamiento ${values.guidelines}`] : [];
  const source = values.source ? [`${values.source}`] : [];
  return [...codes, ...objectives, ...guidelines, ...source].join(' de ').replace(/ de el /g, ' del ');
}

function pointerEn(values: Values): string {
  const codes = values.codes ? [`item ${values.codes}`] : [];
  const objectives = values.objectives
    ? [`general objective ${values.objectives}`]
    : values.unnumbered
      ? ['the general objective']
      : [];
  const guidelines = values.guidelines ? [`guideline ${values.guidelines}`] : [];
  const source = values.source ? [`${values.source}`] : [];
  return [...codes, ...objectives, ...guidelines, ...source].join(' of ');
}

const POINTERS_ES: Readonly<Record<string, string>> = {
  guideline: 'Lineamiento',
  'strategic-guideline': 'Lineamiento Estratégico',
  'general-objective': 'Objetivo General',
  'specific-objective': 'Objetivo específico',
  'specific-objectives': 'Objetivos específicos',
  objective: 'Objetivo',
  'strategy-challenge': 'Desafío de la estrategia',
  field: 'Ámbito',
  space: 'Espacio',
  'priority-line-of-action': 'Línea de acción prioritaria',
};

const POINTERS_EN: Readonly<Record<string, string>> = {
  guideline: 'Guideline',
  'strategic-guideline': 'Strategic guideline',
  'general-objective': 'General objective',
  'specific-objective': 'Specific objective',
  'specific-objectives': 'Specific objectives',
  objective: 'Objective',
  'strategy-challenge': 'Challenge of the strategy',
  field: 'Field',
  space: 'Space',
  'priority-line-of-action': 'Priority line of action',
};

function number(values: Values, key: string): number {
  return Number(values[key] ?? 0);
}

function leadEs(key: Finding['key'], v: Values): string {
  const count = number(v, 'count');
  const leads: Readonly<Record<Finding['key'], string>> = {
    overview: `Es la lista de desafíos de innovación social priorizados para la región: ${count} desafíos`,
    'challenge-count': `Son ${count} desafíos`,
    'challenge-list': `Los ${count} desafíos son:`,
    'challenge-titles': 'Sus títulos son:',
    'about-challenge': `El Desafío ${v.number} trata de:`,
    'question-count': v.challenge
      ? `El Desafío ${v.challenge} tiene ${count} preguntas guía`
      : `Son ${count} preguntas guía en total, repartidas en ${v.challenges} desafíos`,
    'questions-per-challenge': `Preguntas guía de cada desafío: ${String(v.each).replace(/(\d+): (\d+)/g, 'Desafío $1: $2')} (${count} en total)`,
    'lines-per-axis': `Líneas de acción de cada eje: ${String(v.each).replace(/(\d+): (\d+)/g, 'Eje $1: $2')} (${count} en total)`,
    'document-year': 'El documento es de:',
    'source-years': 'Los años están en su nombre:',
    'question-extremes': [
      ...(v.withMost ? [`Más preguntas guía: ${namedEs(v.withMost)}, con ${v.most} preguntas`] : []),
      ...(v.withFewest ? [`Menos preguntas guía: ${namedEs(v.withFewest)}, con ${v.fewest} preguntas`] : []),
    ].join('. '),
    'challenges-with-count': `Tienen ${v.wanted} preguntas guía ${count} desafíos (${v.challenges})`,
    'other-year': `No es de ${v.claimed}: el documento dice ${v.year}`,
    'source-of-other-year': `El documento no nombra una estrategia de ${v.claimed}. La que nombra es:`,
    'nobody-cites': `Ningún desafío la cita: el documento no la asocia a un desafío en particular`,
    'not-cited-there': `El Desafío ${v.challenge} no se apoya en ${v.source}. Se apoya en:`,
    'challenge-is-other': `El Desafío ${v.number} no es ese: es el Desafío ${v.other}.`,
    'questions-of': `Las preguntas guía ${ofEs(v.challenge)} son ${count}:`,
    'question-of': `Dice así:`,
    'all-questions': `Son ${count} preguntas guía, repartidas en ${v.challenges} desafíos:`,
    'references-of': `${restsEs(v.challenge)} en${v.counted ? ` ${v.counted} documento${v.counted === 1 ? '' : 's'}` : ''}:`,
    'pointers-of': `El Desafío ${v.challenge} cita${v.counted ? ` ${v.counted} ${v.kind === 'guideline' ? 'lineamiento' : 'objetivo'}${count === 1 ? '' : 's'}` : ''}:`,
    'pointer-named': `Según el documento, ${pointerEs(v)} es:`,
    'pointer-ambiguous': `Hay más de uno que corresponde a ${pointerEs(v)}, según el desafío que lo cita:`,
    'challenges-citing':
      count === 1
        ? `Lo cita solo el Desafío ${v.challenges}:`
        : `Lo citan ${count} desafíos (${v.challenges}):`,
    'challenges-not-citing':
      count === 1
        ? `No lo cita solo el Desafío ${v.challenges}:`
        : `No lo citan ${count} desafíos (${v.challenges}):`,
    'all-citing': `Ninguno lo deja fuera: lo citan los ${count} desafíos:`,
    'guidelines-cited': `El documento cita ${count} lineamientos de ${v.source}:`,
    axes: `${v.source} tiene ${count} ejes estratégicos en el documento:`,
    axis: 'El eje dice:',
    'lines-of-axis':
      Number(v.number) > 0
        ? `El Eje Estratégico ${v.number} tiene ${count} líneas de acción:`
        : `Son ${count} líneas de acción, por eje:`,
    'line-of-axis': `Del Eje Estratégico ${v.number}:`,
    objectives: `Los objetivos específicos de ${v.source} son ${count}:`,
    'axis-count': `${v.source} tiene ${count} ejes estratégicos en el documento`,
    'line-count':
      Number(v.axis) > 0
        ? `El Eje Estratégico ${v.axis} tiene ${count} líneas de acción`
        : `Son ${count} líneas de acción en total`,
    'objective-count': `${v.source} tiene ${count} objetivos específicos en el documento`,
    sources: `El documento declara ${count} fuentes:`,
    'source-count': `El documento declara ${count} fuentes`,
    shared: `Los desafíos ${v.challenges} comparten esta referencia:`,
    'nothing-shared': 'No comparten ninguna referencia a las estrategias.',
    'document-title': 'El documento se titula:',
    'no-such-challenge': `El documento no tiene un desafío ${v.number}; son ${count} desafíos`,
    'no-such-question': `No hay una pregunta ${v.number} en el Desafío ${v.challenge}: tiene ${count} preguntas guía`,
    'no-such-axis': `No son ${v.number}: el documento trae ${count} ejes estratégicos de ${v.source}`,
    'no-such-line': `Ese eje tiene ${count} líneas de acción`,
    'no-such-pointer': `El documento no menciona ${pointerEs(v)}${Number(v.challenge) > 0 ? ` en el Desafío ${v.challenge}` : ''}.`,
    'count-corrected': `No son ${v.claimed}: el documento tiene ${count} ${v.part === 'question' ? 'preguntas guía' : 'desafíos'}`,
  };
  return leads[key];
}

function leadEn(key: Finding['key'], v: Values): string {
  const count = number(v, 'count');
  const leads: Readonly<Record<Finding['key'], string>> = {
    overview: `It is the region's list of prioritised social-innovation challenges: ${count} challenges`,
    'challenge-count': `There are ${count} challenges`,
    'challenge-list': `The ${count} challenges are:`,
    'challenge-titles': 'Their titles are:',
    'about-challenge': `Challenge ${v.number} is about:`,
    'question-count': v.challenge
      ? `Challenge ${v.challenge} has ${count} guiding questions`
      : `There are ${count} guiding questions in all, across ${v.challenges} challenges`,
    'questions-per-challenge': `Guiding questions of each challenge: ${String(v.each).replace(/(\d+): (\d+)/g, 'Challenge $1: $2')} (${count} in all)`,
    'lines-per-axis': `Lines of action of each axis: ${String(v.each).replace(/(\d+): (\d+)/g, 'Axis $1: $2')} (${count} in all)`,
    'document-year': 'The document is of:',
    'source-years': 'Its name gives the years:',
    'question-extremes': [
      ...(v.withMost ? [`Most guiding questions: ${namedEn(v.withMost)}, with ${v.most} questions`] : []),
      ...(v.withFewest
        ? [`Fewest guiding questions: ${namedEn(v.withFewest)}, with ${v.fewest} questions`]
        : []),
    ].join('. '),
    'challenges-with-count': `${count} challenges have ${v.wanted} guiding questions (${v.challenges})`,
    'other-year': `It is not of ${v.claimed}: the document says ${v.year}`,
    'source-of-other-year': `The document names no strategy of ${v.claimed}. The one that it names is:`,
    'nobody-cites': `No challenge cites it: the document does not tie it to any one challenge`,
    'not-cited-there': `Challenge ${v.challenge} does not rest on ${v.source}. It rests on:`,
    'challenge-is-other': `Challenge ${v.number} is not that one: it is challenge ${v.other}.`,
    'questions-of': `${namedEn(v.challenge ?? '').replace(/^c/, 'C')} ask${isOne(v.challenge) ? 's' : ''} ${count} guiding questions:`,
    'question-of': 'It says:',
    'all-questions': `There are ${count} guiding questions, across ${v.challenges} challenges:`,
    'references-of': `${restsEn(v.challenge)} on${v.counted ? ` ${v.counted} document${v.counted === 1 ? '' : 's'}` : ''}:`,
    'pointers-of': `Challenge ${v.challenge} cites${v.counted ? ` ${v.counted} ${v.kind === 'guideline' ? 'guideline' : 'objective'}${count === 1 ? '' : 's'}` : ''}:`,
    'pointer-named': `According to the document, ${pointerEn(v)} is:`,
    'pointer-ambiguous': `More than one fits ${pointerEn(v)}, depending on the challenge that cites it:`,
    'challenges-citing':
      count === 1
        ? `Only challenge ${v.challenges} cites it:`
        : `${count} challenges cite it (${v.challenges}):`,
    'challenges-not-citing': `${count} ${count === 1 ? 'challenge does' : 'challenges do'} not cite it (${v.challenges}):`,
    'all-citing': `None leaves it out: all ${count} challenges cite it:`,
    'guidelines-cited': `The document cites ${count} guidelines of ${v.source}:`,
    axes: `${v.source} has ${count} strategic axes in the document:`,
    axis: 'The axis says:',
    'lines-of-axis':
      Number(v.number) > 0
        ? `Strategic axis ${v.number} has ${count} lines of action:`
        : `There are ${count} lines of action, by axis:`,
    'line-of-axis': `From strategic axis ${v.number}:`,
    objectives: `The specific objectives of ${v.source} are ${count}:`,
    'axis-count': `${v.source} has ${count} strategic axes in the document`,
    'line-count':
      Number(v.axis) > 0
        ? `Strategic axis ${v.axis} has ${count} lines of action`
        : `There are ${count} lines of action in all`,
    'objective-count': `${v.source} has ${count} specific objectives in the document`,
    sources: `The document lists ${count} sources:`,
    'source-count': `The document lists ${count} sources`,
    shared: `Challenges ${v.challenges} share this reference:`,
    'nothing-shared': 'They share no reference to the strategies.',
    'document-title': 'The document is titled:',
    'no-such-challenge': `The document does not have a challenge ${v.number}; there are ${count} challenges`,
    'no-such-question': `There is no question ${v.number} in challenge ${v.challenge}: it has ${count} guiding questions`,
    'no-such-axis': `Not ${v.number}: the document gives ${count} strategic axes of ${v.source}`,
    'no-such-line': `That axis has ${count} lines of action`,
    'no-such-pointer': `The document does not mention ${pointerEn(v)}${Number(v.challenge) > 0 ? ` in challenge ${v.challenge}` : ''}.`,
    'count-corrected': `Not ${v.claimed}: the document has ${count} ${v.part === 'question' ? 'guiding questions' : 'challenges'}`,
  };
  return leads[key];
}

function labelEs(key: NonNullable<FindingItem['label']>['key'], v: Values): string {
  if (key === 'challenge') return `Desafío ${v.number}`;
  if (key === 'challenge-and-source') return `Desafío ${v.challenge}, ${v.source}`;
  if (key === 'question') return `Desafío ${v.challenge}, pregunta ${v.number}`;
  if (key === 'axis') return `Eje ${v.number}`;
  if (key === 'line') return `Línea ${v.number}`;
  if (key === 'objective') return `Objetivo ${v.number}`;
  if (key === 'source') return String(v.source);
  const name = POINTERS_ES[String(v.kind)] ?? '';
  const under = v.guideline ? ` del Lineamiento ${v.guideline}` : '';
  return `${name}${v.number ? ` ${v.number}` : ' (sin número)'}${under}, citado en el Desafío ${v.challenge}`;
}

function labelEn(key: NonNullable<FindingItem['label']>['key'], v: Values): string {
  if (key === 'challenge') return `Challenge ${v.number}`;
  if (key === 'challenge-and-source') return `Challenge ${v.challenge}, ${v.source}`;
  if (key === 'question') return `Challenge ${v.challenge}, question ${v.number}`;
  if (key === 'axis') return `Axis ${v.number}`;
  if (key === 'line') return `Line ${v.number}`;
  if (key === 'objective') return `Objective ${v.number}`;
  if (key === 'source') return String(v.source);
  const name = POINTERS_EN[String(v.kind)] ?? '';
  const under = v.guideline ? ` of guideline ${v.guideline}` : '';
  return `${name}${v.number ? ` ${v.number}` : ' (no number)'}${under}, cited in challenge ${v.challenge}`;
}

/** A strategy with the part of it that a passage stands under: "…, Eje Estratégico 2". */
function withPart({ source, path }: Place, document: string): string {
  const [part] = path.at(-1)?.split(':') ?? [];
  const name = source ?? document;
  return path.length > 1 && part ? `${name}, ${part}` : name;
}

function placeEs(place: Place): string {
  if (place.section === 'question') return `Desafío ${place.challenge}, pregunta guía ${place.ordinal}`;
  if (place.section === 'title' && place.challenge) return `Desafío ${place.challenge}`;
  if (place.section === 'reference')
    return `Desafío ${place.challenge}, citando ${place.source ?? 'una estrategia'}`;
  if (place.section === 'strategy') return withPart(place, 'El documento');
  if (place.section === 'source') return 'Fuente';
  if (place.section === 'text') return place.path.at(-1) ?? 'El documento';
  return 'Encabezado del documento';
}

function placeEn(place: Place): string {
  if (place.section === 'question') return `Challenge ${place.challenge}, guiding question ${place.ordinal}`;
  if (place.section === 'title' && place.challenge) return `Challenge ${place.challenge}`;
  if (place.section === 'reference')
    return `Challenge ${place.challenge}, citing ${place.source ?? 'a strategy'}`;
  if (place.section === 'strategy') return withPart(place, 'The document');
  if (place.section === 'source') return 'Source';
  if (place.section === 'text') return place.path.at(-1) ?? 'The document';
  return 'Head of the document';
}

function noticeEs(code: string, v: Values): string {
  const notices: Readonly<Record<string, string>> = {
    'repeated-number': `Ojo: el documento repite el número ${v.codes}; se muestra tal como viene.`,
    'missing-number': `Ojo: en la numeración del documento falta el ${v.codes}.`,
    'count-mismatch': `Ojo: el documento da ${v.expected} números y ${v.found} nombres, así que no se puede saber cuál corresponde a cuál.`,
    'objective-without-number': 'Ojo: el documento no le pone número a ese objetivo.',
    'guideline-without-name': `Ojo: el documento no da el nombre del lineamiento ${v.codes} en ese pasaje.`,
    'inherited-source':
      'Ojo: ese párrafo no nombra su estrategia; se entiende que sigue a la del párrafo anterior.',
    'strategy-without-challenge':
      'Ojo: el documento trae esa estrategia al final, sin asociarla a un desafío.',
    'fewer-cited-than-announced': `Ojo: el documento anuncia ${v.expected} y cita ${v.found}.`,
    'source-written-differently':
      'Ojo: el documento escribe el nombre de esa estrategia de más de una manera.',
    'strategy-horizon-passed': `Ojo: el horizonte de esa estrategia ya había pasado (${v.first}); puede haber una más nueva, conviene verificarlo.`,
    excerpt: 'Ojo: el documento cita solo un extracto, con puntos suspensivos.',
  };
  return notices[code] ?? '';
}

function noticeEn(code: string, v: Values): string {
  const notices: Readonly<Record<string, string>> = {
    'repeated-number': `Note: the document repeats the number ${v.codes}; it is shown as it stands.`,
    'missing-number': `Note: ${v.codes} is missing from the document's numbering.`,
    'count-mismatch': `Note: the document gives ${v.expected} numbers and ${v.found} names, so which goes with which cannot be known.`,
    'objective-without-number': 'Note: the document gives that objective no number.',
    'guideline-without-name': `Note: the document does not name guideline ${v.codes} in that passage.`,
    'inherited-source': 'Note: that paragraph names no strategy; it is read as following the one before.',
    'strategy-without-challenge': 'Note: the document prints that strategy at its end, tied to no challenge.',
    'fewer-cited-than-announced': `Note: the document announces ${v.expected} and cites ${v.found}.`,
    'source-written-differently': 'Note: the document writes the name of that strategy in more than one way.',
    'strategy-horizon-passed': `Note: the horizon of that strategy had already passed (${v.first}); there may be a newer one, check.`,
    excerpt: 'Note: the document quotes only an excerpt, with an ellipsis.',
  };
  return notices[code] ?? '';
}

const es: ChatMessages = {
  lead: leadEs,
  label: labelEs,
  place: placeEs,
  isAboutChallenge: (challenge) => `Es el Desafío ${challenge}`,
  doNotName: (numbers) =>
    numbers.length === 1
      ? `No lo nombra el Desafío ${numbers[0]}:`
      : `No lo nombran ${numbers.length}, los desafíos ${joinEs(numbers)}:`,
  isAboutChallenges: (numbers, isCounted) =>
    `Son ${isCounted ? `${numbers.length}, ` : ''}los desafíos ${joinEs(numbers)}`,
  quotesAreSpanish: '',
  greeting: (title) =>
    `¡Hola! Respondo preguntas sobre «${title}» con el pasaje que lo dice, y puedo decirte en qué desafío calza tu idea. ¿Qué quieres saber?`,
  help: (title) =>
    `Soy Elqui, un asistente automático. Respondo con lo que dice el documento «${title}», siempre con la cita, y te digo en qué desafío calza una idea. Lo que el documento no dice, no lo invento. Pregúntame, o cuéntame tu idea en una o dos frases.`,
  thanks: '¡De nada! Si quieres, sigue preguntando o cuéntame una idea para ver en qué desafío calza.',
  farewell: '¡Chao, que te vaya muy bien! Cuando quieras seguimos con los desafíos.',
  attack:
    'No puedo hacer eso. Solo respondo preguntas sobre los desafíos del documento, con su cita, y reviso en qué desafío calza una idea.',
  offTopic:
    'Eso está fuera de lo que puedo responder: soy un asistente sobre los desafíos de innovación social de este documento. Puedo ayudarte con lo que plantea cada desafío o con tu idea de proyecto.',
  notSaid: 'El documento no lo dice.',
  notThoseWords: 'El documento no contiene esa frase.',
  notThatWord: (word) => `El documento no menciona «${word}». Lo más cercano que sí dice:`,
  notSaidOf: (matter) => `El documento no indica ${matter}.`,
  lookAt: (place) => place.replace(/^En (?=\S)/, 'Dónde mirar: en '),
  nearest: 'Lo más cercano que sí dice:',
  clarifyChallenge: (count) => `¿De cuál desafío hablas? Dime el número, del 1 al ${count}.`,
  clarifyWhat:
    '¿Qué quieres saber en particular? Por ejemplo, de qué trata un desafío, sus preguntas guía o las estrategias que lo respaldan.',
  tooVague:
    'Cuéntame un poco más: qué problema resuelve tu idea, para quiénes y en qué lugar de la región. Con eso te digo en qué desafío calza.',
  match: {
    idea: (ordinal) => `Idea ${ordinal}:`,
    fits: (challenge) => `Tu idea calza con el Desafío ${challenge}`,
    several: (numbers) => `Tu idea puede calzar con los desafíos ${joinEs(numbers)}`,
    none: 'Tal como la cuentas, el documento no tiene un desafío que calce claramente con tu idea.',
    question: 'La pregunta guía que más toca',
    alsoNear: (challenge) => `También queda cerca del Desafío ${challenge}`,
    missing: 'Para afinar el juicio, cuéntame:',
    caution:
      'Esto compara tu idea con el texto; el documento no dice quién puede postular ni cómo se evalúa.',
  },
  notice: noticeEs,
  suggest: {
    questionsOf: (challenge) => `¿Qué preguntas guía plantea el desafío ${challenge}?`,
    strategyOf: (challenge) => `¿Qué estrategia respalda el desafío ${challenge}?`,
    about: (challenge) => `¿De qué trata el desafío ${challenge}?`,
    allChallenges: '¿Cuáles son los desafíos?',
    sources: '¿Cuáles son las fuentes del documento?',
    overview: '¿De qué trata el documento?',
    matchIdea: 'Tengo una idea, ¿en qué desafío calza?',
  },
};

const en: ChatMessages = {
  lead: leadEn,
  label: labelEn,
  place: placeEn,
  isAboutChallenge: (challenge) => `It is challenge ${challenge}`,
  doNotName: (numbers) =>
    numbers.length === 1
      ? `Challenge ${numbers[0]} does not name it:`
      : `${numbers.length} do not name it, challenges ${joinEn(numbers)}:`,
  isAboutChallenges: (numbers, isCounted) =>
    isCounted
      ? `There are ${numbers.length}, challenges ${joinEn(numbers)}`
      : `They are challenges ${joinEn(numbers)}`,
  quotesAreSpanish: '(The quotations are in Spanish, as the document has them.)',
  greeting: (title) =>
    `Hello! I answer questions about “${title}” with the passage that says so, and I can tell you which challenge your idea fits. What would you like to know?`,
  help: (title) =>
    `I am Elqui, an automatic assistant. I answer with what the document “${title}” says, always quoting it, and I tell you which challenge an idea fits. What the document does not say, I do not make up. Ask me, or tell me your idea in a sentence or two.`,
  thanks: 'You are welcome! Ask on, or tell me an idea to see which challenge it fits.',
  farewell: 'Goodbye and good luck! Come back to the challenges whenever you like.',
  attack:
    'I cannot do that. I only answer questions about the challenges of the document, quoting it, and look at which challenge an idea fits.',
  offTopic:
    'That is outside what I can answer: I am an assistant about the social-innovation challenges of this document. I can help with what each challenge says or with your project idea.',
  notSaid: 'The document does not say.',
  notThoseWords: 'The document does not contain that sentence.',
  notThatWord: (word) => `The document does not mention “${word}”. The nearest thing it does say:`,
  notSaidOf: (matter) => `The document does not say anything about ${matter}.`,
  lookAt: (place) =>
    place.replace(/^(?:In|On|At) (?=\S)/, (preposition) => `Where to look: ${preposition.toLowerCase()}`),
  nearest: 'The nearest thing it does say:',
  clarifyChallenge: (count) => `Which challenge do you mean? Tell me its number, from 1 to ${count}.`,
  clarifyWhat:
    'What would you like to know exactly? For instance what a challenge is about, its guiding questions, or the strategies behind it.',
  tooVague:
    'Tell me a little more: what problem your idea solves, for whom, and where in the region. Then I can say which challenge it fits.',
  match: {
    idea: (ordinal) => `Idea ${ordinal}:`,
    fits: (challenge) => `Your idea fits challenge ${challenge}`,
    several: (numbers) => `Your idea may fit challenges ${joinEn(numbers)}`,
    none: 'As you tell it, the document does not have a challenge that your idea clearly fits.',
    question: 'The guiding question it touches most',
    alsoNear: (challenge) => `It is also near challenge ${challenge}`,
    missing: 'To sharpen the judgement, tell me:',
    caution:
      'This compares your idea with the text; the document does not say who may apply or how proposals are judged.',
  },
  notice: noticeEn,
  suggest: {
    questionsOf: (challenge) => `Which guiding questions does challenge ${challenge} ask?`,
    strategyOf: (challenge) => `Which strategy supports challenge ${challenge}?`,
    about: (challenge) => `What is challenge ${challenge} about?`,
    allChallenges: 'What are the challenges?',
    sources: 'What are the sources of the document?',
    overview: 'What is the document about?',
    matchIdea: 'I have an idea, which challenge does it fit?',
  },
};

const MESSAGES: Readonly<Record<Locale, ChatMessages>> = { es, en };

export function chatMessages(locale: Locale): ChatMessages {
  return MESSAGES[locale];
}
