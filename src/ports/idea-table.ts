import type { BatchJob, BatchRow, IdeaRow, Portfolio } from '../domain/idea-batch.ts';

/** A file of ideas as it came. `name` or `mediaType` help to tell what it is; its content decides where they are silent. */
export type IdeaFile = {
  readonly bytes: Uint8Array;
  readonly name: string | null;
  readonly mediaType: string | null;
};

/** Columns chosen by hand, by their heading (or their number from 1); left out, they are guessed. */
export type ColumnChoice = { readonly idea?: string | undefined; readonly id?: string | undefined };

export type IdeaTableFormat = 'csv' | 'xlsx' | 'jsonl' | 'lines';

/** A file read as a table of ideas. `ideaColumn` and `idColumn` are places in `columns`, from 0. */
export type IdeaTable = {
  readonly format: IdeaTableFormat;
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly columns: readonly { readonly name: string; readonly sample: string }[];
  readonly ideaColumn: number;
  readonly idColumn: number | null;
  readonly rows: readonly IdeaRow[];
};

export type ReadIdeaTable = (file: IdeaFile, choice: ColumnChoice) => Promise<IdeaTableOutcome>;

export type IdeaTableOutcome =
  | { readonly ok: true; readonly table: IdeaTable }
  | {
      readonly ok: false;
      readonly reason: 'no-rows' | 'too-many-rows' | 'too-large' | 'unreadable' | 'no-such-column';
    };

export type BatchExportFormat = 'csv' | 'xlsx' | 'html';

/** What an export is written from. */
export type BatchReport = {
  readonly job: BatchJob;
  readonly rows: readonly BatchRow[];
  readonly portfolio: Portfolio;
  readonly collectionTitle: string;
};
