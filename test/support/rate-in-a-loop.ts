import { openSqliteJournal } from '../../src/adapters/sqlite/sqlite-journal.ts';

/** Writes conversations and ratings until it is killed; tells each message's id on standard output once its rating was acknowledged. */
const folder = process.argv[2] ?? '';
const prefix = process.argv[3] ?? '';
const journal = await openSqliteJournal({ folder, retentionDays: 30, clock: { now: () => new Date() } });
for (let n = 0; n < 100_000; n++) {
  const messageId = `${prefix}-${n}`;
  await journal.appendTurns(`c-${prefix}-${n}`, messageId, 'valle', [{ role: 'user', content: 'hola' }]);
  await journal.recordFeedback({ messageId, rating: 'up', comment: 'útil' });
  process.stdout.write(`${messageId}\n`);
}
