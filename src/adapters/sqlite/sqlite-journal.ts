import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { z } from 'zod';
import { localeSchema } from '../../domain/collection.ts';
import { type Turn, turnSchema } from '../../domain/conversation.ts';
import { unansweredKindSchema } from '../../domain/unanswered.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';

const FILE = 'journal.db';
const BUSY_TIMEOUT_MS = 5000;
const MAXIMUM_TURNS_READ = 40;
const DAY_MS = 86_400_000;

/** Takes the oldest time that is kept where a turn has no time of its own, and the present. */
const EXPIRED = '(CASE WHEN expires_at IS NULL THEN ? > written_at ELSE ? > expires_at END)';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    collection TEXT NOT NULL,
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    expires_at INTEGER
  );
  CREATE INDEX IF NOT EXISTS turn_by_conversation ON turn (conversation_id, id);
  CREATE INDEX IF NOT EXISTS turn_by_message ON turn (message_id);
  CREATE INDEX IF NOT EXISTS turn_by_time ON turn (written_at);
  CREATE TABLE IF NOT EXISTS feedback (
    message_id TEXT PRIMARY KEY,
    rating TEXT NOT NULL,
    comment TEXT,
    written_at INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS unanswered (
    message_id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    matter TEXT,
    locale TEXT NOT NULL
  );
`;

/** The words are those of the turn: they are kept once, and go when it goes. */
const LIST_UNANSWERED = `
  SELECT kind, matter, locale, content AS question, collection, written_at FROM unanswered
  JOIN turn ON turn.message_id = unanswered.message_id AND role = 'user'
  WHERE written_at >= ? AND NOT ${EXPIRED} ORDER BY written_at DESC, turn.id DESC LIMIT ?`;

const unansweredRowSchema = z.strictObject({
  kind: unansweredKindSchema,
  matter: z.string().nullable(),
  locale: localeSchema,
  question: z.string(),
  collection: z.string(),
  written_at: z.number(),
});

/**
 * Keeps conversations and feedback in one SQLite file. WAL with synchronous FULL: what was acknowledged survives a kill
 * and a power cut; a second process waits for the lock instead of failing at once.
 */
export async function openSqliteJournal(options: {
  readonly folder: string;
  readonly retentionDays: number;
  readonly clock: Clock;
}): Promise<Journal> {
  await mkdir(options.folder, { recursive: true });
  const database = new Database(join(options.folder, FILE));
  database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  database.exec('PRAGMA journal_mode = WAL');
  database.exec('PRAGMA synchronous = FULL');
  // What is deleted is overwritten: it was somebody's words.
  database.exec('PRAGMA secure_delete = ON');
  database.exec(SCHEMA);
  addExpiry(database);
  const now = () => options.clock.now().getTime();
  const oldest = () => now() - options.retentionDays * DAY_MS;

  const readTurns = database.prepare(
    `SELECT role, content FROM (SELECT id, role, content FROM turn WHERE conversation_id = ? AND NOT ${EXPIRED} ORDER BY id DESC LIMIT ?) ORDER BY id`,
  );
  const insertTurn = database.prepare(
    'INSERT INTO turn (conversation_id, message_id, collection, role, content, written_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const findMessage = database.prepare('SELECT 1 FROM turn WHERE message_id = ? LIMIT 1');
  const upsertFeedback = database.prepare(
    `INSERT INTO feedback (message_id, rating, comment, written_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (message_id) DO UPDATE SET rating = excluded.rating, comment = excluded.comment, written_at = excluded.written_at`,
  );
  const upsertUnanswered = database.prepare(
    'INSERT OR REPLACE INTO unanswered (message_id, kind, matter, locale) VALUES (?, ?, ?, ?)',
  );
  const listUnanswered = database.prepare(LIST_UNANSWERED);
  const countExpired = database.prepare(
    `SELECT COUNT(DISTINCT conversation_id) AS count FROM turn WHERE ${EXPIRED}`,
  );
  const deleteTurns = database.prepare(`DELETE FROM turn WHERE ${EXPIRED}`);
  // A rating is nothing without the answer that it rates.
  const deleteFeedback = database.prepare(
    'DELETE FROM feedback WHERE message_id NOT IN (SELECT message_id FROM turn)',
  );
  const deleteUnanswered = database.prepare(
    'DELETE FROM unanswered WHERE message_id NOT IN (SELECT message_id FROM turn)',
  );
  const deleteConversation = database.prepare('DELETE FROM turn WHERE conversation_id = ?');
  const forgetOne = database.transaction((conversationId: string) => {
    const { changes } = deleteConversation.run(conversationId);
    deleteFeedback.run();
    deleteUnanswered.run();
    return changes > 0;
  });
  const appendAll = database.transaction(
    (
      conversationId: string,
      messageId: string,
      collection: string,
      turns: readonly Turn[],
      retentionDays?: number,
    ) => {
      const expiresAt = retentionDays === undefined ? null : now() + retentionDays * DAY_MS;
      for (const { role, content } of turns) {
        insertTurn.run(conversationId, messageId, collection, role, content, now(), expiresAt);
      }
    },
  );
  const forget = database.transaction(() => {
    const { count } = countExpired.get(oldest(), now()) as { count: number };
    deleteTurns.run(oldest(), now());
    deleteFeedback.run();
    deleteUnanswered.run();
    return count;
  });

  return {
    readConversation: async (conversationId) => {
      const rows = readTurns.all(conversationId, oldest(), now(), MAXIMUM_TURNS_READ);
      const turns = rows.map((row) => turnSchema.parse(row));
      return turns.length > 0 ? turns : null;
    },
    appendTurns: async (conversationId, messageId, collection, turns, retentionDays) => {
      appendAll(conversationId, messageId, collection, turns, retentionDays);
    },
    recordFeedback: async ({ messageId, rating, comment }) => {
      if (!findMessage.get(messageId)) return false;
      upsertFeedback.run(messageId, rating, comment, now());
      return true;
    },
    recordUnanswered: async ({ messageId, kind, matter, locale }) => {
      if (!findMessage.get(messageId)) return false;
      upsertUnanswered.run(messageId, kind, matter, locale);
      return true;
    },
    listUnanswered: async ({ since, limit }) => {
      const rows = listUnanswered.all(since.getTime(), oldest(), now(), limit);
      return rows.map((row) => {
        const { written_at: writtenAt, ...question } = unansweredRowSchema.parse(row);
        return { ...question, askedAt: new Date(writtenAt) };
      });
    },
    forgetConversation: async (conversationId) => {
      const wasKnown = forgetOne(conversationId) as boolean;
      // The log of changes still holds the words until it is written over.
      if (wasKnown) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return wasKnown;
    },
    forgetExpired: async () => {
      const count = forget() as number;
      if (count > 0) database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      return count;
    },
    check: async () => {
      database.prepare('SELECT 1').get();
    },
    close: async () => {
      database.close();
    },
  };
}

/** A file that was made without the column is given it: its turns go on expiring as all others. */
function addExpiry(database: Database.Database): void {
  const columns = database.prepare('PRAGMA table_info(turn)').all() as { name: string }[];
  if (columns.some(({ name }) => name === 'expires_at')) return;
  database.exec('ALTER TABLE turn ADD COLUMN expires_at INTEGER');
}
