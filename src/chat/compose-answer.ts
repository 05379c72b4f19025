import { wholeOf } from '../catalogue/finding.ts';
import type { Passage } from '../domain/passage.ts';
import type { RetrievedPassage } from '../retrieval/retrieve-passages.ts';
import type { AnswerDraft, DraftBlock, Evidence } from './answer-draft.ts';
import type { ChatMessages } from './chat-messages.ts';

/** Passages chosen to answer, with the stretch of each to quote. */
export type ChosenPassage = RetrievedPassage & { readonly shown: Evidence };

/** Each chosen passage in the document's words, under its place. */
export function composeQuotes(chosen: readonly ChosenPassage[], messages: ChatMessages): DraftBlock[] {
  const [only] = chosen;
  if (!only) return [];
  if (chosen.length === 1)
    return [{ type: 'quote', label: placeOf(only.passage, messages), shown: only.shown, evidence: [] }];
  return [
    {
      type: 'quotes',
      isNumbered: false,
      items: chosen.map(({ passage, shown }) => ({ label: placeOf(passage, messages), shown: [shown] })),
    },
  ];
}

/** "¿Qué desafío habla de…?": names the challenge by its title, then the passage that says so; of several each with its passage alone. */
export function composeWhichChallenge(
  titles: readonly Passage[],
  chosen: readonly ChosenPassage[],
  messages: ChatMessages,
  { isCounted }: { readonly isCounted: boolean },
): DraftBlock[] {
  const numbers = titles.flatMap(({ challenge }) => (challenge === null ? [] : [challenge]));
  const [first] = numbers;
  if (first === undefined) return composeQuotes(chosen, messages);
  const lead =
    numbers.length === 1 ? messages.isAboutChallenge(first) : messages.isAboutChallenges(numbers, isCounted);
  const [only] = titles;
  if (!only || titles.length > 1)
    return [{ type: 'talk', text: `${lead}:` }, ...composeQuotes(chosen, messages)];
  const [best] = chosen;
  // Where the title says it best it says enough.
  const sayings = best?.passage === only ? [] : chosen.filter(({ passage }) => passage.section !== 'title');
  return [
    { type: 'quote', label: lead, shown: wholeOf(only), evidence: [] },
    ...composeQuotes(sayings, messages),
  ];
}

/** A refusal: what the documents do not say, what they say nearby, and where to look. */
export function composeRefusal(parts: {
  readonly lead: string;
  readonly lookAt: string | null;
  readonly nearby: readonly ChosenPassage[];
  readonly messages: ChatMessages;
}): Omit<AnswerDraft, 'suggestions'> {
  const { lead, lookAt, nearby, messages } = parts;
  const nearest: DraftBlock[] =
    nearby.length > 0 ? [{ type: 'talk', text: messages.nearest }, ...composeQuotes(nearby, messages)] : [];
  return {
    kind: 'refusal',
    blocks: [{ type: 'talk', text: lookAt ? `${lead} ${messages.lookAt(lookAt)}` : lead }, ...nearest],
    completeness: nearby.length > 0 ? 'partial' : 'none',
    notices: [],
  };
}

export function placeOf(passage: Passage, messages: ChatMessages): string {
  const { section, challenge, ordinal, source, headingPath } = passage;
  return messages.place({ section, challenge, ordinal, source, path: headingPath });
}
