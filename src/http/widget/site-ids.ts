import { isSameSignature, signatureOf } from './signatures.ts';

/** Ids of conversations and messages as a site sees them: they open nothing at another site. */
export type SiteIds = {
  seal(site: string, id: string): string;
  /** The id within; null when it is another site's or nobody's. */
  open(site: string, sealed: string): string | null;
};

export function createSiteIds(key: Buffer): SiteIds {
  const sign = (site: string, id: string) => signatureOf(key, 'id', [site, id]).slice(0, 22);
  return {
    seal: (site, id) => `${id}.${sign(site, id)}`,
    open(site, sealed) {
      const at = sealed.lastIndexOf('.');
      const id = sealed.slice(0, Math.max(at, 0));
      return id !== '' && isSameSignature(sealed.slice(at + 1), sign(site, id)) ? id : null;
    },
  };
}
