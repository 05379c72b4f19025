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

    it('lists the questions that were not answered, the newest first, and forgets them with their conversation', async () => {
      const journal = await open();
      const why = { kind: 'absent', matter: 'plazos', locale: 'es' } as const;
      for (const id of ['m1', 'm2', 'm3'])
        await journal.appendTurns(`c-${id}`, id, 'valle', [
          { role: 'user', content: `¿hasta cuándo? ${id}` },
          ...turns.slice(1),
        ]);
      expect(await journal.recordUnanswered({ messageId: 'm1', ...why })).toBe(true);
      expect(await journal.recordUnanswered({ messageId: 'm3', ...why, kind: 'weak', matter: null })).toBe(
        true,
      );
      expect(await journal.recordUnanswered({ messageId: 'm9', ...why })).toBe(false);
      const everything = { since: new Date(0), limit: 10 };
      const listed = await journal.listUnanswered(everything);
      expect(listed.map(({ askedAt, ...rest }) => [rest, askedAt instanceof Date])).toEqual([
        [
          { kind: 'weak', matter: null, locale: 'es', question: '¿hasta cuándo? m3', collection: 'valle' },
          true,
        ],
        [{ ...why, question: '¿hasta cuándo? m1', collection: 'valle' }, true],
      ]);
      expect(await journal.listUnanswered({ ...everything, limit: 1 })).toHaveLength(1);
      expect(await journal.listUnanswered({ ...everything, since: new Date('9000-01-01') })).toEqual([]);
      await journal.forgetConversation('c-m3');
      expect((await journal.listUnanswered(everything)).map(({ question }) => question)).toEqual([
        '¿hasta cuándo? m1',
      ]);
      await journal.close();
    });
  });
}
