import type { ListedSource, SourceNotice, StrategyPointer } from '../domain/challenge.ts';
import type { IndexedCollection } from '../domain/indexed-collection.ts';
import type { Passage } from '../domain/passage.ts';

export type CatalogueReference = {
  readonly passage: Passage;
  readonly source: string | null;
  readonly isSourceInherited: boolean;
  readonly pointers: readonly StrategyPointer[];
};

export type CatalogueChallenge = {
  readonly number: number;
  readonly title: Passage;
  readonly questions: readonly Passage[];
  readonly references: readonly CatalogueReference[];
};

export type CatalogueAxis = {
  readonly number: number;
  readonly heading: Passage;
  readonly lines: readonly Passage[];
};

export type CatalogueBlock = {
  readonly source: string;
  readonly intro: Passage;
  readonly objectives: readonly Passage[];
  readonly axes: readonly CatalogueAxis[];
};

export type HeaderPart = 'title' | 'focus' | 'year' | 'instrument' | 'subtitle';

/** A collection's parsed structure joined with its passages: what exact questions are answered from. */
export type Catalogue = {
  readonly collection: IndexedCollection;
  readonly challenges: readonly CatalogueChallenge[];
  readonly header: Readonly<Partial<Record<HeaderPart, Passage>>>;
  readonly blocks: readonly CatalogueBlock[];
  readonly sources: readonly { readonly source: ListedSource; readonly passage: Passage }[];
  readonly notices: readonly SourceNotice[];
  readonly passages: ReadonlyMap<string, Passage>;
};

const HEADER_PARTS: readonly HeaderPart[] = ['title', 'focus', 'year', 'instrument', 'subtitle'];

export function createCatalogue(collection: IndexedCollection): Catalogue {
  const passages = new Map(collection.passages.map((passage) => [passage.id, passage]));
  const at = (suffix: string) => passages.get(`${collection.manifest.id}.${suffix}`);
  return {
    collection,
    passages,
    challenges: collection.structures.flatMap(({ challenges }) =>
      challenges.flatMap((challenge) => {
        const title = at(`d${challenge.number}.title`);
        if (!title) return [];
        const questions = challenge.questions.flatMap(({ number }) =>
          present(at(`d${challenge.number}.q${number}`)),
        );
        const references = challenge.references.flatMap((reference) => {
          const passage = at(`d${challenge.number}.r${reference.number}`);
          const { source, isSourceInherited, pointers } = reference;
          return passage ? [{ passage, source, isSourceInherited, pointers }] : [];
        });
        return [{ number: challenge.number, title, questions, references }];
      }),
    ),
    header: Object.fromEntries(
      HEADER_PARTS.flatMap((part) => present(at(`header.${part}`)).map((passage) => [part, passage])),
    ),
    blocks: collection.structures
      .flatMap(({ strategyBlocks }) => strategyBlocks)
      .flatMap((block, index) => {
        const intro = at(`s${index + 1}.intro`);
        if (!intro) return [];
        const objectives = block.objectives.flatMap((_, i) => present(at(`s${index + 1}.o${i + 1}`)));
        const axes = block.axes.flatMap((axis) => {
          const heading = at(`s${index + 1}.a${axis.number}`);
          const lines = axis.lines.flatMap(({ number }) =>
            present(at(`s${index + 1}.a${axis.number}.l${number}`)),
          );
          return heading ? [{ number: axis.number, heading, lines }] : [];
        });
        return [{ source: block.source, intro, objectives, axes }];
      }),
    sources: collection.structures
      .flatMap(({ sources }) => sources)
      .flatMap((source, index) => present(at(`source${index + 1}`)).map((passage) => ({ source, passage }))),
    notices: collection.structures.flatMap(({ notices }) => notices),
  };
}

export function findChallenge(catalogue: Catalogue, number: number): CatalogueChallenge | null {
  return catalogue.challenges.find((challenge) => challenge.number === number) ?? null;
}

function present<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
