import type { Request, RequestHandler, Response } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import type { Site } from '../../domain/site.ts';
import type { SiteUsage } from '../../ports/site-usage.ts';
import { limiterOf, type RateLimits } from '../middleware/rate-limits.ts';
import { RequestProblem } from '../problem.ts';
import { signatureOf } from './signatures.ts';
import type { Visit } from './widget-access.ts';

const ipv6Subnet = 56;

// A visitor shares an address with an office; a session is one person; a site is a campaign day of many.
const sessionAnswersPerMinute = 15;
const siteAnswersPerMinute = 600;

export type WidgetLimits = {
  /** Before the ticket is looked at: by the visitor's address. */
  readonly byAddress: Readonly<Record<'answer' | 'read', readonly RequestHandler[]>>;
  /** After it: by session and by site. */
  readonly byVisit: readonly RequestHandler[];
};

/** Requests a minute; null: no limit, for trusted machines. Addresses are kept as a hash whose key changes every day. */
export function createWidgetLimits(
  limits: RateLimits | null,
  options: {
    readonly key: Buffer;
    readonly now: () => Date;
    readonly visitOf: (response: Response) => Visit;
  },
): WidgetLimits {
  if (limits === null) return { byAddress: { answer: [], read: [] }, byVisit: [] };
  const hashAddress = (request: Request) =>
    signatureOf(options.key, 'address', [dayOf(options.now()), ipKeyGenerator(request.ip ?? '', ipv6Subnet)]);
  return {
    byAddress: {
      answer: [limiterOf(limits.answersPerMinute, hashAddress)],
      read: [limiterOf(limits.readsPerMinute, hashAddress)],
    },
    byVisit: [
      limiterOf(sessionAnswersPerMinute, (_request, response) => options.visitOf(response).session),
      limiterOf(siteAnswersPerMinute, (_request, response) => options.visitOf(response).site.id),
    ],
  };
}

/** Takes one answer of the site's budget of the day. @throws {RequestProblem} when there is none left, with the wait. */
export async function spendBudget(
  site: Site,
  { usage, now }: { usage: SiteUsage; now: () => Date },
): Promise<void> {
  const date = now();
  if (await usage.take(site.id, dayOf(date), site.dailyAnswers)) return;
  const wait = Math.ceil(
    (Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 1) - date.getTime()) / 1000,
  );
  throw new RequestProblem('site_budget_spent', { headers: { 'retry-after': String(wait) } });
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
