import type { Noun } from '../catalogue/terms.ts';
import { plainWords } from '../domain/fold-text.ts';
import { assignBareNumbers } from './assign-bare-numbers.ts';
import {
  first,
  hasParts,
  inheritAsk,
  inheritMentions,
  withBareNumbers,
  withEllipticSource,
  withNext,
  withNumberedSources,
  withSpecific,
} from './inherit-from-talk.ts';
import { type Focus, type ReadTurn, SILENCE, type Talk } from './talk.ts';
import {
  ANOTHER,
  FIRST_OF_TALK,
  NAMES_ANOTHER,
  NEXT,
  OPENERS,
  OTHERS,
  POINTERS,
  PREVIOUS,
  REST,
  SAME_POINT,
  SEVERAL,
  THAT_CHALLENGE,
  THE_SAME_OF,
} from './talk-words.ts';

const SHORT_WORDS = 7;
/** Challenges in one breath beyond which a talk is about all of them, not about these. */
const MOST_IN_FOCUS = 3;
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
    generalObjectives: mentions.generalObjectives,
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
  const folded = plainWords(message.text);
  const leans =
    OPENERS.test(folded) || POINTERS.test(folded) || THE_SAME_OF.test(folded) || FIRST_OF_TALK.test(folded);
  const isBackToFirst = FIRST_OF_TALK.test(folded) && talk.firstNamed !== null;
  const mentions = isBackToFirst
    ? { ...message.mentions, challenges: [talk.firstNamed] }
    : withBareNumbers(withNext(withSpecific(message.mentions, talk, folded), talk, folded), talk);
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
  if (OTHERS.test(folded)) return lookElsewhere(alone, talk, folded);
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
  // "¿Cuáles sí se apoyan en ella?" asks about all of them, whatever one was spoken of.
  const pointed =
    (talk.last?.mentions.codes.length ?? 0) + (ask.cites ? (talk.last?.mentions.sources.length ?? 0) : 0);
  const asksWhose = ask.whichChallenge && !ask.whichOfThem && pointed > 0;
  const challenges =
    own.length > 0 || changesSubject || asksWhose || !(keepsChallenges(alone) || THAT_CHALLENGE.test(folded))
      ? own
      : carried;
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
function lookElsewhere(alone: Focus, talk: Talk, folded: string): Focus {
  const topic = alone.ask.topic.length > 0 ? alone.ask.topic : (talk.last?.ask.topic ?? []);
  // "¿Ese lineamiento lo cita otro?"
  const speaksOfGuideline = alone.mentions.nouns.has('guideline') || talk.nouns.has('guideline');
  const toldGuidelines = speaksOfGuideline ? talk.told.guidelines : [];
  const toldCodes = SAME_POINT.test(folded) ? talk.told.codes : [];
  return {
    ...alone,
    isFollowUp: true,
    challenges: [],
    mentions: {
      ...alone.mentions,
      plurals: new Set<Noun>(['challenge']),
      guidelines: first(alone.mentions.guidelines, talk.last?.mentions.guidelines, toldGuidelines),
      codes: first(alone.mentions.codes, talk.last?.mentions.codes, toldCodes),
    },
    ask: { ...alone.ask, topic, whichChallenge: true },
    except: talk.challenges,
    context: talk.last?.text ?? '',
  };
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

function isEmptyHanded({ mentions, ask }: Pick<ReadTurn, 'mentions' | 'ask'>): boolean {
  return (
    ask.topic.length === 0 &&
    mentions.challenges.length === 0 &&
    mentions.bare.length === 0 &&
    mentions.years.length === 0 &&
    mentions.sources.length === 0
  );
}
