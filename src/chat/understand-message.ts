import type { Catalogue } from '../catalogue/create-catalogue.ts';
import { findElliptic, withEnglish } from '../catalogue/find-sources.ts';
import { readAsk } from '../catalogue/read-ask.ts';
import { type Mentions, readMentions } from '../catalogue/read-mentions.ts';
import type { Noun } from '../catalogue/terms.ts';
import type { Locale } from '../domain/collection.ts';
import type { Turn } from '../domain/conversation.ts';
import { foldText, plainWords } from '../domain/fold-text.ts';
import type { Passage } from '../domain/passage.ts';
import type { TextAnalyzer, Token } from '../ports/text-analyzer.ts';
import type { Retrieval } from '../retrieval/retrieve-passages.ts';
import { type AboutQuoted, findQuoted, readAboutQuoted } from './about-quoted.ts';
import { describeChallenges, type FindDescribed } from './described-challenges.ts';
import { detectLanguage } from './detect-language.ts';
import { findQuestion, withoutAfterthought } from './find-question.ts';
import { followConversation } from './follow-conversation.ts';
import type { KindReading, MessageKind, ReadKind } from './read-kind.ts';
import { resumeTalk } from './resume-talk.ts';
import type { Focus, ReadTurn } from './talk.ts';
import { NAMES_ANOTHER } from './talk-words.ts';
import { createIsTopical } from './topical-words.ts';
import { withoutGreeting } from './without-greeting.ts';

/** A message, understood: its language, what kind it is, and what it is about. */
export type Understanding = {
  readonly text: string;
  /** The question inside the message; the whole message where it is short. */
  readonly question: string;
  /** What a long message tells before its question; empty for a short one. */
  readonly story: string;
  readonly locale: Locale;
  readonly kind: MessageKind;
  /** Probability of each kind, 0..1. */
  readonly kinds: Readonly<Record<MessageKind, number>>;
  readonly focus: Focus;
  /** What it wants of the passages that the last answer quoted, and those; null where it wants nothing of them. */
  readonly aboutQuoted: { readonly wish: AboutQuoted; readonly passages: readonly Passage[] } | null;
};

const FEWEST_STORY_WORDS = 4;
const ASKS_DOCUMENT =
  /\b(?:(?:que|q|k) (?:se )?(?:dice|dise|dicen|disen|propone|proponen|plantea|establece|pregunta|promueve|busca)|(?:sale|salen|dice|hay|dicen|aparece|mencionan?|hablan?) (?:algo|alguna|de)|se (?:habla|dice|menciona|nombra)|(?:nombrad|mencionad)[oa]s?|documento|panorama|resumen|(?:cita|frase|parrafo) que|what (?:do|does|is|are)|where (?:do|does|is)|which (?:guiding )?question)\b/;
/** Words of somebody who tells what is theirs, or wants to know where it belongs. */
const TELLS_OF_OWN =
  /\b(?:mi|mis|nuestr[oa]s?|yo|soy|somos|tengo|tenemos|quier[oe]|queremos|quisier\w+|hago|hacemos|hic[ei]\w*|pens\w+|estoy|estamos|idea|sirve\w*|calza\w*|encaja\w*|entra\w*|cabe|aplica\w*|postul\w+|my|our|we|i(?! mean)|want|fits?|apply)\b/;
const INTERROGATIVE =
  /^(?:[ey] )?(?:(?:a|en|de|para|con|por|sobre|al|del) )?(?:que|q|k|ke|cual|cuales|cuant[oa]s?|donde|quien|quienes|como|what|which|how|where|who|does|do|is|are|quote|show|list|tell|give|write|repeat|say|cita|citame|muestra|muestrame|dime|dame|nombra|nombrame|escribe|repite|lista|enumera)\b/;
const MOST_KEYWORDS = 7;
/** Turns of a few talks; they are forgotten with the next ones. */
const MOST_TURNS_KEPT = 64;
const ABSENT_FOR_SURE = 0.8;
/** Turns of phrase that say how much is wanted, not what. */
const FILLING =
  /\b(?:de (?:alguna|cualquier|una u otra) (?:forma|manera)|aunque sea(?: de pasada)?|de pasada|punto por punto|un[oa] por l[ií]nea|(?:en )?una l[ií]nea(?: (?:cada un[oa]|por desaf[ií]o))?|bien cort(?:it)?[oa]s?|cort(?:it)?[oa]s?|resumid(?:it)?[oa]s?|un[oa] por un[oa]|de a un[oa]|en alguna parte|somehow|one by one|in any way)\b/giu;
