import express, { type RequestHandler, Router } from 'express';
import type { SiteRegistry } from '../../ports/site-registry.ts';
import type { SiteUsage } from '../../ports/site-usage.ts';
import { type Door, refuseCrowd } from '../admission.ts';
import type { AppDependencies } from '../app-dependencies.ts';
import { allowOnly } from '../middleware/allowed-methods.ts';
import { readJsonBody } from '../middleware/json-body.ts';
import type { RateLimits } from '../middleware/rate-limits.ts';
import type { Operation } from '../operation.ts';
import type { SendAnswer } from '../routes/answer-message.ts';
import { createSiteIds } from './site-ids.ts';
import { createTickets } from './tickets.ts';
import { createWidgetAccess, type WidgetAccess } from './widget-access.ts';
import { createWidgetLimits, type WidgetLimits } from './widget-limits.ts';
import { createWidgetOperations } from './widget-operations.ts';

/** What partner sites need of us besides the answers themselves. */
export type WidgetDependencies = {
  readonly sites: SiteRegistry;
  readonly usage: SiteUsage;
  /** Signs tickets and ids; the same in every process of an installation. */
  readonly key: Buffer;
  readonly now: () => Date;
};

export type WidgetWall = { readonly operations: readonly Operation[]; readonly router: Router };

/** The operations of the widget behind their own door: origin, limits, ticket, then the handler. */
export function createWidgetWall(
  widget: WidgetDependencies,
  options: {
    readonly dependencies: AppDependencies;
    readonly sendAnswer: SendAnswer;
    readonly rateLimits: RateLimits | null;
    readonly admission?: Door | undefined;
  },
): WidgetWall {
  const { sites, usage, key, now } = widget;
  const access = createWidgetAccess({ sites, tickets: createTickets({ key, now }) });
  const limits = createWidgetLimits(options.rateLimits, { key, now, visitOf: access.visitOf });
  const { dependencies, sendAnswer } = options;
  const operations = createWidgetOperations({
    ...{ dependencies, access, usage, now, sendAnswer },
    siteIds: createSiteIds(key),
  });
  const door = options.admission ? [refuseCrowd(options.admission)] : [];
  const router = Router();
  for (const operation of operations) register(router, operation, { access, limits, door });
  return { operations, router };
}

type Wall = {
  readonly access: WidgetAccess;
  readonly limits: WidgetLimits;
  readonly door: readonly RequestHandler[];
};

function register(
  router: Router,
  { method, path, cost, key, request, handler }: Operation,
  { access, limits, door }: Wall,
): void {
  const methods = [method.toUpperCase()];
  const isAnswer = cost === 'answer';
  router.all(path, access.openToSites(methods));
  router[method](
    path,
    ...(isAnswer ? door : []),
    ...(isAnswer ? limits.byAddress.answer : limits.byAddress.read),
    ...(key === 'ticket' ? [access.requireTicket] : []),
    ...(isAnswer ? limits.byVisit : []),
    ...(request.body === undefined ? [] : readJsonBody),
    handler,
  );
  router.all(path, allowOnly(methods));
}

/**
 * The widget's files. They may be loaded by any page, since they hold nothing of anybody. Those under a version carry a hash
 * in their names and never change; those under `v1` are the newest.
 */
export function createWidgetFiles(webDirectory: string): Router {
  const router = Router();
  router.use('/widget', preferCompressed);
  router.use(
    '/widget',
    express.static(`${webDirectory}/widget`, {
      ...{ index: false, redirect: false, fallthrough: true, cacheControl: false },
      setHeaders: (response, path) => {
        const isNewest = /[/\\]v1[/\\][^/\\]+$/.test(path);
        response.set({
          'cache-control': isNewest ? 'public, max-age=300' : 'public, max-age=31536000, immutable',
          'cross-origin-resource-policy': 'cross-origin',
          'access-control-allow-origin': '*',
        });
        if (path.endsWith('.js.gz')) {
          response.set({ 'content-type': 'text/javascript; charset=utf-8', 'content-encoding': 'gzip' });
        }
      },
    }),
  );
  return router;
}

/** The build leaves each script compressed beside it: what partner sites load is light without a proxy too. */
function preferCompressed(...[request, response, next]: Parameters<RequestHandler>): void {
  if (request.path.endsWith('.js')) {
    response.vary('accept-encoding');
    if (request.acceptsEncodings('gzip') === 'gzip') request.url = `${request.path}.gz`;
  }
  next();
}
