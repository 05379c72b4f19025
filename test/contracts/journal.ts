import { describe, expect, it } from 'vitest';
import type { Journal } from '../../src/ports/journal.ts';

/** What every journal must keep; call it once for each implementation. `open` gives an empty one each time. */
export function describeJournal(name: string, open: () => Promise<Journal>): void {
  describe(`${name} journal`, () => {
    const turns = [
      { role: 'user', content: '¿De qué trata el desafío 6?' },
      { role: 'assistant', content: 'Del recurso hídrico [1].' },
    ] as const;

    it('gives a conversation back in its order', async () => {
      const journal = await open();
      await journal.appendTurns('c1', 'm1', 'valle', turns);
      await journal.appendTurns('c1', 'm2', 'valle', [{ role: 'user', content: '¿y el 7?' }]);
      expect((await journal.readConversation('c1'))?.map(({ content }) => content)).toEqual([
        ...turns.map(({ content }) => content),
        '¿y el 7?',
      ]);
      await journal.close();
    });

    it('knows nothing of other conversations', async () => {
      const journal = await open();
      await journal.appendTurns('c1', 'm1', 'valle', turns);
      expect(await journal.readConversation('c2')).toBeNull();
      expect(await journal.readConversation("c1' OR '1'='1")).toBeNull();
      await journal.close();
    });

    it('takes a rating of a message it knows, again too, and refuses another', async () => {
      const journal = await open();
      await journal.appendTurns('c1', 'm1', 'valle', turns);
      expect(await journal.recordFeedback({ messageId: 'm1', rating: 'up', comment: null })).toBe(true);
      expect(await journal.recordFeedback({ messageId: 'm1', rating: 'down', comment: 'no era eso' })).toBe(
        true,
      );
      expect(await journal.recordFeedback({ messageId: 'm9', rating: 'up', comment: null })).toBe(false);
      await journal.close();
    });

    it('forgets a conversation on request, with the ratings of its messages', async () => {
      const journal = await open();
      await journal.appendTurns('c1', 'm1', 'valle', turns);
      expect(await journal.forgetConversation('c1')).toBe(true);
      expect(await journal.readConversation('c1')).toBeNull();
      expect(await journal.recordFeedback({ messageId: 'm1', rating: 'up', comment: null })).toBe(false);
      expect(await journal.forgetConversation('c1')).toBe(false);
      await journal.close();
    });
  });
}
