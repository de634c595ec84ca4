import type { Books, Consumer } from './books.ts';

export const DELIVERY = {
  name: 'every event has had its effect once',
  says: "Each consumer's inbox holds what its stream's outbox holds of the events that it handles, and nothing else; an inbox takes an event once.",
};

/** An event that is in an outbox and not in the inbox of somebody who handles it, or the other way round. */
export async function lostOrInvented({ rows, consumers }: Books): Promise<string[]> {
  const outboxes = new Map<string, Map<string, string>>();
  for (const stream of new Set(consumers.map((consumer) => consumer.stream))) {
    const events = await rows<{ id: string; name: string }>(stream, 'select id::text as id, name from outbox');
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
