import type { RowProblem } from '../../domain/idea-batch.ts';

/** A row of cells as it stands in a file; `row` is the line it begins on, from 1. `problem`: it could not be taken apart. */
export type TableRow = {
  readonly row: number;
  readonly cells: readonly string[];
  readonly problem: RowProblem | null;
};
