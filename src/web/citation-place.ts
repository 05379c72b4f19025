import type { ChallengeView } from '../domain/corpus-views.ts';
import type { Citation } from '../domain/provenance.ts';
import type { Messages } from './messages.ts';

type Place = Pick<Citation, 'challenge' | 'section' | 'passageId' | 'source'> & {
  /** Number within its section, where it is known. */
  readonly ordinal?: number | null;
};

/** Where in the corpus a passage stands, in words: "Desafío 6, pregunta guía 2". */
export function describePlace(
  place: Place,
  { words, challenges }: { readonly words: Messages; readonly challenges: readonly ChallengeView[] },
): string {
  const challenge = place.challenge === null ? null : words.challenge(place.challenge);
  const section = describeSection(place, { words, challenges });
  const source = place.section === 'strategy' ? place.source : null;
  const parts = [challenge, section, source].filter((part) => part !== null).join(', ');
  return parts.charAt(0).toUpperCase() + parts.slice(1);
}

/** The full name of a citation: "Fuente 1, desafío 6, pregunta guía 2". */
export function describeCitation(
  citation: Citation,
  context: { readonly words: Messages; readonly challenges: readonly ChallengeView[] },
): string {
  const place = describePlace(citation, context);
  return `${context.words.source(citation.marker)}, ${place.charAt(0).toLowerCase()}${place.slice(1)}`;
}

function describeSection(
  place: Place,
  { words, challenges }: { readonly words: Messages; readonly challenges: readonly ChallengeView[] },
): string {
  if (place.section !== 'question') return words.sections[place.section];
  const ordinal = place.ordinal ?? findOrdinal(place, challenges);
  return ordinal === null ? words.sections.question : words.guidingQuestion(ordinal);
}

/** A citation does not say which of the challenge's questions it is; the list of challenges does. */
function findOrdinal({ challenge, passageId }: Place, challenges: readonly ChallengeView[]): number | null {
  const questions = challenges.find((one) => one.number === challenge)?.questions ?? [];
  const at = questions.findIndex((question) => question.passageId === passageId);
  return at === -1 ? null : at + 1;
}
