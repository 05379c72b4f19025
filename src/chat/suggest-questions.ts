import type { Catalogue } from '../catalogue/create-catalogue.ts';
import type { ChatMessages } from './chat-messages.ts';

const MAXIMUM_SUGGESTIONS = 3;

/** Next questions that the corpus can answer, about the challenges in focus and not what was just asked. */
export function suggestQuestions(
  catalogue: Catalogue,
  focus: { readonly challenges: readonly number[]; readonly asked: string },
  { suggest }: ChatMessages,
): string[] {
  const known = focus.challenges.filter((number) =>
    catalogue.challenges.some((challenge) => challenge.number === number),
  );
  const [first] = known;
  const about =
    first === undefined ? [] : [suggest.about(first), suggest.questionsOf(first), suggest.strategyOf(first)];
  const general =
    catalogue.challenges.length > 0 ? [suggest.allChallenges, suggest.matchIdea, suggest.sources] : [];
  return [...about, ...general].filter((question) => question !== focus.asked).slice(0, MAXIMUM_SUGGESTIONS);
}
