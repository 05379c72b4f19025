import type { Ask } from '../catalogue/read-ask.ts';
import type { Mentions } from '../catalogue/read-mentions.ts';
import type { Noun } from '../catalogue/terms.ts';
import type { Turn } from '../domain/conversation.ts';
import { foldText } from '../domain/fold-text.ts';
import { assignBareNumbers, type TalkParts } from './assign-bare-numbers.ts';

/** One turn, read for what it names and what it asks. */
export type ReadTurn = {
  readonly role: Turn['role'];
  readonly text: string;
  readonly mentions: Mentions;
  readonly ask: Ask;
  /** The strategy that "la de innovación" would name where the talk is about strategies. */
  readonly elliptic: string | null;
  /** What an answer names, its quotations included. */
  readonly told: Pick<Mentions, 'guidelines' | 'sources' | 'codes'>;
};

/** What a message is about once the talk before it is taken into account. */
export type Focus = {
  readonly isFollowUp: boolean;
  /** The message leans on something ("ese", "y sus…") and nothing in the talk says on what. */
  readonly isDangling: boolean;
  readonly challenges: readonly number[];
  readonly mentions: Mentions;
  readonly ask: Ask;
  /** Challenges left out on purpose: "¿y en otro desafío?". */
  readonly except: readonly number[];
  /** "Dame otra": what the last answer showed is not to be shown again. */
  readonly shown: string;
  /** The last question of the visitor, to be searched with the message; empty when the message stands alone. */
  readonly context: string;
};

const OPENERS =
  /^(?:ok |ya |oye |pero |entonces |bueno )*(?:y|e|i|pero|entonces|and|what about|how about|then|tambien)\b/;
const POINTERS =
  /\b(?:ese|esa|eso|esos|esas|este desafio|esta pregunta|aquel|el mismo|la misma|lo mismo|mismo desafio|ahi|alli|in there|there|su|sus|tiene|lo respalda|la respalda|lo apoya|lo sustenta|lo sostiene|ambos|los dos|las dos|\w{4,}(?:alos|alas|elos|elas|arlos|arlas)|cual de los dos|that|those|it|its|them|both|the same|pertenece|corresponden?)\b/;
const SEVERAL =
  /\b(?:ambos|ambas|los dos|las dos|esos dos|estos dos|comparalos|comparalas|compararlos|comparelos|comparelas|both|them|entre ellos|cada uno|cada una|en comun|comparten|in common)\b/;
const OTHERS =
  /\botr[oa]s?\s+(?:desaf|reto|challenge)|\b(?:cuales|que|en) otr[oa]s\b|\b(?:solo|solamente|only) (?:(?:en )?es[eao]|ahi|that one|there)\b|\b(?:algun[oa]?|ningun[oa]?|alguien|nadie) mas\b|\ben algun otro\b|\banywhere else\b|\bother challenge|\banother challenge|\bademas de ese\b/;
const REST = /\b(?:faltan|faltaron|el resto|los demas|las demas|los otros|the rest|remaining|the others)\b/;
const ANOTHER = /\b(?:otra|otro)\b(?! (?:desaf|reto|region|ano))|\banother one\b|\bone more\b/;
// "¿Y el de las mujeres?", "¿y lo del agua?": another subject, not another side of the same challenge.
export const NAMES_ANOTHER =
  /^(?:(?:bueno|ok|ya|oye) )*(?:y|e|i|and)?\s*(?:en )?(?:el|la|los|las|lo|the one)\s+(?:de|del|que|sobre|d|k|q|about|on)\b/;
/** "¿Qué dice de ellos?": of what was asked about, not of the challenge. */
const OF_THE_SUBJECT =
  /\b(?:de|sobre|para|con|a|about|for|of) (?:ell[oa]s|eso|esa gente|esas? personas?|them|that|it)\b/;
/** "… ¿y cuáles el 8?": the same of another. */
const THE_SAME_OF =
  /^(?:y )?(?:[ck]ual(?:es)?|que|which|what) (?:es |son )?(?:of |en )?(?:el|la|los|las|del|de la|al|the) (?:del? )?(?:\d+|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|sext[oa]|septim[oa]|octav[oa])$/;