const PARTS_OF_STRATEGIES: readonly Noun[] = ['specific-objective', 'axis', 'line'];
/** Words before a question that say what it is about. */
const LEANING =
  /\b(?:anterior|siguiente|proximo|es[eao]s?|est[eao]s?|mism[oa]s?|otr[oa]s?|ultim[oa]|primer[oa]?)\b/;

export type UnderstandMessage = (
  message: { readonly text: string; readonly turns: readonly Turn[]; readonly locale: Locale | undefined },
  signal?: AbortSignal,
) => Promise<Understanding>;

export function createUnderstandMessage(dependencies: {
  readonly catalogue: Catalogue;
  readonly analyzer: TextAnalyzer;
  readonly readKind: ReadKind;
  readonly findDescribed: FindDescribed;
  readonly retrieval: Retrieval;
}): UnderstandMessage {
  const { catalogue, analyzer, readKind, findDescribed, retrieval } = dependencies;
  // "Mujer sueldo": a told idea has small words between.
  function isOnlyKeywords(text: string): boolean {
    const tokens = analyzer.analyze(text);
    return tokens.length <= MOST_KEYWORDS && tokens.every(({ isStopWord }) => !isStopWord);
  }

  const isTopical = createIsTopical({ collection: catalogue.collection, analyzer, retrieval });
  const sources = catalogue.sources.map(({ source }) => source);
  const acronyms = new Set(sources.flatMap((source) => source.acronyms.map(foldText)));
  const { region } = catalogue.collection.manifest;
  // The documents are all of this region: its name is no subject.
  const regionWords = new Set(plainWords(`${region.es} ${region.en}`).split(' '));
  const sourceWords = new Set([
    ...regionWords,
    ...sources.flatMap(({ name, acronyms }) => [
      ...withEnglish([...plainWords(name).split(' '), ...acronyms.map(foldText)]),
      ...analyzer.analyze(name).map(({ stem }) => stem),
    ]),
  ]);

  // Each part of a message is read in the same talk: its turns are read once.
  const turnsRead = new Map<string, ReadTurn>();
  function readTurn(role: Turn['role'], text: string): ReadTurn {
    const key = `${role} ${text}`;
    const known = turnsRead.get(key);
    if (known) return known;
    const turn = readTurnAnew(role, text);
    if (turnsRead.size >= MOST_TURNS_KEPT) turnsRead.clear();
    turnsRead.set(key, turn);
    return turn;
  }

  function readTurnAnew(role: Turn['role'], text: string): ReadTurn {
    // An answer's markers and quotations hold numbers that name nothing of the talk.
    const spoken = role === 'assistant' ? text.replace(/\[\d+\]|«[^»]*»/g, ' ') : text.replace(FILLING, ' ');
    const elliptic = findElliptic(spoken, sources);
    const mentions = withElliptic(readMentions(spoken, sources), elliptic);
    const told = role === 'assistant' ? readMentions(text.replace(/\[\d+\]/g, ' '), sources) : mentions;
    const named = mentions.sources.length > 0 ? sourceWords : regionWords;
    const tokens = analyzer.analyze(spoken).map(correctSpelling);
    return describeChallenges(
      { role, text, mentions, ask: readAsk(spoken, tokens, named, isTopical), elliptic, told },
      findDescribed,
      acronyms,
    );
  }

  function correctSpelling(token: Token): Token {
    const [stem] = token.isStopWord ? [] : retrieval.documentStemsFor(token.surface);
    return stem === undefined ? token : { ...token, stem };
  }

  // "Estoy armando una minuta:" can be left out; "Para el desafío del agua:" cannot.
  function isEmptyTalk(text: string): boolean {
    if (LEANING.test(foldText(text)) || text.trim().split(/\s+/).length < FEWEST_STORY_WORDS) return false;
    const { mentions, ask } = readTurn('user', text);
    const { challenges, sources: named, bare, nouns } = mentions;
    const subjects = ask.topic.length - ask.doubtful.length;
    return challenges.length + named.length + bare.length + nouns.size + subjects === 0;
  }

  // "¿En qué desafío calza?" after a long story asks about the story; "¿cuánta plata dan?" does not.
  async function separate(text: string, signal: AbortSignal | undefined) {
    const { question, context } = findQuestion(text, isEmptyTalk);
    if (context === '') return { question, story: '' };
    if (!saysNothing(question)) return { question: withoutGreeting(question), story: context };
    const { kinds } = await readKind(question, signal);
    return kinds.absent >= ABSENT_FOR_SURE ? { question, story: context } : { question: text, story: '' };
  }

  function saysNothing(question: string): boolean {
    const { ask, mentions } = readTurn('user', question);
    const asksOfParts = [...mentions.plurals].some((noun) => noun !== 'challenge' && noun !== 'document');
    return (
      !ask.overview &&
      !asksOfParts &&
      !(ask.topic.length > 0 && (ask.mentions || NAMES_ANOTHER.test(plainWords(question)))) &&
      ask.topic.length < 2 &&
      mentions.challenges.length === 0 &&
      mentions.sources.length === 0
    );
  }

  // "¿De dónde sale eso?" leans on what was quoted; with a challenge or a strategy of its own it is another question.
  function askAboutQuoted(text: string, turns: readonly Turn[]): Understanding['aboutQuoted'] {
    const wish = readAboutQuoted(text);
    const answer = turns.findLast(({ role }) => role === 'assistant')?.content;
    if (wish === null || answer === undefined) return null;
    const { mentions } = readTurn('user', text);
    const passages = findQuoted(answer, catalogue.collection.passages);
    const named = mentions.challenges.length + mentions.codes.length + mentions.bare.length;
    // "Eso sale de la política, ¿o no?" names a strategy and is about what was quoted.
    const isOfItsOwn = named > 0 || (wish !== 'origin' && mentions.sources.length > 0);
    // Where all of them was shown there is no more of it.
    const isShown = wish === 'more' && passages.every(({ text: whole }) => answer.includes(whole));
    if (isOfItsOwn || isShown || passages.length === 0) return null;
    // "¿Quién lo dice, la estrategia o la política?" of a title: what the challenge rests on.
    const asksWhich = wish === 'origin' && (mentions.nouns.has('strategy') || mentions.nouns.has('source'));
    return { wish: asksWhich && !passages.some(({ source }) => source !== null) ? 'reason' : wish, passages };
  }

  return async ({ text, turns, locale }, signal) => {
    const aboutQuoted = askAboutQuoted(text, turns);
    const resumed = aboutQuoted ? { text, locale: undefined } : resumeTalk(text, turns);
    const said = withoutAfterthought(withoutGreeting(resumed.text));
    const { question, story } = await separate(said, signal);
    const told = story === '' ? [] : [readTurn('user', story)];
    const earlier = [...turns.map(({ role, content }) => readTurn(role, content)), ...told];
    const focus = followConversation(
      readTurn('user', question),
      earlier,
      sources.map(({ name }) => name),
    );
    const reading = await readMessageKind(readKind, said, question, signal);
    const kinds = isOnlyKeywords(question)
      ? noIdea(reading)
      : asQuestion(reading, question, question !== said);
    return {
      text,
      question,
      story,
      locale: locale ?? resumed.locale ?? detectLanguage(resumed.text),
      ...kinds,
      focus,
      aboutQuoted,
    };
  };
}

