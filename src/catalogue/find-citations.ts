import type { StrategyPointer } from '../domain/challenge.ts';
import type { Catalogue, CatalogueChallenge, CatalogueReference } from './create-catalogue.ts';

/** One place where a challenge points into a strategy, with the guideline it stands under. */
export type PointerUse = {
  readonly challenge: CatalogueChallenge;
  readonly reference: CatalogueReference;
  readonly pointer: StrategyPointer;
  readonly guideline: StrategyPointer | null;
};

export type PointerQuery = {
  readonly sources?: readonly string[];
  readonly challenges?: readonly number[];
  readonly guidelines?: readonly number[];
  readonly generalObjectives?: readonly number[];
  readonly codes?: readonly string[];
};

const GUIDELINES: ReadonlySet<string> = new Set(['guideline', 'strategic-guideline']);

/** Every pointer of every reference, in the document's order. */
function listPointerUses(catalogue: Catalogue): PointerUse[] {
  return catalogue.challenges.flatMap((challenge) =>
    challenge.references.flatMap((reference) => {
      let guideline: StrategyPointer | null = null;
      return reference.pointers.map((pointer) => {
        if (GUIDELINES.has(pointer.kind)) guideline = pointer;
        return { challenge, reference, pointer, guideline };
      });
    }),
  );
}

/** The pointers that fit all that is asked: source and challenge narrow, the most specific number selects. */
export function findPointerUses(catalogue: Catalogue, query: PointerQuery): PointerUse[] {
  const inScope = listPointerUses(catalogue).filter(
    ({ challenge, reference }) =>
      isIn(query.sources, reference.source ?? '') && isIn(query.challenges, challenge.number),
  );
  if (query.codes?.length) return inScope.filter((use) => hasCode(use.pointer, query.codes ?? []));
  if (query.generalObjectives?.length) {
    return inScope.filter(
      ({ pointer, guideline }) =>
        pointer.kind === 'general-objective' &&
        isIn(query.generalObjectives, Number(pointer.number)) &&
        isIn(query.guidelines, Number(guideline?.number)),
    );
  }
  if (query.guidelines?.length) {
    return inScope.filter(
      ({ pointer }) => GUIDELINES.has(pointer.kind) && isIn(query.guidelines, Number(pointer.number)),
    );
  }
  return inScope;
}

function hasCode(pointer: StrategyPointer, codes: readonly string[]): boolean {
  const own = [pointer.number, ...(pointer.numbersAsWritten ?? [])];
  return codes.some((code) => own.includes(code));
}

function isIn<T>(wanted: readonly T[] | undefined, value: T): boolean {
  return wanted === undefined || wanted.length === 0 || wanted.includes(value);
}

/** A use for each paragraph that points anywhere, in the document's order. */
export function onePerReference(uses: readonly PointerUse[]): PointerUse[] {
  return [...new Map(uses.map((use) => [use.reference.passage.id, use])).values()];
}
