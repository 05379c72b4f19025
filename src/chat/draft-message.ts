import type { Locale } from '../domain/collection.ts';
import type { Turn } from '../domain/conversation.ts';
import { foldText } from '../domain/fold-text.ts';
import type { AnswerDraft } from './answer-draft.ts';
import type { MessageToAnswer } from './answer-message.ts';
import { chatMessages } from './chat-messages.ts';
import { type DraftDependencies, draftAnswer } from './draft-answer.ts';
import { splitCompound, splitIdeas } from './split-compound.ts';
import type { UnderstandMessage } from './understand-message.ts';

/**
 * A message that asks several things is answered part by part, each part in the talk of those before it; when a part is neither answered
 * nor known to be absent, the message is taken whole.
 */
export async function draftMessage(
  message: Pick<MessageToAnswer, 'text' | 'turns' | 'locale'>,
  dependencies: DraftDependencies & { readonly understandMessage: UnderstandMessage },
  signal: AbortSignal | undefined,
): Promise<AnswerDraft> {
  const understanding = await dependencies.understandMessage(message, signal);
  const whole = await draftAnswer(understanding, dependencies, signal);
  const isOfIdeas = whole.kind === 'match' || OF_EACH.test(message.text);
  const ideas = isOfIdeas ? splitIdeas(message.text) : [];
  const isWhole = whole.kind === 'match' && ideas.length === 0;
  const parts = ideas.length > 0 ? ideas : isWhole ? [] : splitCompound(understanding.question);
  if (parts.length < 2 || whole.kind === 'smalltalk' || whole.kind === 'overview') return whole;
  const locale = message.locale ?? understanding.locale;
  const drafts = await draftParts(parts, { ...message, locale }, dependencies, signal);
  if (ideas.length > 0)
    return drafts.every(({ kind }) => kind === 'match') ? joinDrafts(drafts.map(headed(locale))) : whole;
  // After a story, "¿qué dice el de tecnologías y qué dice el de servicios?" asks about the story, not for titles.
  const asksOfStory =
    understanding.story !== '' && drafts.some(({ finding }) => finding === 'about-challenge');
  // A story that comes before the question is no idea to be judged beside its answer.
  const tells = ({ kind }: AnswerDraft, part: string) =>
    kind === 'answer' || (kind === 'match' && OF_AN_IDEA.test(part));
  const told = drafts.filter((draft, i) => tells(draft, parts[i] ?? ''));
  const isJoined = told.length > 0 && drafts.every((one) => told.includes(one) || isKnownToBeAbsent(one));
  return isJoined && !asksOfStory && !answersAll(whole, drafts) ? joinDrafts(drafts) : whole;
}

/** "Primera idea:", so that each judgement is known for whose it is. */
function headed(locale: Locale) {
  return (draft: AnswerDraft, at: number): AnswerDraft => ({
    ...draft,
    blocks: [{ type: 'talk', text: chatMessages(locale).match.idea(at + 1) }, ...draft.blocks],
  });
}

/** Each part in the talk of those before it. */
async function draftParts(
  parts: readonly string[],
  { turns, locale }: Pick<MessageToAnswer, 'turns' | 'locale'>,
  dependencies: Parameters<typeof draftMessage>[1],
  signal: AbortSignal | undefined,
): Promise<readonly AnswerDraft[]> {
  const drafts: AnswerDraft[] = [];
  const talk = [...turns];
  for (const text of parts) {
    const before = drafts.at(-1);
    if (before && LEANS.test(foldText(text))) talk.push(spokenOf(before));
    const part = await dependencies.understandMessage({ text, turns: talk, locale }, signal);
    drafts.push(await draftAnswer(part, dependencies, signal));
    talk.push({ role: 'user', content: text });
  }
  return drafts;
}

/** What the structure says of the whole message answers it when it shows all that the parts' answers show. */
function answersAll(whole: AnswerDraft, parts: readonly AnswerDraft[]): boolean {
  const { finding } = whole;
  if (finding === undefined || finding.endsWith('-count') || parts.some(isKnownToBeAbsent)) return false;
  // "¿Cuál tiene más preguntas, y cuántas son?"
  if (finding === 'question-extremes')
    return !parts.some((part) => part.finding === 'questions-per-challenge');
  const shown = quotedIn(whole);
  return parts.every((part) => [...quotedIn(part)].every((id) => shown.has(id)));
}

function quotedIn({ blocks }: AnswerDraft): ReadonlySet<string> {
  const evidence = blocks.flatMap((block) => {
    if (block.type === 'quotes') return block.items.flatMap(({ shown }) => shown);
    if (block.type === 'quote') return [block.shown, ...block.evidence];
    return block.type === 'statement' ? block.evidence : [];
  });
  return new Set(evidence.map(({ passage }) => passage.id));
}

/** "¿Qué desafío sería para cada cosa?" */
const OF_EACH = /\b(?:cada (?:una|uno|cosa|idea)|each)\b/i;
const OF_AN_IDEA = /\b(?:ideas?|proyectos?|calza|encaja|projects?)\b/i;
const LEANS = /\b(?:es[eao]|mism[oa]|that|same)\b/;

/** What a part leans on that says "…, y cuántas preguntas trae ese mismo desafío". */
function spokenOf({ about = [] }: AnswerDraft): Turn {
  const named = [...new Set(about)].map((number) => `Desafío ${number}`);
  return { role: 'assistant', content: named.join(', ') };
}

/** "…, ¿y cuánta plata dan?": the documents are known to leave it out, and that is told beside what they do say. */
function isKnownToBeAbsent({ kind, unanswered }: AnswerDraft): boolean {
  return kind === 'refusal' && unanswered?.kind === 'absent';
}

function joinDrafts(drafts: readonly AnswerDraft[]): AnswerDraft {
  const seen = new Set<string>();
  const blocks = drafts
    .flatMap((draft) => (draft.kind === 'refusal' ? draft.blocks.slice(0, 1) : draft.blocks))
    .filter((block) => {
      const key = JSON.stringify(block);
      return !seen.has(key) && seen.add(key);
    });
  const last = drafts.at(-1);
  const unanswered = drafts.find((draft) => draft.unanswered)?.unanswered;
  const match = drafts.find((draft) => draft.match)?.match;
  return {
    ...(unanswered ? { unanswered } : {}),
    ...(match ? { match } : {}),
    kind: match ? 'match' : 'answer',
    blocks,
    completeness: drafts.every(({ completeness }) => completeness === 'complete') ? 'complete' : 'partial',
    notices: [...new Set(drafts.flatMap(({ notices }) => notices))],
    suggestions: last?.suggestions ?? [],
  };
}
