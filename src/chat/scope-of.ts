import type { Catalogue } from '../catalogue/create-catalogue.ts';
import { findPointerUses } from '../catalogue/find-citations.ts';
import type { Passage } from '../domain/passage.ts';
import type { Focus } from './talk.ts';

/**
 * The passages that a message's own words leave open: the paragraphs that hold a named guideline, objective or code; else those
 * of the named challenges; else those of the named strategies. Null when it names none.
 */
export function scopeOf(
  { challenges, mentions }: Pick<Focus, 'challenges' | 'mentions'>,
  catalogue: Catalogue,
): ((passage: Passage) => boolean) | null {
  const { sources, guidelines, generalObjectives, codes } = mentions;
  if (guidelines.length + generalObjectives.length + codes.length > 0) {
    const uses = findPointerUses(catalogue, { sources, challenges, guidelines, generalObjectives, codes });
    const ids = new Set(uses.map(({ reference }) => reference.passage.id));
    if (ids.size > 0) return ({ id }) => ids.has(id);
  }
  if (challenges.length > 0) return ({ challenge }) => challenge !== null && challenges.includes(challenge);
  if (sources.length === 0) return null;
  return ({ source, section }) => section !== 'source' && source !== null && sources.includes(source);
}
