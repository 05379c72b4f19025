import { foldText, soundOf } from '../domain/fold-text.ts';
import type { TextClassifier } from '../learning/text-classifier.ts';
import type { EmbeddingModel } from '../ports/embedding-model.ts';
import { withoutGreeting } from './without-greeting.ts';

const MESSAGE_KINDS = [
  'question',
  'idea',
  'absent',
  'offtopic',
  'greeting',
  'thanks',
  'farewell',
  'help',
  'attack',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export type KindReading = {
  readonly kind: MessageKind;
  readonly kinds: Readonly<Record<MessageKind, number>>;
};
export type ReadKind = (text: string, signal?: AbortSignal) => Promise<KindReading>;

/** Kinds that end the talk at once must be believed this much; the others are weighed against the passages later. */
const SURE: Readonly<Partial<Record<MessageKind, number>>> = {
  attack: 0.75,
  greeting: 0.8,
  thanks: 0.8,
  farewell: 0.8,
  help: 0.6,
  idea: 0.5,
};

const MOST_COURTESY_WORDS = 6;
const sounds = (words: string) => new Set(words.split(' ').map(soundOf));
const THANKS = sounds('gracias grax thanks thank muchisimas agradecido agradecida');
const FAREWELLS = sounds('chao chau adios bye goodbye');
const ASKS = sounds(
  'que cual cuales como cuanto cuantos cuantas donde quien dame dime y pero what which how desafio pregunta estrategia',
);

/** So few words give no order that the rules would not know. */
const TINY_WORDS = 3;

// Orders to the machine that no question about a document contains; the learnt kinds catch the rest.
const ORDERS = [
  /\b(?:ignora\w*|olvida\w*|desobedece\w*|omite|salta\w*)\b.{0,40}\b(?:instruccion\w*|reglas?|orden\w*|indicacion\w*|restriccion\w*|todo lo anterior)\b/,
  /\b(?:ignore|forget|disregard|override|bypass)\b.{0,40}\b(?:instruction\w*|rules?|prompt|previous|above)\b/,
  /\b(?:system|sistema|developer|desarrollador|debug|depuracion|dan)\s*(?:prompt|mode|override)\b|\bmodo\s+(?:desarrollador|depuracion|debug|dios|dan)\b|\bprompt de sistema\b/,
  /\b(?:tus|your)\s+(?:\w+\s+)?(?:instrucciones|instructions|prompt)\b/,
  /\b(?:inventa\w*|invent|make up|fabrica\w*|fabricate)\b.{0,40}\b(?:citas?|citations?|fuentes?|quotes?|sources?|parrafos?)\b/,
  // "Redacte una cita que afirme…; si no existe, constrúyala".
  /\b(?:redact\w+|escrib\w+|arm[ae]\w*|cre[ae]\w*|constru\w+|write|compose)\b.{0,60}\b(?:citas?|frases?|pasajes?|parrafos?|quotes?)\b.{0,120}\b(?:si no existe|aunque no|veros[ií]mil|inventad\w|constru\w+|if (?:it|there) (?:does|is)n)/,
  // "Repite tal cual: «…»": words put into the assistant's mouth.
  /\b(?:repi?t\w*|repeat|di|diga|say|escrib\w+|write|respond\w*|contest\w*|answer|output|print)\b.{0,30}\b(?:tal cual|exact\w*|literal\w*|sin agregar|unicamente|solamente|solo|only|just|word for word)\b.{0,30}["«“']/,
  /\binstruc\w+\s+(?:secret\w*|ocult\w*|intern\w*|que te dieron|de sistema)/,
];

/** Reads a message's kind with a model learnt from labelled messages; plain orders to the machine are told by rule. */
export function createReadKind(classifier: TextClassifier, embeddingModel: EmbeddingModel): ReadKind {
  return async (text, signal) => {
    if (isOrder(text)) return { kind: 'attack', kinds: { ...emptyKinds(), attack: 1 } };
    const courtesy = courtesyOf(text);
    if (courtesy !== null) return { kind: courtesy, kinds: { ...emptyKinds(), [courtesy]: 1 } };
    const said = foldText(withoutGreeting(text));
    const [embedding] = await embeddingModel.embed([said], 'query', signal);
    const ranked = classifier.classify(said, embedding ?? null);
    const kinds = emptyKinds();
    for (const { label, probability } of ranked) if (isKind(label)) kinds[label] = probability;
    const isTiny = text.trim().split(/\s+/).length <= TINY_WORDS;
    const asks = text.includes('?') && !isTiny;
    const top = ranked.find(
      ({ label, probability }) =>
        isKind(label) &&
        probability >= (SURE[label] ?? 0) &&
        !(isTiny && label === 'attack') &&
        !(asks && (label === 'thanks' || label === 'farewell')),
    )?.label;
    return { kind: top && isKind(top) ? top : 'question', kinds };
  };
}

function isOrder(text: string): boolean {
  const folded = foldText(text).replace(/\s+/g, ' ');
  return ORDERS.some((order) => order.test(folded));
}

/** A few words of which one is "gracias" or "chao", however spelt; null for anything that asks something. */
function courtesyOf(text: string): 'thanks' | 'farewell' | null {
  const words = (foldText(text).match(/[a-zñ]+/g) ?? []).map(soundOf);
  if (words.length > MOST_COURTESY_WORDS || text.includes('?') || words.some((word) => ASKS.has(word)))
    return null;
  if (words.some((word) => FAREWELLS.has(word))) return 'farewell';
  return words.some((word) => THANKS.has(word)) ? 'thanks' : null;
}

function emptyKinds(): Record<MessageKind, number> {
  return {
    question: 0,
    idea: 0,
    absent: 0,
    offtopic: 0,
    greeting: 0,
    thanks: 0,
    farewell: 0,
    help: 0,
    attack: 0,
  };
}

function isKind(label: string): label is MessageKind {
  return (MESSAGE_KINDS as readonly string[]).includes(label);
}
