import { editDistance } from '../../domain/edit-distance.ts';
import { soundOf } from '../../domain/fold-text.ts';

/** `distance` 0 means that the two are written differently but sound alike. */
export type NearWord = { readonly word: string; readonly distance: 0 | 1 | 2 };

type SoundingWord = { readonly word: string; readonly sound: string; readonly letters: number };

/** A number one digit off is another number. */
const HAS_DIGIT = /\p{N}/u;
const SHORTEST_FOR_ONE_EDIT = 5;
const SHORTEST_FOR_TWO_EDITS = 8;
const SHORTEST_BY_SOUND = 3;
const MAXIMUM_NEAR_WORDS = 4;
const MAXIMUM_REMEMBERED_WORDS = 5000;

/**
 * Finds the known words that a misspelt one may stand for: the nearest ones only, at most four, in alphabetical order.
 * Words are compared by sound, and ñ as n: many people type without either accents or a Spanish keyboard.
 */
export function createNearWordFinder(vocabulary: Iterable<string>): (word: string) => readonly NearWord[] {
  const known = [...vocabulary]
    .filter((word) => !HAS_DIGIT.test(word))
    .sort()
    .map(toSoundingWord);
  const remembered = new Map<string, readonly NearWord[]>();

  return function findNearWords(word) {
    const already = remembered.get(word);
    if (already !== undefined) return already;
    if (remembered.size >= MAXIMUM_REMEMBERED_WORDS) remembered.clear();
    const found = nearestOf(toSoundingWord(word), known);
    remembered.set(word, found);
    return found;
  };
}

function nearestOf(sought: SoundingWord, known: readonly SoundingWord[]): readonly NearWord[] {
  if (sought.word.length < SHORTEST_BY_SOUND || HAS_DIGIT.test(sought.word)) return [];
  let limit = allowedEdits(sought.word);
  let nearest: NearWord[] = [];
  for (const candidate of known) {
    const distance = distanceWithin(sought, candidate, limit);
    if (distance === null) continue;
    if (distance < limit) nearest = [];
    limit = distance;
    nearest.push({ word: candidate.word, distance });
  }
  return nearest.slice(0, MAXIMUM_NEAR_WORDS);
}

function allowedEdits(word: string): 0 | 1 | 2 {
  if (word.length >= SHORTEST_FOR_TWO_EDITS) return 2;
  return word.length >= SHORTEST_FOR_ONE_EDIT ? 1 : 0;
}

function distanceWithin(a: SoundingWord, b: SoundingWord, limit: 0 | 1 | 2): 0 | 1 | 2 | null {
  if (a.sound === b.sound) return 0;
  if (limit === 0 || b.word.length < SHORTEST_FOR_ONE_EDIT - 1) return null;
  // One edit changes the set of letters by two at most: most of the vocabulary is passed over here.
  if (countBits(a.letters ^ b.letters) > 2 * limit) return null;
  const distance = editDistance(a.sound, b.sound, limit);
  if (distance > limit) return null;
  return distance <= 1 ? 1 : 2;
}

function toSoundingWord(word: string): SoundingWord {
  const sound = soundOf(word).replaceAll('ñ', 'n');
  let letters = 0;
  for (let i = 0; i < sound.length; i++) letters |= 1 << (sound.charCodeAt(i) & 31);
  return { word, sound, letters };
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count++;
  return count;
}
