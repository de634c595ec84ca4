import { agedOut } from './outbox-marks.ts';
import type { ReconcileContext } from './reconcile.ts';

const ASK_AT_ONCE = 64;
/** More than that in one line of a log is cut off somewhere. */
const MOST_NAMED = 500;

/**
 * Makes a stream anew that holds events which its outbox does not know: empty, so that the next reconciliation publishes again all that is
 * young enough. Whoever has handled an unknown event keeps its effect, so the log names them before they are gone.
 */
export async function rebuildStream(context: ReconcileContext, firstUnknown: number): Promise<void> {
  const { domain, database, writer, logger } = context;
  const forgotten = await unknownEvents(context, firstUnknown);
  logger.warn(
    { stream: domain, count: forgotten.length, events: forgotten.slice(0, MOST_NAMED) },
    'The stream is made anew from the outbox. These events were in it alone; who has handled them keeps their effects.',
  );
  await writer.create(await agedOut(database, writer.maxAgeMs));
}

async function unknownEvents({ database, writer }: ReconcileContext, first: number): Promise<string[]> {
  const last = (await writer.bounds())?.last ?? 0;
  const unknown: string[] = [];
  for (let from = first; from <= last; from += ASK_AT_ONCE) {
    const count = Math.min(ASK_AT_ONCE, last - from + 1);
    const ids = (await Promise.all(Array.from({ length: count }, (_, index) => writer.idAt(from + index)))).filter((id) => id !== null);
    const rows = await database.query<{ id: string }>('select id::text as id from outbox where id = any($1::uuid[])', [ids]);
    const known = new Set(rows.map(({ id }) => id));
    unknown.push(...ids.filter((id) => !known.has(id)));
  }
  return unknown;
}
