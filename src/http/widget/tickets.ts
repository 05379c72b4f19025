import { randomBytes } from 'node:crypto';
import { isSameSignature, signatureOf } from './signatures.ts';

/** Whom a ticket was given to: a visit to a site from one of its origins. */
export type TicketHolder = { readonly site: string; readonly session: string };

export type Tickets = {
  /** A ticket for a minute. `session` goes on from an earlier ticket, or begins. */
  issue(holder: { readonly site: string; readonly session: string | null }, origin: string): string;
  /** Its holder, or null when it is forged, expired or another origin's. */
  check(ticket: string, origin: string): TicketHolder | null;
  /** The session of a ticket of this site and origin, expired or not; null when it is forged. */
  sessionOf(ticket: string, holder: { readonly site: string; readonly origin: string }): string | null;
};

export const ticketLifetimeMs = 60_000;

/**
 * Tickets that carry what they say and a signature over it: `site.session.expiry.signature`. The origin is signed and not
 * carried; it is read from the request each time, where the browser puts it.
 */
export function createTickets(options: { readonly key: Buffer; readonly now: () => Date }): Tickets {
  const now = () => options.now().getTime();
  const sign = (text: string, origin: string) => signatureOf(options.key, 'ticket', [text, origin]);

  function read(ticket: string, origin: string): (TicketHolder & { readonly expiresAt: number }) | null {
    const [site, session, expiry, signature, ...rest] = ticket.split('.');
    if (!site || !session || !expiry || !signature || rest.length > 0) return null;
    if (!isSameSignature(signature, sign(`${site}.${session}.${expiry}`, origin))) return null;
    return { site, session, expiresAt: Number.parseInt(expiry, 36) };
  }

  return {
    issue({ site, session }, origin) {
      const expiry = (now() + ticketLifetimeMs).toString(36);
      const text = `${site}.${session ?? randomBytes(12).toString('base64url')}.${expiry}`;
      return `${text}.${sign(text, origin)}`;
    },
    check(ticket, origin) {
      const found = read(ticket, origin);
      if (found === null || found.expiresAt < now()) return null;
      return { site: found.site, session: found.session };
    },
    sessionOf(ticket, { site, origin }) {
      const found = read(ticket, origin);
      return found?.site === site ? found.session : null;
    },
  };
}