/** "Volviendo al primero que te pregunté". */
const FIRST_OF_TALK =
  /\b(?:(?:volv|vuelv|regres|retom)\w* (?:a|al|con) (?:lo |el |la )?primer[oa]?|primer[oa]? que (?:te |le |les )?(?:pregunt|consult|dij|vimos)\w*|the first one i asked)/;
const PREVIOUS =
  /\b(?:(?:el|la|al) anterior|previous|the one before)\b|^no (?:no )?(?:me referia al|el|al) otro\b/;
const NEXT = /\b(?:el siguiente|el proximo|el que sigue|next one|the next)\b/;
const SHORT_WORDS = 7;
const SPEAK_OF_STRATEGIES: readonly Noun[] = [
  'strategy',
  'source',
  'reference',
  'specific-objective',
  'axis',
  'line',
];
/** Challenges in one breath beyond which a talk is about all of them, not about these. */
const MOST_IN_FOCUS = 3;
const PARTS: ReadonlySet<Noun> = new Set([
  'axis',
  'line',
  'guideline',
  'general-objective',
  'specific-objective',
  'objective',
  'question',
  'title',
  'source',
  'strategy',
  'reference',
]);

/** What the talk has come to: the last question as it was understood, and what it was about. */
type Talk = TalkParts & {
  readonly last: { readonly mentions: Mentions; readonly ask: Ask; readonly text: string } | null;
  /** Distinct challenges of the talk, the latest last. */
  readonly named: readonly number[];
  readonly firstNamed: number | null;
  readonly answer: string;
  /** What the last answer named: "ese lineamiento", "esa estrategia". */
  readonly told: Pick<Mentions, 'guidelines' | 'sources' | 'codes'>;
};

const SILENCE: Talk = {
  last: null,
  challenges: [],
  listed: [],
  named: [],
  firstNamed: null,
  answer: '',
  nouns: new Set(),
  guidelines: [],
  asked: [],
  told: { guidelines: [], sources: [], codes: [] },
};

/** Joins a message with the talk before it: each earlier turn is understood in its own talk, oldest first. */
export function followConversation(
  message: ReadTurn,
  earlier: readonly ReadTurn[],
  sources: readonly string[] = [],
): Focus {
  const talk = earlier.reduce(
    (heard, turn) => (turn.role === 'user' ? hearVisitor(heard, turn) : hearAnswer(heard, turn)),
    SILENCE,
  );
  const focus = resolveMessage(talk, withEllipticSource(message, talk));
  return { ...focus, mentions: withNumberedSources(focus.mentions, talk, sources) };
}

/** "No esa, la de innovación", after a question about strategies. */
function withEllipticSource(message: ReadTurn, { nouns, last }: Talk): ReadTurn {
  const { mentions, elliptic, ask } = message;
  const isAboutStrategies =
    SPEAK_OF_STRATEGIES.some((noun) => nouns.has(noun)) || (last?.mentions.sources.length ?? 0) > 0;
  if (elliptic === null || mentions.sources.length > 0 || !isAboutStrategies) return message;
  return {
    ...message,
    mentions: { ...mentions, sources: [elliptic] },
    ask: { ...ask, topic: [] },
  };
}

/** "¿Qué desafíos citan la tercera?" after the list of sources. */
function withNumberedSources(mentions: Mentions, talk: Talk, sources: readonly string[]): Mentions {
  if (!talk.nouns.has('source') || mentions.sources.length > 0) return mentions;
  const named = mentions.bare.flatMap(({ value, isFeminine }) =>
    isFeminine ? sources.slice(value - 1, value) : [],
  );
  return named.length > 0 ? { ...mentions, sources: named } : mentions;
}

/** Challenges that the message itself names; "¿y el 6?" counts where no other part is named. */
export function ownChallenges({ mentions }: Pick<ReadTurn, 'mentions'>): number[] {
  const { challenges } = assignBareNumbers(mentions, SILENCE);
  return [...mentions.challenges, ...challenges.filter((number) => !mentions.challenges.includes(number))];
}

