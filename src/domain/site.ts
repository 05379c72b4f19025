import { z } from 'zod';
import { collectionManifestSchema, localeSchema } from './collection.ts';

/** A colour as `#rgb` or `#rrggbb`: what can be checked for contrast and cannot hold anything else. */
export const colourSchema = z.string().regex(/^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i);

/** The origin of an address as browsers write it (`https://partner.cl`, `http://127.0.0.1:8080`); null when the text is none. */
export function readOrigin(text: string): string | null {
  if (!/^https?:\/\/[^/?#@\\\s*]+\/?$/i.test(text)) return null;
  try {
    const { origin } = new URL(text);
    // URL hosts may hold marks such as ";" that would end a directive of a content policy.
    return /^https?:\/\/[\w.:[\]-]+$/.test(origin) ? origin : null;
  } catch {
    return null;
  }
}

const originSchema = z.string().transform((text, context) => {
  const origin = readOrigin(text);
  if (origin !== null) return origin;
  context.addIssue({
    code: 'custom',
    message: 'an origin is a scheme, a host and perhaps a port: https://partner.cl',
  });
  return z.NEVER;
});

/** A site of a partner that may embed the widget. */
export const siteSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,62}$/),
  /** Where the widget may run, exactly: scheme, host and port. */
  origins: z.array(originSchema).min(1).max(50),
  /** null: the first collection. */
  collection: collectionManifestSchema.shape.id.nullable().default(null),
  theme: z
    .strictObject({
      scheme: z.enum(['auto', 'light', 'dark']).default('auto'),
      accent: colourSchema.nullable().default(null),
    })
    .default({ scheme: 'auto', accent: null }),
  language: localeSchema.default('es'),
  /** null: the widget's own. */
  greeting: z.string().trim().min(1).max(500).nullable().default(null),
  suggestions: z.array(z.string().trim().min(1).max(200)).max(4).default([]),
  /** Answers and matches that may be given in one day (UTC). */
  dailyAnswers: z.int().min(1).max(1_000_000).default(500),
  /** Days that a conversation of this site is kept. */
  retentionDays: z.int().min(1).max(3650).default(30),
  isPaused: z.boolean().default(false),
});
export type Site = z.infer<typeof siteSchema>;

/** What `sites.json` holds. */
export const sitesFileSchema = z
  .strictObject({ sites: z.array(siteSchema).max(10_000) })
  .refine(({ sites }) => new Set(sites.map(({ id }) => id)).size === sites.length, 'a site id stands twice');

/**
 * Whether a request's Origin header, as the browser wrote it, is one of these origins. Compared whole: a browser writes an
 * origin in one way only, so whatever is written in another way (upper case, trailing dot or slash, default port) is no browser's.
 */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin !== undefined && origin !== 'null' && allowed.includes(origin);
}
