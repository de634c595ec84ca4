import type { Database } from '@stoa/kit/persistence';
import { inDatabase } from '../reach-database.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';

interface Failed {
  readonly id: string;
  readonly kind: string;
  readonly channel: string;
  readonly attempts: number;
  readonly since: string;
  readonly error: string | null;
}

const FAILED = `
  select d.id, n.kind, d.channel, d.attempts, to_char(n.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since, d.error
  from notification_delivery d join notification n on n.id = d.notification_id where d.status = 'FAILED' and ($1::uuid is null or d.id = $1)
  order by n.created_at, d.id`;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Shows the messages that could not be delivered, or has them tried again under the same keys. */
export async function run({ words, flags, configuration }: Invocation): Promise<void> {
  const [what, ...more] = words;
  if (more.length > 0 || !['list', 'retry'].includes(what ?? ''))
    throw new UsageError('what there is: `stoa notifications list` and `retry`');
  const { id, error } = flags as { id?: string; error?: string };
  if (id !== undefined && !ID.test(id)) throw new UsageError('--id must be the id of a message, as the list shows it');
  await inDatabase('notifications', configuration, async (database) => {
    if (what === 'list') return list(await database.query<Failed>(FAILED, [id ?? null]));
    const tried = await retry(database, id, error);
    if (id && tried === 0) throw new UsageError(`no message ${id} has failed`);
    console.log(`${tried} are sent again within half a minute`);
  });
}

function list(failed: readonly Failed[]): void {
  for (const { channel, id, since, kind, attempts, error } of failed)
    console.log(`${channel.padEnd('TELEGRAM'.length)}  ${id}  since ${since}  ${kind}: ${attempts} tries, ${error ?? ''}`);
  console.log(failed.length === 0 ? 'no message has failed' : `${failed.length} in all`);
}

async function retry(database: Database, id: string | undefined, error: string | undefined): Promise<number> {
  const tried = await database.query(
    `update notification_delivery set status = 'QUEUED', attempts = 0, next_try_at = now(), deadline_at = now() + interval '2 days', delivered_at = null
     where status = 'FAILED' and ($1::uuid is null or id = $1) and ($2::text is null or error = $2) returning id`,
    [id ?? null, error ?? null],
  );
  return tried.length;
}
