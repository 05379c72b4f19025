import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium of this machine, or null where there is none. */
export const browserPath = candidates.find((path) => existsSync(path)) ?? null;

/** Opens a Chromium that speaks to nobody but the pages it is sent to. */
export async function launchBrowser(): Promise<Browser> {
  if (browserPath === null) throw new Error('There is no Chromium on this machine');
  return await chromium.launch({
    executablePath: browserPath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
