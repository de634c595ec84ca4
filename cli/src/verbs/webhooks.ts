import type { Database } from '@stoa/kit/persistence';
import { inDatabase } from '../reach-database.ts';
import { UsageError } from '../usage-error.ts';
import type { Invocation } from '../verb.ts';

interface Parked {
  readonly id: string;
  readonly provider: string;
  readonly type: string;
  readonly since: string;
  readonly note: string | null;
}

const PARKED = `
  select id, provider, type, to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since, note
  from provider_event where status = 'PARKED' order by received_at, id`;

/** Shows what providers told us and fits nothing of ours, has payments look at it again, or gives it up. */
export async function run({ words, flags, configuration }: Invocation): Promise<void> {
  const [what, ...more] = words;
  if (more.length > 0 || !['list', 'retry', 'discard'].includes(what ?? ''))
    throw new UsageError('what there is: `stoa webhooks list`, `retry` and `discard`');
  const { id } = flags as { id?: string };
  if (what === 'discard' && !id) throw new UsageError('what is discarded is given up for good, so it needs --id');
  await inDatabase('payments', configuration, async (database) => {
    if (what === 'list') return list(await database.query<Parked>(PARKED), id);
    const changed = await change(database, what === 'retry' ? `examine_until = now() + interval '1 minute'` : `status = 'DISCARDED'`, id);
    if (id && changed === 0) throw new UsageError(`no webhook ${id} is parked`);
    console.log(what === 'retry' ? `${changed} are looked at again within a minute` : `discarded ${id}`);
  });
}

function list(parked: readonly Parked[], id: string | undefined): void {
  const shown = id ? parked.filter((event) => event.id === id) : parked;
  for (const event of shown) console.log(`${event.provider}  ${event.id}  since ${event.since}  ${event.type}: ${event.note ?? ''}`);
  console.log(shown.length === 0 ? 'nothing is parked' : `${shown.length} in all`);
}

async function change(database: Database, to: string, id: string | undefined): Promise<number> {
  const changed = await database.query(
    `update provider_event set ${to} where status = 'PARKED' and ($1::text is null or id = $1) returning id`,
    [id ?? null],
  );
  return changed.length;
}