/** "El segundo objetivo específico de innovación": only a strategy has such parts. */
function withElliptic(mentions: Mentions, source: string | null): Mentions {
  const speaksOfParts = PARTS_OF_STRATEGIES.some((noun) => mentions.nouns.has(noun));
  const isNamed = source !== null && mentions.sources.length === 0 && speaksOfParts;
  return isNamed ? { ...mentions, sources: [source] } : mentions;
}

/** "Tengo un grupo de vecinas, ¿sale algo de…?" asks what the document says, though it tells of a project. */
function asQuestion(reading: KindReading, question: string, isFoundInside: boolean): KindReading {
  const folded = foldText(question);
  const asked = (folded.match(/[^.;:¿?]*\?/g) ?? []).join(' ');
  const isAsked = isFoundInside || asked !== '' || INTERROGATIVE.test(plainWords(question));
  return ASKS_DOCUMENT.test(asked) || (isAsked && !TELLS_OF_OWN.test(folded)) ? noIdea(reading) : reading;
}

function noIdea(reading: KindReading): KindReading {
  if (reading.kind !== 'idea') return reading;
  return { kind: 'question', kinds: { ...reading.kinds, question: 1, idea: 0 } };
}

/** An order to the machine counts wherever it stands; else a buried question decides what a long message wants. */
async function readMessageKind(
  readKind: ReadKind,
  text: string,
  question: string,
  signal: AbortSignal | undefined,
) {
  const whole = await readKind(text, signal);
  if (question === text || whole.kind === 'attack') return whole;
  return readKind(question, signal);
}
