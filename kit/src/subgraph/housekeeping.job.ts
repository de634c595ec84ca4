import { preparePartitions, pruneInbox } from '../events/index.ts';
import { type Job, job, minutes } from '../jobs/index.ts';
import type { Database } from '../persistence/index.ts';

/** Longer than streams keep events, so that nothing comes again which the inbox has forgotten. */
const INBOX_RETENTION_MS = 30 * 24 * 3_600_000;

/**
 * Who asks again does so for minutes, a saga until its deadline, and nobody for longer than the inbox knows what caused the question.
 * Keys that clients choose are no rows of this table: they stand in what they made, a checkout or a refund, and live as long.
 */
const COMMAND_KEY_RETENTION_MS = INBOX_RETENTION_MS;

/** Every domain's: next month's partition is there before the month is, and what has served its time goes. */
export const housekeeping = (database: Database): Job =>
  job('kit.housekeeping', minutes(60), async () => {
    await preparePartitions(database);
    // A signature is good for half a minute either side of the clock; its nonce is of no use much longer.
    await database.query(`delete from used_nonce where used_at < now() - interval '10 minutes'`);
    await database.query(`delete from idempotency_key where created_at < now() - $1 * interval '1 millisecond'`, [
      COMMAND_KEY_RETENTION_MS,
    ]);
    await database.query('delete from strict_count where window_ends_at < now()');
    await pruneInbox(database, { olderThanMs: INBOX_RETENTION_MS });
  });
