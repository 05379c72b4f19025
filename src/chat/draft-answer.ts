import { findChallenge } from '../catalogue/create-catalogue.ts';
import { findExactly } from '../catalogue/find-exactly.ts';
import { type Finding, titleItems, wholeOf } from '../catalogue/finding.ts';
import type { Locale } from '../domain/collection.ts';
import type { MatchReport } from '../domain/match-report.ts';
import type { Passage } from '../domain/passage.ts';
import { type AnswerDraft, type DraftWithoutSuggestions, draftTalk, unansweredOf } from './answer-draft.ts';
import { type ChatMessages, chatMessages } from './chat-messages.ts';
import { findQuotation, quotationsIn } from './check-quotation.ts';
import { composeQuotes, composeRefusal } from './compose-answer.ts';
import { composeMatch } from './compose-match.ts';
import { type FindDescribed, findMisnamed } from './described-challenges.ts';
import { draftFromPassages } from './draft-from-passages.ts';
import type { PassageDependencies } from './passage-dependencies.ts';
import { suggestQuestions } from './suggest-questions.ts';
import type { Understanding } from './understand-message.ts';
import { wordFinding } from './word-finding.ts';

/** Judges an idea; handed in by the composition root, so that chat and matching do not know each other. */
export type MatchIdea = (
  request: { readonly idea: string; readonly locale: Locale; readonly top: number },
  signal?: AbortSignal,
) => Promise<MatchReport>;

export type DraftDependencies = PassageDependencies & {
  readonly findDescribed: FindDescribed;
  readonly matchIdea: MatchIdea;
};

const CHALLENGES_MATCHED = 3;
const QUESTION_FOR_SURE = 0.9;
const COURTESY_FOR_SURE = 0.9;
/** "Ok", "ya, bacán": what the talk offered has been taken up before. */
const NOD =
  /^\W*(?:ok\w{0,3}|ya|bueno|bien|(?:ja|je){2,20}|dale|listo|perfecto|genial|bac[aá]n|super|s[uú]per|entiendo|entendido|cool|great|nice|alright)(?:[\s,.!]{1,5}(?:gracias|thanks|ok|ya|listo|entonces|po|entiendo))?\W*$/i;
const OWN_IDEA = /\b(?:mi|nuestra|my|our) (?:idea|proyecto|emprendimiento|project)\b/i;
/** "Dame el párrafo completo" sounds like an order to the machine. */
const WORDS_OF_NO_ATTACK = 6;
const ASKS_FOR_WORDS = /(?:d[oó]nde|dice|dijo|p[aá]gina|p[aá]rrafo|where|says?|page|literal|textual)/i;

/** What one question gets: a premise put right, what the structure says, talk, a judged idea, or what passages say; with what to ask next. */
export async function draftAnswer(
  understanding: Understanding,
  dependencies: DraftDependencies,
  signal: AbortSignal | undefined,
): Promise<AnswerDraft> {
  const messages = chatMessages(understanding.locale);
  const draft = await draftByKind(understanding, messages, dependencies, signal);
  const named = draft.match?.ranking.slice(0, 1).map(({ challenge }) => challenge.number);
  const challenges = named ?? [...understanding.focus.challenges, ...challengesQuoted(draft)];
  const unanswered = unansweredOf(draft, understanding.locale);
  return {
    ...draft,
    about: challenges,
    ...(unanswered ? { unanswered } : {}),
    suggestions: suggestQuestions(
      dependencies.catalogue,
      { challenges, asked: understanding.text },
      messages,
    ),
  };
}

async function draftByKind(
  understanding: Understanding,
  messages: ChatMessages,
  dependencies: DraftDependencies,
  signal: AbortSignal | undefined,
): Promise<DraftWithoutSuggestions> {
  const { kind, focus, text, locale, aboutQuoted } = understanding;
  const title = dependencies.catalogue.collection.manifest.title[locale];
  const isShort = text.trim().split(/\s+/).length <= WORDS_OF_NO_ATTACK;
  if (aboutQuoted && (kind !== 'attack' || isShort))
    return draftAboutQuoted(aboutQuoted, messages, dependencies);
  if (kind === 'attack') return { ...draftTalk('refusal', messages.attack), gap: null };
  if (NOD.test(understanding.question)) return draftTalk('smalltalk', messages.thanks);
  const courtesy = isPureCourtesy(understanding) ? draftCourtesy(kind, title, messages) : null;
  if (courtesy) return courtesy;
  const premise = checkPremise(understanding, messages, dependencies);
  if (premise) return premise;
  // "¿De qué año es?", "¿hasta cuándo postulo?": the talk's subject is no answer to the second.
  const leavesTalk = focus.isFollowUp && dependencies.decideSupport.asksForAbsent(understanding);
  const finding = leavesTalk ? null : findInStructure(understanding, dependencies);
  // Two challenges named after a story are asked about the story, not for their titles.
  const asksOfStory = understanding.story !== '' && finding?.key === 'challenge-titles';
  if (finding && !asksOfStory) return { ...wordFinding(finding, messages), finding: finding.key };
  const isOpen = focus.isDangling && focus.ask.topic.length === 0;
  if (isOpen && kind !== 'absent' && !isSmallTalk(kind))
    return clarify(understanding, messages, dependencies);
  const talk = draftCourtesy(kind, title, messages);
  if (talk) return talk;
  // "¿Y mi idea de un huerto calza?" is judged, whatever the talk was about.
  const isIdea = kind === 'idea' && (!focus.isFollowUp || OWN_IDEA.test(text));
  if (isIdea) {
    const report = await dependencies.matchIdea({ idea: text, locale, top: CHALLENGES_MATCHED }, signal);
    return composeMatch(report, dependencies.catalogue, messages);
  }
  return draftFromPassages(understanding, messages, dependencies, signal);
}

