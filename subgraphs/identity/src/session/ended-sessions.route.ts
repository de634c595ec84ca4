import { internalRoute, json } from '@stoa/kit/subgraph';
import { z } from 'zod';

/** A minute longer than access tokens live, those of staff who act for somebody included. */
const ALL_THAT_MATTER = '31 minutes';
/** What was ended by a transaction that had not committed yet is asked about again. */
const OVERLAP = '1 minute';

const asked = z.iso.datetime({ offset: true }).nullable();

/** Tells the gateway which sessions have ended of which access tokens may be out, since it asked last. */
export const endedSessionsRoute = internalRoute('GET', '/ended-sessions', async ({ sql }, { query }) => {
  const since = asked.parse(query.get('since'));
  const rows = await sql.query<{ id: string }>(`select id from session where ended_at > greatest($1::timestamptz, now() - $2::interval)`, [
    since,
    ALL_THAT_MATTER,
  ]);
  const [clock] = await sql.query<{ until: Date }>('select now() - $1::interval as until', [OVERLAP]);
  return json(200, { sessions: rows.map(({ id }) => id), until: new Date(clock!.until).toISOString() });
});
