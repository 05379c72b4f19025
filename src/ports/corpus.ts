import type {
  AbsentMatter,
  CollectionManifest,
  ExpectedQuestion,
  GlossaryEntry,
  LabelledIdea,
} from '../domain/collection.ts';

/** A document of a collection as it lies in the corpus, not yet read. */
export type CorpusFile = {
  readonly file: string;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
};

/** A collection as received. `problems` are its files that could not be taken (missing, unsafe, malformed), one line each. */
export type CorpusCollection = {
  readonly manifest: CollectionManifest;
  readonly digest: string;
  readonly files: readonly CorpusFile[];
  readonly glossary: readonly GlossaryEntry[];
  readonly expectedQuestions: readonly ExpectedQuestion[];
  readonly absentMatters: readonly AbsentMatter[];
  readonly examples: readonly LabelledIdea[];
  readonly problems: readonly { readonly file: string; readonly detail: string }[];
};

/** Where the documents as received are. Reading it changes nothing. */
export type Corpus = {
  /** Ids in alphabetical order. */
  listCollections(): Promise<readonly string[]>;
  /** SHA-256 over the names and bytes of every file of the collection; cheap enough to ask at each start. */
  digest(collection: string): Promise<string>;
  /** @throws {AssistantError} `not-found`, or `invalid-input` when collection.json cannot be used. */
  load(collection: string): Promise<CorpusCollection>;
};
