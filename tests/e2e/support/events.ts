import { type Shop, until } from './shop.ts';

/** Waits until a domain has handled every event of that name about one aggregate, of which there is at least one. */
export function handled(shop: Shop, event: { from: string; name: string; aggregateId: string; by: string }): Promise<true> {
  return until(`${event.by} has handled ${event.name}`, async () => {
    const sent = await shop.sql<{ id: string }>(event.from, 'select id::text as id from outbox where name = $1 and aggregate_id = $2', [
      event.name,
      event.aggregateId,
    ]);
    const ids = sent.map(({ id }) => id);
    const taken = await shop.sql(event.by, 'select 1 from inbox where event_id = any($1::uuid[])', [ids]);
    return ids.length > 0 && taken.length === ids.length ? true : null;
  });
}

/** How many rows of the outbox have this name and aggregate. */
export async function told(shop: Shop, domain: string, name: string, aggregateId: string): Promise<number> {
  const rows = await shop.sql(domain, 'select 1 from outbox where name = $1 and aggregate_id = $2', [name, aggregateId]);
  return rows.length;
}
