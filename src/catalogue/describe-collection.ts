import type { ChallengeView, CollectionView, DocumentView, PassageView } from '../domain/corpus-views.ts';
import { AssistantError } from '../domain/errors.ts';
import type { Passage } from '../domain/passage.ts';
import type { SourceDocument } from '../domain/source-document.ts';
import { type Catalogue, type CatalogueChallenge, findChallenge } from './create-catalogue.ts';

/** Characters of the document shown on each side of a passage. */
const CONTEXT_CHARACTERS = 600;

export function describeCollection({ collection, challenges }: Catalogue): CollectionView {
  const { id, title, region, year, locale } = collection.manifest;
  return {
    id,
    title,
    region,
    year,
    locale,
    digest: collection.digest,
    challenges: challenges.length,
    documents: collection.documents.map((document) => ({
      id: document.id,
      title: document.title,
      kind: document.kind,
    })),
  };
}

export function describeChallenges(catalogue: Catalogue): ChallengeView[] {
  return catalogue.challenges.map((challenge) => describeChallenge(catalogue, challenge));
}

/** @throws {AssistantError} `not-found` */
export function describeChallengeNumber(catalogue: Catalogue, number: number): ChallengeView {
  const challenge = findChallenge(catalogue, number);
  if (!challenge) throw new AssistantError('not-found', `There is no challenge ${number}`);
  return describeChallenge(catalogue, challenge);
}

function describeChallenge({ collection }: Catalogue, challenge: CatalogueChallenge): ChallengeView {
  return {
    collection: collection.manifest.id,
    number: challenge.number,
    title: challenge.title.text,
    passageId: challenge.title.id,
    questions: challenge.questions.map(({ id, text }) => ({ passageId: id, text })),
    references: challenge.references.map(({ passage, source }) => ({
      passageId: passage.id,
      source,
      text: passage.text,
    })),
  };
}

/** The passage with the text around it, cut at blank lines where there are any. */
export function describePassage({ collection }: Catalogue, passage: Passage): PassageView {
  const document = collection.documents.find(({ id }) => id === passage.document);
  if (!document) throw new AssistantError('not-found', `Passage "${passage.id}" has no document`);
  const start = contextStart(document, passage.start);
  const end = contextEnd(document, passage.end);
  return {
    ...passage,
    documentTitle: document.title,
    context: { text: document.text.slice(start, end), start, end },
  };
}

function contextStart({ blocks }: SourceDocument, start: number): number {
  return (
    blocks.find((block) => block.start >= start - CONTEXT_CHARACTERS && block.start <= start)?.start ?? start
  );
}

function contextEnd({ blocks }: SourceDocument, end: number): number {
  return blocks.findLast((block) => block.end <= end + CONTEXT_CHARACTERS && block.end >= end)?.end ?? end;
}

/** @throws {AssistantError} `not-found` */
export function describeDocument({ collection }: Catalogue, id: string): DocumentView {
  const document = collection.documents.find((candidate) => candidate.id === id);
  if (!document) throw new AssistantError('not-found', `There is no document "${id}"`);
  const { title, text, pages, sha256 } = document;
  return {
    id,
    collection: collection.manifest.id,
    title,
    text,
    pages: pages.map(({ number, start, end }) => ({ number, start, end })),
    digest: sha256,
  };
}
