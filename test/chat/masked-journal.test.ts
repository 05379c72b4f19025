import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteJournal } from '../../src/adapters/sqlite/sqlite-journal.ts';
import { createHoldConversation } from '../../src/chat/hold-conversation.ts';
import { createMaskedJournal } from '../../src/chat/masked-journal.ts';
import type { Journal } from '../../src/ports/journal.ts';
import { describeJournal } from '../contracts/journal.ts';
import { anAnswer, eventsOf } from '../support/fake-app-dependencies.ts';
import { createInMemoryJournal } from '../support/in-memory-journal.ts';

describeJournal('masked', async () => createMaskedJournal(createInMemoryJournal()));

describe('what is kept of a conversation', () => {
  let folder: string;
  let journal: Journal;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'elqui-masked-'));
    const clock = { now: () => new Date('2031-04-27T12:00:00Z') };
    journal = createMaskedJournal(await openSqliteJournal({ folder, retentionDays: 30, clock }));
  });
  afterEach(async () => {
    await journal.close();
    await rm(folder, { recursive: true });
  });

  it('holds no RUT, mail or telephone, neither of the question nor of the answer nor of a comment', async () => {
    const asked: string[] = [];
    const hold = createHoldConversation({
      answerMessage: ({ text }) => {
        asked.push(text);
        return eventsOf(anAnswer({ answer: `Usted escribió: ${text}` }));
      },
      journal,
      collection: 'valle',
      newId: () => 'one',
    });
    const message = 'Soy 12.345.678-5, escríbame a ana.rojas@correo.cl o al +56 9 8765 4321';
    const { events } = await hold({ message });
    for await (const _ of events);
    const comment = 'llámenme al 9 8765 4321';
    expect(await journal.recordFeedback({ messageId: 'one', rating: 'down', comment })).toBe(true);
    // The answer is to what was written; what is kept is not.
    expect(asked).toEqual([message]);
    expect(await journal.readConversation('one')).toEqual([
      { role: 'user', content: 'Soy [RUT], escríbame a [correo] o al [teléfono]' },
      { role: 'assistant', content: 'Usted escribió: Soy [RUT], escríbame a [correo] o al [teléfono]' },
    ]);
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')),
    );
    expect(files.join('')).toContain('[RUT]');
    expect(files.join('')).not.toMatch(/345\.678|rojas|8765/);
  });

  it('is masked before it is cut, and is read again however long it was', async () => {
    const content = `${'a '.repeat(3990)}mi RUT es 12.345.678-5`;
    await journal.appendTurns('one', 'm1', 'valle', [
      { role: 'user', content },
      { role: 'assistant', content: 'a@b.cl '.repeat(1140) },
    ]);
    const [question, answer] = (await journal.readConversation('one')) ?? [];
    expect(question?.content.slice(7975)).not.toMatch(/\d/);
    expect(answer?.content).toHaveLength(8000);
  });
});
