import type { Ask } from '../catalogue/read-ask.ts';
import type { Mentions } from '../catalogue/read-mentions.ts';
import type { Turn } from '../domain/conversation.ts';
import type { TalkParts } from './assign-bare-numbers.ts';

/** One turn, read for what it names and what it asks. */
export type ReadTurn = {
  readonly role: Turn['role'];
  readonly text: string;
  readonly mentions: Mentions;
  readonly ask: Ask;
  /** The strategy that "la de innovación" would name where the talk is about strategies. */
  readonly elliptic: string | null;
  /** What an answer names, its quotations included. */
  readonly told: Pick<Mentions, 'guidelines' | 'sources' | 'codes'>;
};

/** What a message is about once the talk before it is taken into account. */
export type Focus = {
  readonly isFollowUp: boolean;
  /** The message leans on something ("ese", "y sus…") and nothing in the talk says on what. */
  readonly isDangling: boolean;
  readonly challenges: readonly number[];
  readonly mentions: Mentions;
  readonly ask: Ask;
  /** Challenges left out on purpose: "¿y en otro desafío?". */
  readonly except: readonly number[];
  /** "Dame otra": what the last answer showed is not to be shown again. */
  readonly shown: string;
  /** The last question of the visitor, to be searched with the message; empty when the message stands alone. */
  readonly context: string;
};

/** What the talk has come to: the last question as it was understood, and what it was about. */
export type Talk = TalkParts & {
  readonly last: { readonly mentions: Mentions; readonly ask: Ask; readonly text: string } | null;
  /** Distinct challenges of the talk, the latest last. */
  readonly named: readonly number[];
  readonly firstNamed: number | null;
  readonly answer: string;
  /** What the last answer named: "ese lineamiento", "esa estrategia". */
  readonly told: Pick<Mentions, 'guidelines' | 'sources' | 'codes'>;
};

export const SILENCE: Talk = {
  last: null,
  challenges: [],
  listed: [],
  named: [],
  firstNamed: null,
  answer: '',
  nouns: new Set(),
  guidelines: [],
  generalObjectives: [],
  asked: [],
  told: { guidelines: [], sources: [], codes: [] },
};