function hearVisitor(talk: Talk, turn: ReadTurn): Talk {
  const { challenges, mentions, ask } = resolveMessage(talk, turn);
  const inFocus = challenges.length <= MOST_IN_FOCUS ? challenges : [];
  return {
    last: { mentions, ask, text: turn.text },
    challenges: inFocus,
    listed: [],
    named: remember(talk.named, inFocus),
    firstNamed: talk.firstNamed ?? inFocus[0] ?? null,
    answer: '',
    nouns: mentions.nouns,
    guidelines: mentions.guidelines,
    asked: challenges,
    told: SILENCE.told,
  };
}

function hearAnswer(talk: Talk, turn: ReadTurn): Talk {
  // "El segundo es «…»" in an answer counts what was asked for, not challenges.
  const told = ownChallenges({
    mentions: { ...turn.mentions, bare: turn.mentions.bare.filter(({ isOrdinal }) => !isOrdinal) },
  });
  const listed = told.length > 1 ? told : talk.listed;
  const challenges = talk.challenges.length === 0 && told.length <= MOST_IN_FOCUS ? told : talk.challenges;
  const guidelines = turn.told.guidelines.length > 1 ? turn.told.guidelines : talk.guidelines;
  return {
    ...talk,
    told: turn.told,
    guidelines,
    listed,
    challenges,
    named: remember(talk.named, challenges),
    answer: turn.text,
  };
}

function remember(named: readonly number[], challenges: readonly number[]): number[] {
  return [...named.filter((number) => !challenges.includes(number)), ...challenges];
}

function resolveMessage(talk: Talk, message: ReadTurn): Focus {
  const folded = plain(message.text);
  const leans =
    OPENERS.test(folded) || POINTERS.test(folded) || THE_SAME_OF.test(folded) || FIRST_OF_TALK.test(folded);
  const isBackToFirst = FIRST_OF_TALK.test(folded) && talk.firstNamed !== null;
  const mentions = isBackToFirst
    ? { ...message.mentions, challenges: [talk.firstNamed] }
    : withBareNumbers(message.mentions, talk);
  const own = mentions.challenges;
  const alone: Focus = {
    isFollowUp: false,
    isDangling: false,
    challenges: own,
    mentions,
    ask: message.ask,
    except: [],
    shown: '',
    context: '',
  };
  if (talk.last === null && talk.challenges.length === 0)
    return { ...alone, isDangling: leans && isEmptyHanded(message) };
  const isShort = folded.split(' ').length <= SHORT_WORDS;
  const isNumberOfTalk =
    mentions.questions.length > message.mentions.questions.length ||
    mentions.lines.length > message.mentions.lines.length;
  if (!leans && !isNumberOfTalk && (!isShort || saysEnough(message, own))) return alone;
  if (OTHERS.test(folded)) return lookElsewhere(alone, talk);
  if (REST.test(folded)) return takeRest(alone, talk);
  return continueTalk(alone, talk, folded);
}

/** A short message that names its own challenge and its own wish needs no talk before it. */
function saysEnough({ ask, mentions }: ReadTurn, own: readonly number[]): boolean {
  if (own.length === 0) return ask.topic.length > 1 || mentions.sources.length > 0;
  return ask.about || ask.list || hasParts(mentions) || ask.topic.length > 0;
}

function continueTalk(alone: Focus, talk: Talk, folded: string): Focus {
  const { ask, mentions, challenges: own } = alone;
  const isAboutSeveral = SEVERAL.test(folded) || ask.whichOfThem;
  const changesSubject = NAMES_ANOTHER.test(folded) && ask.topic.length > 0 && own.length === 0;
  const carried = carriedChallenges(talk, folded, isAboutSeveral);
  const asksWhose = ask.whichChallenge && !ask.whichOfThem && (talk.last?.mentions.codes.length ?? 0) > 0;
  const challenges = own.length > 0 || changesSubject || asksWhose || !keepsChallenges(alone) ? own : carried;
  return {
    ...alone,
    isFollowUp: true,
    isDangling: isEmptyHanded(alone) && challenges.length === 0 && talk.last === null,
    challenges,
    mentions: inheritMentions(mentions, ask, talk, own),
    ask: inheritAsk(alone, talk, { text: folded, changesSubject }),
    shown: ANOTHER.test(folded) ? talk.answer : '',
    context: changesSubject ? '' : (talk.last?.text ?? ''),
  };
}

