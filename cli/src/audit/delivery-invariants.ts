import type { Books, Consumer } from './books.ts';

export const DELIVERY = {
  name: 'every event has had its effect once',
  says: "Each consumer's inbox holds what its stream's outbox holds of the events that it handles, and nothing else but what its publisher was set back to before; an inbox takes an event once.",
};

export const IN_ORDER = {
  name: 'events of one aggregate were handled in their order',
  says: 'No consumer has handled a later version of an aggregate before an earlier one, by the clock of its own database.',
};

/** What a database that was set back has forgotten was told, whether or not its consumers had handled it: a name that none of them waits for. */
const TOLD = `select id::text as id, name from outbox
  union all select id::text, '' from outbox_forgotten known where not exists (select from outbox where outbox.id = known.id)`;

/** An event that is in an outbox and not in the inbox of somebody who handles it, or the other way round. */
export async function lostOrInvented({ rows, consumers }: Books): Promise<string[]> {
  const outboxes = new Map<string, Map<string, string>>();
  for (const stream of new Set(consumers.map((consumer) => consumer.stream))) {
    const events = await rows<{ id: string; name: string }>(stream, TOLD);
    outboxes.set(stream, new Map(events.map(({ id, name }) => [id, name])));
  }
  const found: string[] = [];
  for (const consumer of consumers) found.push(...(await differences({ rows }, consumer, outboxes.get(consumer.stream)!)));
  return found;
}

async function differences(
  { rows }: Pick<Books, 'rows'>,
  { domain, stream, events }: Consumer,
  outbox: ReadonlyMap<string, string>,
): Promise<string[]> {
  const taken = await rows<{ id: string }>(domain, `select event_id::text as id from inbox where stream = '${stream}'`);
  const inbox = new Set(taken.map(({ id }) => id));
  const lost = [...outbox]
    .filter(([id, name]) => events.includes(name) && !inbox.has(id))
    .map(([id, name]) => `${domain} has not handled ${name} ${id}`);
  const invented = [...inbox].filter((id) => !outbox.has(id)).map((id) => `${domain} has handled ${id}, which ${stream} does not know`);
  return [...lost, ...invented];
}

/** Versions of an aggregate that a consumer has handled the wrong way round. */
export async function outOfOrder({ rows, consumers }: Books): Promise<string[]> {
  const found: string[] = [];
  for (const { domain, stream, events } of consumers) {
    const told = await rows<{ id: string; name: string; aggregate: string; version: number }>(
      stream,
      `select id::text as id, name, aggregate_type || ' ' || aggregate_id as aggregate, aggregate_version::int as version from outbox order by position`,
    );
    const taken = await rows<{ id: string; atMs: number }>(
      domain,
      `select event_id::text as id, (extract(epoch from handled_at) * 1000)::float8 as "atMs" from inbox where stream = '${stream}'`,
    );
    const handledAtMs = new Map(taken.map(({ id, atMs }) => [id, atMs]));
    const latest = new Map<string, { readonly version: number; readonly atMs: number }>();
    for (const { id, name, aggregate, version } of told) {
      const atMs = handledAtMs.get(id);
      if (atMs === undefined || !events.includes(name)) continue;
      const before = latest.get(aggregate);
      if (before && before.version < version && before.atMs > atMs)
        found.push(`${domain}: version ${version} of ${aggregate}, before ${before.version}`);
      if (!before || before.atMs <= atMs) latest.set(aggregate, { version, atMs });
    }
  }
  return found;
}
