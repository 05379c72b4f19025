import type { Ask } from '../catalogue/read-ask.ts';
import type { Mentions } from '../catalogue/read-mentions.ts';
import type { Noun } from '../catalogue/terms.ts';
import type { Turn } from '../domain/conversation.ts';
import { foldText } from '../domain/fold-text.ts';

/** One earlier turn, read the same way as the message. */
export type ReadTurn = {
  readonly role: Turn['role'];
  readonly text: string;
  readonly mentions: Mentions;
  readonly ask: Ask;
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
  /** The last question of the visitor, to be searched with the message; empty when the message stands alone. */
  readonly context: string;
};

const OPENERS = /^[^a-zñ0-9]*(?:y|e|i|pero|entonces|ya y|ok y|and|what about|how about|then)\b/;
const POINTERS =
  /\b(?:ese|esa|eso|esos|esas|este desafio|esta pregunta|aquel|el mismo|la misma|lo mismo|ahi|alli|su|sus|lo respalda|la respalda|lo apoya|lo sustenta|lo sostiene|ambos|los dos|las dos|comparalos|comparalas|compararlos|cual de los dos|that|those|it|its|them|both|the same)\b/;
const POINTS_AT_SEVERAL =
  /\b(?:ambos|ambas|los dos|las dos|comparalos|comparalas|compararlos|compara los dos|both|them|entre ellos|cada uno)\b/;
const OTHERS =
  /\botr[oa]s?\s+(?:desaf|reto|challenge)|\bother challenge|\banother challenge|\bademas de ese\b/;
// "¿Y el de las mujeres?", "¿y lo del agua?": another subject, not another side of the same challenge.
const NAMES_ANOTHER =
  /^[^a-zñ0-9]*(?:y|e|i|and)\s+(?:el|la|los|las|lo|the one)\s+(?:de|del|que|sobre|d|k|q|about|on)\b/;
