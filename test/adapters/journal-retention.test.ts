import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteJournal } from '../../src/adapters/sqlite/sqlite-journal.ts';
import type { Turn } from '../../src/domain/conversation.ts';
import type { Journal } from '../../src/ports/journal.ts';

const turns: readonly Turn[] = [
  { role: 'user', content: 'una pregunta muy reconocible' },
  { role: 'assistant', content: 'una respuesta' },
];
let folder: string;
let journal: Journal;
let now = new Date('2031-04-27T12:00:00Z');
const open = () => openSqliteJournal({ folder, retentionDays: 30, clock: { now: () => now } });
const afterDays = (days: number) => {
  now = new Date(Date.parse('2031-04-27T12:00:00Z') + days * 86_400_000);
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'elqui-journal-'));
  afterDays(0);
  journal = await open();
});
afterEach(async () => {
  await journal.close();
  await rm(folder, { recursive: true });
});

describe('how long a conversation is kept', () => {
  it('is what its site says, and otherwise what the service says', async () => {
    await journal.appendTurns('short', 'm1', 'valle', turns, 7);
    await journal.appendTurns('long', 'm2', 'valle', turns, 90);
    await journal.appendTurns('plain', 'm3', 'valle', turns);
    const known = async () => {
      const all = await Promise.all(['short', 'long', 'plain'].map((id) => journal.readConversation(id)));
      return all.map((conversation) => conversation !== null);
    };
    afterDays(6.9);
    expect(await known()).toEqual([true, true, true]);
    afterDays(7.1);
    expect(await known()).toEqual([false, true, true]);
    afterDays(30.1);
    expect(await known()).toEqual([false, true, false]);
    expect(await journal.recordFeedback({ messageId: 'm1', rating: 'up', comment: null })).toBe(true);
    expect(await journal.forgetExpired()).toBe(2);
    expect(await journal.recordFeedback({ messageId: 'm1', rating: 'up', comment: null })).toBe(false);
    expect(await journal.recordFeedback({ messageId: 'm2', rating: 'up', comment: null })).toBe(true);
  });

  it('is also how long an unanswered question is', async () => {
    await journal.appendTurns('short', 'm1', 'valle', turns, 7);
    await journal.recordUnanswered({ messageId: 'm1', kind: 'weak', matter: null, locale: 'es' });
    const listed = () => journal.listUnanswered({ since: new Date(0), limit: 10 });
    afterDays(6.9);
    expect(await listed()).toHaveLength(1);
    afterDays(7.1);
    expect(await listed()).toEqual([]);
    await journal.forgetExpired();
    afterDays(0);
    expect(await listed()).toEqual([]);
  });

  it('ends when it is deleted: no word of it is left on the disk', async () => {
    await journal.appendTurns('one', 'm1', 'valle', turns);
    await journal.recordFeedback({ messageId: 'm1', rating: 'down', comment: 'un comentario reconocible' });
    await journal.appendTurns('two', 'm2', 'valle', turns.slice(1));
    expect(await journal.forgetConversation('one')).toBe(true);
    expect(await journal.forgetConversation('one')).toBe(false);
    expect(await journal.readConversation('one')).toBeNull();
    expect(await journal.readConversation('two')).toHaveLength(1);
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')),
    );
    expect(files.join('')).not.toContain('reconocible');
  });

  it('ends with its time: no word of it is left on the disk', async () => {
    await journal.appendTurns('one', 'm1', 'valle', turns);
    afterDays(31);
    expect(await journal.forgetExpired()).toBe(1);
    const files = await Promise.all(
      (await readdir(folder)).map((name) => readFile(join(folder, name), 'latin1')),
    );
    expect(files.join('').includes('reconocible')).toBe(false);
  });

  it('is told of a file from before there was a time for each conversation', async () => {
    await journal.close();
    await rm(folder, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'elqui-journal-'));
    const old = new Database(join(folder, 'journal.db'));
    old.exec(
      'CREATE TABLE turn (id INTEGER PRIMARY KEY AUTOINCREMENT, conversation_id TEXT NOT NULL, message_id TEXT NOT NULL, collection TEXT NOT NULL, role TEXT NOT NULL, content TEXT NOT NULL, written_at INTEGER NOT NULL)',
    );
    old.prepare("INSERT INTO turn VALUES (1, 'old', 'm', 'valle', 'user', 'hola', ?)").run(now.getTime());
    old.close();
    journal = await open();
    expect(await journal.readConversation('old')).toHaveLength(1);
    afterDays(31);
    expect(await journal.readConversation('old')).toBeNull();
  });
});
