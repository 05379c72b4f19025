import type { Clock } from './ports/clock.ts';
import type { Logger } from './ports/logger.ts';

/** How often the clock is looked at; the work itself is done once a day. */
const LOOK_EVERY_MS = 10 * 60_000;

/**
 * Forgets what has expired on every new day of the clock while the service runs; whoever opened the stores did it for the
 * first. Gives back what ends it. The timer keeps no process alive.
 */
export function keepForgetting(parts: {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly stores: readonly { forgetExpired(): Promise<unknown> }[];
}): () => void {
  const { clock, logger, stores } = parts;
  const today = () => clock.now().toISOString().slice(0, 10);
  let doneOn = today();

  async function look(): Promise<void> {
    if (today() === doneOn) return;
    doneOn = today();
    for (const store of stores) {
      // One store that cannot answer does not keep the others from forgetting.
      await store.forgetExpired().catch((error: unknown) => {
        logger.error('retention-failed', { reason: error instanceof Error ? error.message : String(error) });
      });
    }
  }

  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
