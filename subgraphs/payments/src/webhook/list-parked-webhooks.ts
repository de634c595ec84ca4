import { type Connection, type PageArgs, readPage, toConnection } from '@stoa/kit/graphql';
import type { DomainContext } from '@stoa/kit/use-case';
import type { ProviderName } from '../provider/provider-of.ts';
import { ProviderEvent, type ProviderEventState } from './provider-event.entity.ts';

export interface WebhookFilter {
  readonly status: ProviderEventState;
  readonly provider?: ProviderName | null | undefined;
}

const RECEIVED = `to_char(received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const isMoment = (text: string): boolean => /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text) && !Number.isNaN(Date.parse(text));
/** Providers' ids are plain words; what else a cursor holds, somebody made up. */
const isPlain = (text: string): boolean => /^[\x21-\x7e]{1,100}$/.test(text);

/** What providers told us in one state, the last first: their ids do not tell when that was, so the page goes by the moment and the id. */
export async function listParkedWebhooks(
  { sql, rows }: DomainContext,
  { status, provider }: WebhookFilter,
  args: PageArgs,
): Promise<Connection<ProviderEvent>> {
  const page = readPage(args, 2, ([at, id]) => isMoment(at!) && isPlain(id!));
  const [where, given] = ['status = $1 and ($2::text is null or provider = $2)', [status, provider ?? null]];
  const found = await sql.query<{ key: string }>(
    `select ${rows.columnsOf(ProviderEvent, 'e')}, ${RECEIVED} as key from provider_event e
     where ${where} and ($3::timestamptz is null or (received_at, id) < ($3::timestamptz, $4::text))
     order by received_at desc, id desc limit $5`,
    [...given, page.after?.[0] ?? null, page.after?.[1] ?? null, page.first + 1],
  );
  const events = rows.toObjects(ProviderEvent, found);
  const keys = new Map(events.map((event, index) => [event, found[index]!.key]));
  return toConnection(
    events,
    page,
    (event) => [keys.get(event)!, event.id],
    async () => {
      const [row] = await sql.query<{ count: string }>(`select count(*) as count from provider_event where ${where}`, given);
      return Number(row!.count);
    },
  );
}