/** "Gracias, eso era todo": whatever was spoken of before. */
function isPureCourtesy({ kind, kinds, focus }: Understanding): boolean {
  const { mentions, ask } = focus;
  const named = mentions.challenges.length + mentions.bare.length + mentions.codes.length + ask.topic.length;
  return (kind === 'thanks' || kind === 'farewell') && kinds[kind] >= COURTESY_FOR_SURE && named === 0;
}

function draftCourtesy(
  kind: Understanding['kind'],
  title: string,
  messages: ChatMessages,
): DraftWithoutSuggestions | null {
  if (kind === 'greeting') return draftTalk('smalltalk', messages.greeting(title));
  if (kind === 'thanks') return draftTalk('smalltalk', messages.thanks);
  if (kind === 'farewell') return draftTalk('smalltalk', messages.farewell);
  return kind === 'help' ? draftTalk('smalltalk', messages.help(title)) : null;
}

/** Where the quoted passages stand and all they say; the reason for a title or a question is what the challenge rests on. */
function draftAboutQuoted(
  { wish, passages }: NonNullable<Understanding['aboutQuoted']>,
  messages: ChatMessages,
  { catalogue }: DraftDependencies,
): DraftWithoutSuggestions {
  const shownOf = (passage: Passage) => ({ passage, score: 1, shown: wholeOf(passage) });
  const reasons = passages.flatMap(({ challenge, section }) =>
    section === 'title' || section === 'question'
      ? (findChallenge(catalogue, challenge ?? 0)?.references.map(({ passage }) => passage) ?? [])
      : [],
  );
  const shown = wish === 'reason' && reasons.length > 0 ? [...new Set(reasons)] : passages;
  return {
    kind: 'answer',
    blocks: composeQuotes(shown.map(shownOf), messages),
    completeness: 'complete',
    notices: [],
  };
}

/** What the structure says; where a list is asked for, first without the words that may be no subject. */
function findInStructure(
  { focus, kinds }: Understanding,
  { catalogue, stemsOf }: DraftDependencies,
): Finding | null {
  const { ask, mentions, challenges, except } = focus;
  const question = { mentions, ask, challenges, except, stemsOf };
  const isList = (ask.list || ask.count || ask.cites) && kinds.question >= QUESTION_FOR_SURE;
  const sure = ask.topic.filter((word) => !ask.doubtful.includes(word));
  const listed =
    isList && sure.length < ask.topic.length
      ? findExactly(catalogue, { ...question, ask: { ...ask, topic: sure } })
      : null;
  return listed ?? findExactly(catalogue, question);
}

/** Words put into the document's mouth, and challenges called by another's name. */
function checkPremise(
  { question, locale }: Understanding,
  messages: ChatMessages,
  { catalogue, findDescribed }: DraftDependencies,
): DraftWithoutSuggestions | null {
  const [quotation] = quotationsIn(question);
  if (quotation !== undefined && ASKS_FOR_WORDS.test(question)) {
    const said = findQuotation(quotation, catalogue.collection.passages);
    if (said)
      return {
        kind: 'answer',
        blocks: composeQuotes([{ ...said, score: 1, shown: said }], messages),
        completeness: 'complete',
        notices: [],
      };
    const refusal = composeRefusal({ lead: messages.notThoseWords, lookAt: null, nearby: [], messages });
    return { ...refusal, gap: { kind: 'absent', matter: null } };
  }
  const misnamed = findMisnamed(question, findDescribed);
  const named = misnamed && findChallenge(catalogue, misnamed.number);
  const other = misnamed && findChallenge(catalogue, misnamed.other);
  if (!misnamed || !other) return null;
  const items = titleItems([...(named ? [named] : []), other]);
  const values = { number: misnamed.number, other: misnamed.other, locale };
  return wordFinding({ key: 'challenge-is-other', values, leadEvidence: [], items, notices: [] }, messages);
}

function clarify(
  { focus }: Understanding,
  messages: ChatMessages,
  { catalogue }: DraftDependencies,
): DraftWithoutSuggestions {
  const text =
    focus.mentions.nouns.size > 0
      ? messages.clarifyChallenge(catalogue.challenges.length)
      : messages.clarifyWhat;
  return draftTalk('clarify', text);
}

function challengesQuoted({ blocks }: DraftWithoutSuggestions): number[] {
  const passages = blocks.flatMap((block) => {
    if (block.type === 'quote') return [block.shown.passage];
    return block.type === 'quotes'
      ? block.items.flatMap(({ shown }) => shown.map(({ passage }) => passage))
      : [];
  });
  const numbers = [...new Set(passages.map(({ challenge }) => challenge))].filter(
    (number) => number !== null,
  );
  return numbers.length > 3 ? [] : numbers;
}

function isSmallTalk(kind: Understanding['kind']): boolean {
  return (
    kind === 'greeting' ||
    kind === 'thanks' ||
    kind === 'farewell' ||
    kind === 'help' ||
    kind === 'offtopic' ||
    kind === 'attack'
  );
}
