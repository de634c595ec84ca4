import type { Sql } from '@stoa/kit/persistence';

/** A video's length never changes, so whoever tells it first is as right as whoever tells it next. */
export const keepVideo = (sql: Sql, fileId: string, durationSeconds: number): Promise<unknown> =>
  sql.query('insert into video (file_id, duration_seconds) values ($1, $2) on conflict (file_id) do nothing', [fileId, durationSeconds]);
