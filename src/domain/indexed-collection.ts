import type { ParsedDocument } from './challenge.ts';
import type {
  AbsentMatter,
  CollectionManifest,
  ExpectedQuestion,
  GlossaryEntry,
  LabelledIdea,
} from './collection.ts';
import type { Passage } from './passage.ts';
import type { SourceDocument } from './source-document.ts';

/** Everything that is known of one collection once it has been ingested; what every question is answered from. */
export type IndexedCollection = {
  readonly manifest: CollectionManifest;
  /** SHA-256 over every file of the collection's folder: what "the same corpus" means. */
  readonly digest: string;
  readonly documents: readonly SourceDocument[];
  /** One for each document of kind challenge-list. */
  readonly structures: readonly ParsedDocument[];
  readonly passages: readonly Passage[];
  readonly glossary: readonly GlossaryEntry[];
  readonly expectedQuestions: readonly ExpectedQuestion[];
  readonly absentMatters: readonly AbsentMatter[];
  readonly examples: readonly LabelledIdea[];
};
