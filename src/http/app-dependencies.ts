import type { AnswerEvent } from '../domain/answer.ts';
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
import type { BatchDependencies } from './batch-dependencies.ts';
import type { UnansweredDependencies } from './unanswered-dependencies.ts';

/** An answer that has begun. `events` ends after one `answer-end`, or throws. */
export type StartedAnswer = {
  readonly conversationId: string;
  readonly messageId: string;
  readonly events: AsyncIterable<AnswerEvent>;
};

/** `idea` is as received, not trimmed: offsets of the report's quotes point into it. */
export type MatchRequest = {
  readonly idea: string;
  readonly collection?: string | undefined;
  readonly locale?: Locale | undefined;
  readonly top: number;
};

export type SearchRequest = {
  readonly query: string;
  readonly count: number;
  readonly collection?: string | undefined;
};

export type FeedbackRequest = {
  readonly messageId: string;
  readonly rating: 'up' | 'down';
  readonly comment: string | null;
};

export type Readiness = { readonly ready: boolean; readonly reason?: string | undefined };

/**
 * Everything the wall can do, as functions. Each rejects with AssistantError `not-found` for a collection, number or id
 * that does not exist; a collection left out means the first one.
 */
export type AppDependencies = BatchDependencies &
  UnansweredDependencies & {
    startAnswer(request: MessageRequest, signal: AbortSignal): Promise<StartedAnswer>;
    matchIdea(request: MatchRequest, signal: AbortSignal): Promise<MatchReport>;
    listCollections(): Promise<readonly CollectionView[]>;
    listChallenges(collection?: string): Promise<readonly ChallengeView[]>;
    getChallenge(number: number, collection?: string): Promise<ChallengeView>;
    getPassage(id: string): Promise<PassageView>;
    getDocument(collection: string, document: string): Promise<DocumentView>;
    searchPassages(request: SearchRequest): Promise<SearchReply>;
    /** Resolves once it is gone from the disk; false when it was not known. */
    forgetConversation(conversationId: string): Promise<boolean>;
    /** Resolves once the rating is on disk. */
    recordFeedback(feedback: FeedbackRequest): Promise<void>;
    /** `reason` is for operators of a public address: no path, no key. */
    readiness(): Promise<Readiness>;
  };