/** "¿Y en otro desafío también salen?": what was asked before, in the other challenges. */
function lookElsewhere(alone: Focus, talk: Talk): Focus {
  const topic = alone.ask.topic.length > 0 ? alone.ask.topic : (talk.last?.ask.topic ?? []);
  // "¿Ese lineamiento lo cita otro?"
  const speaksOfGuideline = alone.mentions.nouns.has('guideline') || talk.nouns.has('guideline');
  const toldGuidelines = speaksOfGuideline ? talk.told.guidelines : [];
  return {
    ...alone,
    isFollowUp: true,
    challenges: [],
    mentions: {
      ...alone.mentions,
      plurals: new Set<Noun>(['challenge']),
      guidelines: first(alone.mentions.guidelines, talk.last?.mentions.guidelines, toldGuidelines),
      codes: first(alone.mentions.codes, talk.last?.mentions.codes),
    },
    ask: { ...alone.ask, topic, whichChallenge: true },
    except: talk.challenges,
    context: talk.last?.text ?? '',
  };
}

function first<T>(...found: readonly (readonly T[] | undefined)[]): readonly T[] {
  return found.find((items) => items && items.length > 0) ?? [];
}

/** "Sigue con los que faltan": the challenges that the talk has not named. */
function takeRest(alone: Focus, talk: Talk): Focus {
  const nouns = new Set<Noun>(['challenge', ...(talk.last?.mentions.nouns ?? [])]);
  return {
    ...alone,
    isFollowUp: true,
    challenges: [],
    mentions: { ...alone.mentions, nouns, plurals: new Set<Noun>(['challenge']) },
    ask: { ...alone.ask, topic: [], list: true },
    except: [...talk.named, ...talk.listed],
  };
}

function carriedChallenges(talk: Talk, folded: string, isAboutSeveral: boolean): readonly number[] {
  if (isAboutSeveral) return talk.listed.length > 1 ? talk.listed : talk.named.slice(-2);
  const [only] = talk.challenges;
  const isOne = only !== undefined && talk.challenges.length === 1;
  if (PREVIOUS.test(folded))
    return talk.named.length > 1 ? talk.named.slice(-2, -1) : isOne ? [only - 1] : [];
  if (NEXT.test(folded) && isOne) return [only + 1];
  return talk.challenges;
}

// "¿Y el eje 2?" after a talk about challenge 6 leaves the challenge behind.
function keepsChallenges({ mentions, ask }: Focus): boolean {
  const namesAll = mentions.plurals.has('challenge') && (ask.list || ask.count);
  return (
    mentions.axes.length === 0 &&
    mentions.sources.length === 0 &&
    mentions.guidelines.length === 0 &&
    mentions.codes.length === 0 &&
    !ask.overview &&
    !namesAll
  );
}

/** "¿Y las del 2?" after asking for the questions of 1 asks for questions: what is wanted is taken over where the message does not say. */
function inheritAsk(
  { ask, mentions, challenges: own }: Focus,
  talk: Talk,
  { text, changesSubject }: { readonly text: string; readonly changesSubject: boolean },
): Ask {
  const last = talk.last?.ask;
  if (!last || hasParts(mentions)) return ask;
  // "¿Qué dice el 1 de la educación?", "¿y el 8?": the subject goes along with the change of challenge.
  // "¿Cuál es el de la basura?", "¿y el del agua?": another challenge, not what it says of the first one's subject.
  const isAnotherOne = last.whichChallenge && NAMES_ANOTHER.test(text);
  const carriesTopic = own.length > 0 && ask.topic.length === 0 && last.topic.length > 0 && !isAnotherOne;
  const isOfSubject = own.length === 0 && OF_THE_SUBJECT.test(text) && last.topic.length > 0;
  const topic = ask.topic.length > 0 ? ask.topic : carriesTopic || isOfSubject ? last.topic : [];
  if (hasWish(ask) && !THE_SAME_OF.test(text)) return { ...ask, topic };
  // "¿Cuántos son?" then "¿y el último?" asks what that one is about, not how many again.
  const isNewWish = last.count && !talk.nouns.has('question') && own.length > 0;
  return {
    ...last,
    topic,
    overview: false,
    count: last.count && !isNewWish,
    list: last.list && !isNewWish,
    whichChallenge: last.whichChallenge && (changesSubject || own.length === 0),
    confirm: false,
  };
}

