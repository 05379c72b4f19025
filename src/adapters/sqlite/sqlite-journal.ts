import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { type Turn, turnSchema } from '../../domain/conversation.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Journal } from '../../ports/journal.ts';

const FILE = 'journal.db';
const BUSY_TIMEOUT_MS = 5000;
const MAXIMUM_TURNS_READ = 40;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation_id TEXT NOT NULL,
    message_id TEXT NOT NULL,
    collection TEXT NOT NULL,
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    written_at INTEGER NOT NULL
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
`;

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
  database.exec(SCHEMA);
  const now = () => options.clock.now().getTime();
  const oldest = () => now() - options.retentionDays * 86_400_000;

  const readTurns = database.prepare(
    'SELECT role, content FROM (SELECT id, role, content FROM turn WHERE conversation_id = ? AND written_at >= ? ORDER BY id DESC LIMIT ?) ORDER BY id',
  );
  const insertTurn = database.prepare(
    'INSERT INTO turn (conversation_id, message_id, collection, role, content, written_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const findMessage = database.prepare('SELECT 1 FROM turn WHERE message_id = ? LIMIT 1');
  const upsertFeedback = database.prepare(
    `INSERT INTO feedback (message_id, rating, comment, written_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (message_id) DO UPDATE SET rating = excluded.rating, comment = excluded.comment, written_at = excluded.written_at`,
  );
  const countExpired = database.prepare(
    'SELECT COUNT(DISTINCT conversation_id) AS count FROM turn WHERE written_at < ?',
  );
  const deleteTurns = database.prepare('DELETE FROM turn WHERE written_at < ?');
  const deleteFeedback = database.prepare('DELETE FROM feedback WHERE written_at < ?');
  const appendAll = database.transaction(
    (conversationId: string, messageId: string, collection: string, turns: readonly Turn[]) => {
      for (const { role, content } of turns) {
        insertTurn.run(conversationId, messageId, collection, role, content, now());
      }
    },
  );
  const forget = database.transaction(() => {
    const { count } = countExpired.get(oldest()) as { count: number };
    deleteTurns.run(oldest());
    deleteFeedback.run(oldest());
    return count;
  });

  return {
    readConversation: async (conversationId) => {
      const rows = readTurns.all(conversationId, oldest(), MAXIMUM_TURNS_READ);
      const turns = rows.map((row) => turnSchema.parse(row));
      return turns.length > 0 ? turns : null;
    },
    appendTurns: async (conversationId, messageId, collection, turns) => {
      appendAll(conversationId, messageId, collection, turns);
    },
    recordFeedback: async ({ messageId, rating, comment }) => {
      if (!findMessage.get(messageId)) return false;
      upsertFeedback.run(messageId, rating, comment, now());
      return true;
    },
    forgetExpired: async () => forget() as number,
    check: async () => {
      database.prepare('SELECT 1').get();
    },
    close: async () => {
      database.close();
    },
  };
}
