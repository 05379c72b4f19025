import type { TextSpan } from './text-span.ts';

/** A piece of text taken from a document: `text` is exactly the document's `text.slice(start, end)`. */
export type Excerpt = TextSpan & { readonly text: string; readonly page: number };

export type GuidingQuestion = Excerpt & { readonly number: number };

export type PointerKind =
  | 'guideline'
  | 'strategic-guideline'
  | 'general-objective'
  | 'specific-objective'
  | 'specific-objectives'
  | 'objective'
  | 'strategy-challenge'
  | 'field'
  | 'space'
  | 'priority-line-of-action';

/**
 * Where in a strategy a reference paragraph points: "lineamiento N° 4 «…»" is { kind: guideline, number: "4", name: "…" }.
 * `number` or `name` null: the document does not give it. `ofGuideline`: the guideline an unnumbered objective hangs from.
 * A `specific-objectives` pointer holds the numbers and names as written when the document does not say which goes with which.
 */
export type StrategyPointer = {
  readonly kind: PointerKind;
  readonly number: string | null;
  readonly name: string | null;
  readonly ofGuideline?: string;
  readonly numbersAsWritten?: readonly string[];
  readonly names?: readonly string[];
};

/** A paragraph that grounds a challenge in a strategy. `source` is the canonical name of the source list. */
export type StrategyReference = Excerpt & {
  readonly number: number;
  readonly source: string | null;
  readonly sourceAsWritten: string | null;
  /** True when the paragraph names no source and takes the one of the paragraph before. */
  readonly isSourceInherited: boolean;
  readonly pointers: readonly StrategyPointer[];
};

export type Challenge = {
  readonly number: number;
  readonly title: Excerpt;
  readonly questions: readonly GuidingQuestion[];
  readonly references: readonly StrategyReference[];
};

export type StrategyAxis = {
  readonly number: number;
  readonly heading: Excerpt;
  readonly lines: readonly (Excerpt & { readonly number: number })[];
};

/** A strategy that the document quotes as a whole, tied to no challenge: objectives, axes and lines of action. */
export type StrategyBlock = {
  readonly source: string;
  readonly intro: Excerpt;
  readonly objectivesHeading: Excerpt | null;
  readonly objectives: readonly Excerpt[];
  readonly axes: readonly StrategyAxis[];
};

/** One line of the document's list of sources. `acronyms` are derived from the initials (Estrategia Regional de Desarrollo: ERD). */
export type ListedSource = Excerpt & { readonly name: string; readonly acronyms: readonly string[] };

/**
 * A defect of the source that readers should know of; reproduced, never repaired.
 * `span` is the stretch it is about; `codes` such as "3.3" help to decide where it bears on an answer.
 */
export type SourceNotice = {
  readonly code:
    | 'repeated-number'
    | 'missing-number'
    | 'count-mismatch'
    | 'objective-without-number'
    | 'guideline-without-name'
    | 'inherited-source'
    | 'strategy-without-challenge'
    | 'fewer-cited-than-announced'
    | 'source-written-differently'
    | 'strategy-horizon-passed'
    | 'excerpt';
  readonly challenge: number | null;
  readonly source: string | null;
  readonly span: TextSpan;
  readonly codes: readonly string[];
  readonly counts?: { readonly expected: number; readonly found: number };
};

/** What the head of a challenge list says of itself; null where it says nothing. */
export type DocumentHeader = {
  readonly title: Excerpt | null;
  readonly focus: Excerpt | null;
  readonly year: Excerpt | null;
  readonly instrument: Excerpt | null;
  readonly subtitle: Excerpt | null;
};

export type ParsedDocument = {
  readonly documentId: string;
  readonly header: DocumentHeader;
  readonly challenges: readonly Challenge[];
  readonly strategyBlocks: readonly StrategyBlock[];
  readonly sourcesHeading: Excerpt | null;
  readonly sources: readonly ListedSource[];
  readonly notices: readonly SourceNotice[];
  /** Blocks that the parser could not place; empty when every block is accounted for. */
  readonly unplaced: readonly Excerpt[];
};
