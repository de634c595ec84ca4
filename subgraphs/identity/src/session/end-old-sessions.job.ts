import { job, minutes } from '@stoa/kit/jobs';

/** Old sessions and their tokens are of no use but to be stolen; they go a week after their end. */
export const endOldSessions = job('identity.endOldSessions', minutes(60), (context) =>
  context.transact(async ({ sql }) => {
    const old = `select id from session where coalesce(ended_at, expires_at) < now() - interval '7 days'`;
    await sql.query(`delete from refresh_token where session_id in (${old})`);
    await sql.query(`delete from session where id in (${old})`);
  }),
);
