import type { Answer } from '../domain/answer.ts';
import type { Locale } from '../domain/collection.ts';
import type { MessageRequest } from '../domain/conversation.ts';
import type {
  ChallengeView,
  CollectionView,
  DocumentView,
  PassageView,
  SearchReply,
} from '../domain/corpus-views.ts';
import type { MatchReport } from '../domain/match-report.ts';

/** The same functions that the HTTP wall is handed. Each rejects with AssistantError `not-found` for what does not exist. */
export type McpDependencies = {
  answer(request: MessageRequest, signal: AbortSignal): Promise<Answer>;
  matchIdea(
    request: {
      readonly idea: string;
      readonly collection?: string | undefined;
      readonly locale?: Locale | undefined;
      readonly top: number;
    },
    signal: AbortSignal,
  ): Promise<MatchReport>;
  listCollections(): Promise<readonly CollectionView[]>;
  listChallenges(collection?: string): Promise<readonly ChallengeView[]>;
  getChallenge(number: number, collection?: string): Promise<ChallengeView>;
  searchPassages(request: {
    readonly query: string;
    readonly count: number;
    readonly collection?: string | undefined;
  }): Promise<SearchReply>;
  getPassage(id: string): Promise<PassageView>;
  getDocument(collection: string, document: string): Promise<DocumentView>;
};
