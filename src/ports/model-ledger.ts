import type { Usage } from '../domain/answer.ts';

/** Who pays and when: a UTC day as `2031-04-27`, and the partner's site or null. */
export type SpendingAccount = { readonly day: string; readonly site: string | null };

/** Most that may be spent on one day; null: no limit. Money in whatever currency the prices are in. */
export type SpendingLimits = {
  readonly tokensPerDay: number | null;
  readonly tokensPerSiteAndDay: number | null;
  readonly costPerDay: number | null;
  /** For one million tokens. */
  readonly prices: { readonly input: number; readonly output: number };
};

/** What language models have cost, and what they have said. Survives a restart, which wins no second budget. */
export type ModelLedger = {
  /** Books an estimate before a call. False, and nothing booked, when a limit would be passed. */
  reserve(account: SpendingAccount, estimate: Usage, limits: SpendingLimits): Promise<boolean>;
  /** Puts what a call has cost in the place of what was booked for it. */
  settle(account: SpendingAccount, estimate: Usage, actual: Usage): Promise<void>;
  /** `site` null: all together. */
  spentOn(account: SpendingAccount): Promise<Usage>;
  readReply(key: string): Promise<string | null>;
  keepReply(key: string, text: string): Promise<void>;
  /** Forgets replies and counts that are old; returns how many replies went. */
  forgetExpired(): Promise<number>;
  close(): Promise<void>;
};
