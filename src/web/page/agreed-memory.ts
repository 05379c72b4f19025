import type { Conversation } from '../conversation-state.ts';

const key = 'elqui:conversation';
const keptMs = 7 * 86_400_000;
const exchangesKept = 30;

type Kept = { readonly expiresAt: number; readonly conversation: Conversation | null };

/**
 * A conversation kept in the browser, only once its visitor has agreed, and for a week after it was last written. Agreement
 * is that something is kept: what is erased or has expired asks anew. A browser that refuses storage keeps nothing.
 */
export function createAgreedMemory(storage: () => Storage, now: () => number) {
  function read(): Kept | null {
    const kept = attempt(() => JSON.parse(storage().getItem(key) ?? 'null') as Partial<Kept> | null);
    if (typeof kept?.expiresAt !== 'number') return null;
    if (kept.expiresAt <= now()) {
      erase();
      return null;
    }
    const { conversation = null } = kept;
    return { expiresAt: kept.expiresAt, conversation: isConversation(conversation) ? conversation : null };
  }

  function write(conversation: Conversation): boolean {
    const exchanges = conversation.exchanges.slice(-exchangesKept);
    const kept: Kept = { expiresAt: now() + keptMs, conversation: { ...conversation, exchanges } };
    return attempt(() => storage().setItem(key, JSON.stringify(kept)) === undefined) ?? false;
  }

  function erase(): void {
    attempt(() => storage().removeItem(key));
  }

  return {
    key,
    isAgreed: (): boolean => read() !== null,
    read: (): Conversation | null => read()?.conversation ?? null,
    /** Begins to keep, or keeps on; false where the browser does not let us. */
    agree: write,
    /** Keeps the conversation as it stands now; does nothing without agreement. */
    update: (conversation: Conversation): void => {
      if (read() !== null) write(conversation);
    },
    erase,
  };
}

function isConversation(found: unknown): found is Conversation {
  return (
    typeof found === 'object' && found !== null && 'exchanges' in found && Array.isArray(found.exchanges)
  );
}

function attempt<Value>(action: () => Value): Value | null {
  try {
    return action();
  } catch {
    return null;
  }
}
