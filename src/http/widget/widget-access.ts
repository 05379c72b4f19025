import type { Request, RequestHandler, Response } from 'express';
import { isAllowedOrigin, type Site, siteSchema } from '../../domain/site.ts';
import type { SiteRegistry } from '../../ports/site-registry.ts';
import { isFromOwnPage } from '../middleware/own-origin.ts';
import { RequestProblem } from '../problem.ts';
import type { Tickets } from './tickets.ts';

export const ticketHeader = 'x-elqui-ticket';

/** Stands for the service's own pages, which need no place in a site's list. No real origin is written so. */
const ownOrigin = 'own';

/** The site of the service's own playground: no other page can use it. */
export const previewSite: Site = siteSchema.parse({ id: 'vista-previa', origins: ['http://localhost'] });

/** A visitor's presence on an allowed page, as its ticket proves it. */
export type Visit = { readonly site: Site; readonly session: string };

/**
 * Who may use the widget's routes. Every one of them passes `openToSites` (only origins of some site get CORS headers, the
 * rest get 403); all but the one that gives tickets pass `requireTicket` too (the ticket's own site must list the origin).
 */
export function createWidgetAccess({ sites, tickets }: { sites: SiteRegistry; tickets: Tickets }) {
  const origins = new WeakMap<Request, string>();
  const visits = new WeakMap<Response, Visit>();

  async function readCallerOrigin(request: Request): Promise<string> {
    if (isFromOwnPage(request)) return ownOrigin;
    const origin = request.get('origin');
    const all = (await sites.list()).flatMap((site) => site.origins);
    if (origin === undefined || !isAllowedOrigin(origin, all)) throw new RequestProblem('foreign_origin');
    return origin;
  }

  function originOf(request: Request): string {
    const origin = origins.get(request);
    if (origin === undefined) throw new RequestProblem('foreign_origin');
    return origin;
  }

  /** The site, when it may be used from where the request comes. An unknown site and one of others are refused alike. */
  async function findSite(id: string, request: Request): Promise<Site> {
    const origin = originOf(request);
    const isOwn = origin === ownOrigin;
    const site = isOwn && id === previewSite.id ? previewSite : await sites.find(id);
    if (site === null || !(isOwn || isAllowedOrigin(origin, site.origins)))
      throw new RequestProblem('foreign_origin');
    if (site.isPaused) throw new RequestProblem('site_paused');
    return site;
  }

  function openToSites(methods: readonly string[]): RequestHandler {
    return async (request, response, next) => {
      response.vary('origin');
      const origin = await readCallerOrigin(request);
      origins.set(request, origin);
      if (origin !== ownOrigin) {
        response.set('access-control-allow-origin', origin);
        response.set('access-control-expose-headers', 'retry-after, x-request-id');
      }
      if (request.method !== 'OPTIONS') return next();
      response.set({
        'access-control-allow-methods': methods.join(', '),
        'access-control-allow-headers': `content-type, ${ticketHeader}`,
        'access-control-max-age': '600',
      });
      response.status(204).end();
    };
  }

  const requireTicket: RequestHandler = async (request, response, next) => {
    const holder = tickets.check(request.get(ticketHeader) ?? '', originOf(request));
    if (holder === null) throw new RequestProblem('ticket_refused');
    visits.set(response, { site: await findSite(holder.site, request), session: holder.session });
    next();
  };

  return {
    openToSites,
    requireTicket,
    findSite,
    /** A ticket for the site; a session goes on when the request brings a ticket of the same site and origin. */
    issueTicket(site: Site, request: Request): string {
      const origin = originOf(request);
      const session = tickets.sessionOf(request.get(ticketHeader) ?? '', { site: site.id, origin });
      return tickets.issue({ site: site.id, session }, origin);
    },
    visitOf(response: Response): Visit {
      const visit = visits.get(response);
      if (visit === undefined) throw new RequestProblem('ticket_refused');
      return visit;
    },
  };
}

export type WidgetAccess = ReturnType<typeof createWidgetAccess>;
