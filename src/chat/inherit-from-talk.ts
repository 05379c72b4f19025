import type { Ask } from '../catalogue/read-ask.ts';
import type { Mentions } from '../catalogue/read-mentions.ts';
import type { Noun } from '../catalogue/terms.ts';
import { assignBareNumbers } from './assign-bare-numbers.ts';
import type { Focus, ReadTurn, Talk } from './talk.ts';
import { NAMES_ANOTHER, NEXT, OF_THE_SUBJECT, THE_SAME_OF } from './talk-words.ts';

const SPEAK_OF_STRATEGIES: readonly Noun[] = [
  'strategy',
  'source',
  'reference',
  'specific-objective',
  'axis',
  'line',
];
const SPECIFIC = /\b(?:el|los|the) (?:espe[cs]+ifi[ck]\w*|specific)/;
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

/** "No esa, la de innovación", after a question about strategies. */
export function withEllipticSource(message: ReadTurn, { nouns, last }: Talk): ReadTurn {
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
export function withNumberedSources(mentions: Mentions, talk: Talk, sources: readonly string[]): Mentions {
  if (!talk.nouns.has('source') || mentions.sources.length > 0) return mentions;
  const named = mentions.bare.flatMap(({ value, isFeminine }) =>
    isFeminine ? sources.slice(value - 1, value) : [],
  );
  return named.length > 0 ? { ...mentions, sources: named } : mentions;
}

/** "¿Y las del 2?" after asking for the questions of 1 asks for questions: what is wanted is taken over where the message does not say. */
export function inheritAsk(
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
  const isOfQuestions = talk.nouns.has('question') && mentions.questions.length === 0;
  const isNewWish = last.count && !isOfQuestions && own.length + mentions.questions.length > 0;
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

export function inheritMentions(mentions: Mentions, ask: Ask, talk: Talk, own: readonly number[]): Mentions {
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

/** "¿Y los específicos?", after the general objectives. */
export function withSpecific(mentions: Mentions, talk: Talk, text: string): Mentions {
  const speaksOfObjectives = [...talk.nouns].some((noun) => noun.endsWith('objective'));
  if (!speaksOfObjectives || !SPECIFIC.test(text) || hasParts(mentions)) return mentions;
  const nouns = new Set<Noun>([...mentions.nouns, 'specific-objective']);
  return { ...mentions, nouns, plurals: new Set([...mentions.plurals, 'specific-objective' as const]) };
}

/** "¿Y el siguiente?", after axis 1. */
export function withNext(mentions: Mentions, { last, challenges }: Talk, text: string): Mentions {
  const [axis] = last?.mentions.axes ?? [];
  const isOfAxes = axis !== undefined && challenges.length === 0 && !hasParts(mentions);
  if (!isOfAxes || !NEXT.test(text)) return mentions;
  return { ...mentions, axes: [axis + 1], nouns: new Set<Noun>([...mentions.nouns, 'axis']) };
}

export function withBareNumbers(mentions: Mentions, talk: Talk): Mentions {
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

export function hasParts({ nouns }: Mentions): boolean {
  return [...nouns].some((noun) => PARTS.has(noun));
}

/** The first that holds anything. */
export function first<T>(...found: readonly (readonly T[] | undefined)[]): readonly T[] {
  return found.find((items) => items && items.length > 0) ?? [];
}
