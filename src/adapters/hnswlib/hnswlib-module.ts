import { createRequire } from 'node:module';

/** The part of hnswlib-node that is used. Every call may abort the process when given what it does not expect. */
export type HierarchicalIndex = {
  initIndex(options: {
    readonly maxElements: number;
    readonly m: number;
    readonly efConstruction: number;
    readonly randomSeed: number;
  }): void;
  addPoint(point: number[], label: number): void;
  searchKnn(point: number[], count: number): { readonly distances: number[]; readonly neighbors: number[] };
  setEf(ef: number): void;
  getCurrentCount(): number;
  writeIndexSync(path: string): void;
  readIndexSync(path: string): void;
};

export type HierarchicalIndexConstructor = new (space: 'cosine', dimensions: number) => HierarchicalIndex;

/**
 * The native class, or null where it was not built: an optional dependency that compiles at install time.
 * Required rather than imported, so that the project also compiles where the package and its types are absent.
 */
export function loadHierarchicalIndex(): HierarchicalIndexConstructor | null {
  try {
    const library: { HierarchicalNSW: HierarchicalIndexConstructor } = createRequire(import.meta.url)(
      'hnswlib-node',
    );
    return library.HierarchicalNSW;
  } catch {
    return null;
  }
}
