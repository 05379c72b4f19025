import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { Passage } from '../domain/passage.ts';

/** A challenge as the matcher sees it: its passages, by part. */
export type ChallengeProfile = {
  readonly number: number;
  readonly title: Passage;
  readonly questions: readonly Passage[];
  readonly references: readonly Passage[];
};

/** The collection's challenges by number. A number that two documents use belongs to the first. */
export function profileChallenges(collection: IndexedCollection): readonly ChallengeProfile[] {
  const titles = new Map<number, Passage>();
  for (const passage of collection.passages) {
    if (passage.section === 'title' && passage.challenge !== null && !titles.has(passage.challenge)) {
      titles.set(passage.challenge, passage);
    }
  }
  return [...titles]
    .sort(([a], [b]) => a - b)
    .map(([number, title]) => {
      const own = collection.passages.filter(
        (passage) => passage.challenge === number && passage.document === title.document,
      );
      return {
        number,
        title,
        questions: own.filter(({ section }) => section === 'question'),
        references: own.filter(({ section }) => section === 'reference'),
      };
    });
}