const SHORT_WORDS = 7;
const MANY_NOUNS: ReadonlySet<Noun> = new Set([
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

/** Joins a message with the talk before it: deterministic, newest turn first. */
export function followConversation(message: ReadTurn, earlier: readonly ReadTurn[]): Focus {
  const own = ownChallenges(message);
  const standsAlone = {
    isFollowUp: false,
    isDangling: false,
    challenges: own,
    mentions: message.mentions,
    ask: message.ask,
    except: [],
    context: '',
  };
  const leans = leansOnTalk(message);
  if (earlier.length === 0) return { ...standsAlone, isDangling: leans && isEmptyHanded(message) };
  if (own.length > 0 && !leans) return standsAlone;
  if (!leans && !isShort(message)) return standsAlone;
  const lastUser = earlier.findLast(({ role }) => role === 'user');
  if (!lastUser) return standsAlone;
  const folded = foldText(message.text);
  const before = challengesOfTalk(earlier, POINTS_AT_SEVERAL.test(folded));
  if (OTHERS.test(folded)) return lookElsewhere(message, lastUser, before);
  const changesSubject = NAMES_ANOTHER.test(folded) && message.ask.topic.length > 0;
  const relative = relativeTo(before, folded);
  const challenges = own.length > 0 || changesSubject ? own : (relative ?? before);
  const inherited = inheritAsk(message, lastUser, own);
  return {
    isFollowUp: true,
    isDangling: isEmptyHanded(message) && challenges.length === 0 && !talkNamesSomething(earlier),
    challenges: keepsChallenges(message) ? challenges : own,
    mentions: inheritMentions(message, earlier, own),
    ask: inherited,
    except: [],
    context: changesSubject ? '' : lastUser.text,
  };
}

/** "¿Y el anterior?", "¿y el siguiente?": counted from the one the talk is about. */
function relativeTo(challenges: readonly number[], folded: string): number[] | null {
  const [only] = challenges;
  if (only === undefined || challenges.length > 1) return null;
  if (/\b(?:el anterior|la anterior|previous|the one before)\b/.test(folded)) return [only - 1];
  if (/\b(?:el siguiente|el proximo|el que sigue|next one|the next)\b/.test(folded)) return [only + 1];
  return null;
}

/** "¿Y en otro desafío también salen?": what was asked before, in the other challenges. */
function lookElsewhere(message: ReadTurn, last: ReadTurn, before: readonly number[]): Focus {
  const topic = message.ask.topic.length > 0 ? message.ask.topic : last.ask.topic;
  return {
    isFollowUp: true,
    isDangling: false,
    challenges: [],
    mentions: { ...message.mentions, plurals: new Set<Noun>(['challenge']) },
    ask: { ...message.ask, topic, whichChallenge: true },
    except: before,
    context: last.text,
  };
}

/** Challenges that the message itself names; "¿y el 6?" counts where no other part is named. */
export function ownChallenges({ mentions }: Pick<ReadTurn, 'mentions'>): number[] {
  if (mentions.challenges.length > 0) {
    const extra = mentions.bare.filter((number) => !mentions.challenges.includes(number));
    return [
      ...mentions.challenges,
      ...(mentions.nouns.has('axis') || mentions.nouns.has('question') ? [] : extra),
    ];
  }
  const isAboutOtherParts = [...mentions.nouns].some(
    (noun) => noun === 'axis' || noun === 'line' || noun === 'guideline',
  );
  return isAboutOtherParts ? [] : [...mentions.bare];
}

function leansOnTalk({ text }: ReadTurn): boolean {
  const folded = foldText(text);
  return OPENERS.test(folded) || POINTERS.test(folded);
}

function isShort({ text }: ReadTurn): boolean {
  return (foldText(text).match(/[a-zñ0-9]+/g) ?? []).length <= SHORT_WORDS;
}

function isEmptyHanded({ mentions, ask }: ReadTurn): boolean {
  return (
    ask.topic.length === 0 &&
    mentions.challenges.length === 0 &&
    mentions.bare.length === 0 &&
    mentions.sources.length === 0
  );
}

function talkNamesSomething(earlier: readonly ReadTurn[]): boolean {
  return earlier.some(
    ({ role, mentions, ask }) => role === 'user' && (ask.topic.length > 0 || mentions.nouns.size > 0),
  );
}

// "¿Y el eje 2?" after a talk about challenge 6 leaves the challenge behind.
function keepsChallenges({ mentions, ask }: ReadTurn): boolean {
  return (
    mentions.axes.length === 0 &&
    mentions.sources.length === 0 &&
    !ask.overview &&
    !(mentions.plurals.has('challenge') && ask.list)
  );
}

function challengesOfTalk(earlier: readonly ReadTurn[], several: boolean): number[] {
  const found: number[] = [];
  for (const turn of earlier.toReversed()) {
    const own = ownChallenges(turn);
    if (own.length > 0 && !several) return own.length > 3 ? [] : own;
    for (const number of own) if (!found.includes(number)) found.unshift(number);
    if (found.length >= 2) return found;
  }
  return found;
}

/** "¿Y las del 2?" after asking for the questions of 1 asks for questions: parts and wish are taken over where the message has none. */
function inheritAsk(message: ReadTurn, last: ReadTurn, own: readonly number[]): Ask {
  const { ask, mentions } = message;
  const hasWish =
    ask.count ||
    ask.list ||
    ask.about ||
    ask.compare ||
    ask.cites ||
    ask.mentions ||
    ask.whichChallenge ||
    ask.shared;
  const hasParts = [...mentions.nouns].some((noun) => MANY_NOUNS.has(noun));
  if (hasWish || hasParts) return ask;
  const changesTopic = ask.topic.length > 0;
  // "¿Cuántos son?" then "¿y el último?" asks what that one is about, not how many again.
  const countsChallenges = last.ask.count && !last.mentions.nouns.has('question') && own.length > 0;
  return {
    ...last.ask,
    topic: changesTopic ? ask.topic : [],
    overview: false,
    count: last.ask.count && !countsChallenges,
    list: last.ask.list && !countsChallenges,
  };
}

function inheritMentions(message: ReadTurn, earlier: readonly ReadTurn[], own: readonly number[]): Mentions {
  const { mentions, ask } = message;
  const lastUser = earlier.findLast(({ role }) => role === 'user');
  const hasParts = [...mentions.nouns].some((noun) => MANY_NOUNS.has(noun));
  const before = lastUser?.mentions;
  if (!before) return mentions;
  const namesAxisPart = mentions.nouns.has('line') && mentions.axes.length === 0;
  const axes = namesAxisPart
    ? (earlier.findLast((turn) => turn.mentions.axes.length > 0)?.mentions.axes ?? [])
    : mentions.axes;
  const sources =
    mentions.sources.length > 0 || own.length > 0 || !leansOnTalk(message)
      ? mentions.sources
      : before.sources;
  if (hasParts || ask.topic.length > 0) return { ...mentions, axes, sources };
  const movesAxis = before.axes.length > 0 && mentions.bare.length > 0 && mentions.challenges.length === 0;
  return {
    ...mentions,
    nouns: new Set([...before.nouns, ...mentions.nouns]),
    plurals: new Set([...before.plurals, ...mentions.plurals]),
    axes: movesAxis ? mentions.bare : axes,
    sources,
    guidelines: mentions.guidelines,
  };
}