function inheritMentions(mentions: Mentions, ask: Ask, talk: Talk, own: readonly number[]): Mentions {
  const before = talk.last?.mentions;
  if (!before) return mentions;
  const axes = mentions.nouns.has('line') && mentions.axes.length === 0 ? before.axes : mentions.axes;
  const inherited = own.length > 0 ? [] : first(before.sources, ask.year ? talk.told.sources : []);
  const sources = first(mentions.sources, inherited);
  const asksWhoseItIs = ask.whichChallenge && own.length === 0;
  const codes = mentions.codes.length > 0 || !asksWhoseItIs ? mentions.codes : before.codes;
  if ((hasParts(mentions) || ask.topic.length > 0) && !asksWhoseItIs) return { ...mentions, axes, sources };
  // "Cuántas preguntas tiene el 6, ¿y en qué documentos se apoya?" asks for no questions the second time.
  const nouns = ask.cites ? [...before.nouns].filter((noun) => noun !== 'question') : before.nouns;
  const isNumbered = mentions.guidelines.length + mentions.axes.length + mentions.questions.length > 0;
  return {
    ...mentions,
    nouns: new Set([...nouns, ...mentions.nouns]),
    plurals:
      mentions.questions.length > 0 ? mentions.plurals : new Set([...before.plurals, ...mentions.plurals]),
    axes,
    sources,
    codes,
    guidelines: isNumbered || own.length > 0 ? mentions.guidelines : before.guidelines,
    generalObjectives:
      mentions.generalObjectives.length > 0 ? mentions.generalObjectives : before.generalObjectives,
  };
}

function withBareNumbers(mentions: Mentions, talk: Talk): Mentions {
  const assigned = assignBareNumbers(mentions, talk);
  const add = (numbers: readonly number[], more: readonly number[]) => [
    ...numbers,
    ...more.filter((number) => !numbers.includes(number)),
  ];
  const nouns =
    assigned.questions.length > 0 ? new Set<Noun>([...mentions.nouns, 'question']) : mentions.nouns;
  return {
    ...mentions,
    nouns,
    challenges: add(mentions.challenges, assigned.challenges),
    questions: add(mentions.questions, assigned.questions),
    axes: add(mentions.axes, assigned.axes),
    lines: add(mentions.lines, assigned.lines),
    guidelines: add(mentions.guidelines, assigned.guidelines),
    generalObjectives: add(mentions.generalObjectives, assigned.generalObjectives),
    objectives: add(mentions.objectives, assigned.objectives),
  };
}

function hasWish(ask: Ask): boolean {
  return (
    ask.count ||
    ask.list ||
    ask.about ||
    ask.compare ||
    ask.cites ||
    ask.mentions ||
    ask.whichChallenge ||
    ask.shared ||
    ask.year ||
    ask.extremes !== null
  );
}

function hasParts({ nouns }: Mentions): boolean {
  return [...nouns].some((noun) => PARTS.has(noun));
}

function isEmptyHanded({ mentions, ask }: Pick<ReadTurn, 'mentions' | 'ask'>): boolean {
  return (
    ask.topic.length === 0 &&
    mentions.challenges.length === 0 &&
    mentions.bare.length === 0 &&
    mentions.years.length === 0 &&
    mentions.sources.length === 0
  );
}

/** Folded words with one space between. */
export function plain(text: string): string {
  return (foldText(text).match(/[a-zñ0-9]+/g) ?? []).join(' ');
}
