import type { Locale } from '../../domain/collection.ts';

/** What a site says of itself with its ticket. */
export type SiteView = {
  readonly id: string;
  readonly theme: { readonly scheme: 'auto' | 'light' | 'dark'; readonly accent: string | null };
  readonly language: Locale;
  readonly greeting: string | null;
  readonly suggestions: readonly string[];
  readonly retentionDays: number;
  readonly title: { readonly es: string; readonly en: string };
};

// A ticket that ends on its way is refused; better a little early than twice.
const marginMs = 5000;

/**
 * A fetch that shows the site's ticket and renews it when it ends. When there is none to be had, what it resolves to is the
 * refusal itself, so that its words reach the visitor.
 */
export function createTicketedFetch(options: {
  readonly root: string;
  readonly siteId: () => string;
  readonly languageOf: () => string;
  readonly onSite: (site: SiteView) => void;
}): typeof fetch {
  let ticket: { readonly value: string; readonly endsAt: number } | null = null;
  let renewal: Promise<Response | null> | null = null;

  async function requestTicket(): Promise<Response | null> {
    const response = await fetch(`${options.root}/ticket`, {
      method: 'POST',
      ...{ credentials: 'omit', cache: 'no-store' },
      headers: {
        'content-type': 'application/json',
        'accept-language': options.languageOf(),
        ...(ticket !== null && { 'x-elqui-ticket': ticket.value }),
      },
      body: JSON.stringify({ siteId: options.siteId() }),
    });
    if (!response.ok) return response;
    const reply = (await response.json()) as { ticket: string; expiresInSeconds: number; site: SiteView };
    ticket = { value: reply.ticket, endsAt: performance.now() + reply.expiresInSeconds * 1000 - marginMs };
    options.onSite(reply.site);
    return null;
  }

  /** Null when there is a ticket now; several requests at once share one renewal. */
  async function renew(): Promise<Response | null> {
    renewal ??= requestTicket().finally(() => {
      renewal = null;
    });
    return (await renewal)?.clone() ?? null;
  }

  function send(input: RequestInfo | URL, init: RequestInit | undefined): Promise<Response> {
    const headers = { ...(init?.headers as Record<string, string>), 'x-elqui-ticket': ticket?.value ?? '' };
    return fetch(input, { ...init, headers, credentials: 'omit' });
  }

  return async (input, init) => {
    if (ticket === null || performance.now() > ticket.endsAt) {
      const refusal = await renew();
      if (refusal !== null) return refusal;
    }
    const response = await send(input, init);
    if (response.status !== 401) return response;
    return (await renew()) ?? (await send(input, init));
  };
}
