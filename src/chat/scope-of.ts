import type { Passage } from '../domain/passage.ts';
import type { Focus } from './follow-conversation.ts';

/** The passages that a message's own words leave open: those of the challenges and strategies it names; null when it names none. */
export function scopeOf({
  challenges,
  mentions,
}: Pick<Focus, 'challenges' | 'mentions'>): ((passage: Passage) => boolean) | null {
  const { sources } = mentions;
  if (challenges.length > 0) return ({ challenge }) => challenge !== null && challenges.includes(challenge);
  if (sources.length > 0)
    return ({ source, section }) => section !== 'source' && source !== null && sources.includes(source);
  return null;
}
