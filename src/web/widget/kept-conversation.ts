import type { Conversation } from '../conversation-state.ts';

const exchangesKept = 20;

export type KeptConversation = {
  read(): Conversation | null;
  write(conversation: Conversation): void;
  forget(): void;
};

/** A conversation kept for the browser tab. Browsers may refuse storage: then it lasts as long as the page. */
export function createKeptConversation(siteId: string): KeptConversation {
  const key = `elqui:${siteId}`;
  return {
    read() {
      const kept = attempt(() => JSON.parse(sessionStorage.getItem(key) ?? 'null') as Conversation | null);
      return Array.isArray(kept?.exchanges) && kept.exchanges.length > 0 ? kept : null;
    },
    write(conversation) {
      const exchanges = conversation.exchanges.slice(-exchangesKept);
      attempt(() => sessionStorage.setItem(key, JSON.stringify({ ...conversation, exchanges })));
    },
    forget() {
      attempt(() => sessionStorage.removeItem(key));
    },
  };
}

function attempt<Value>(action: () => Value): Value | null {
  try {
    return action();
  } catch {
    return null;
  }
}
