import type { SqlDatabase } from '../persistence/sql.ts';
import type { EventLogger } from './bus.ts';
import type { EventFigures } from './event-figures.ts';
import type { EventSource } from './event-source.ts';
import { inboxUpTo } from './inbox.ts';
import { loadPosition, type Position, rewindPosition } from './position.ts';

export interface PositionContext {
  readonly domain: string;
  readonly stream: string;
  readonly database: SqlDatabase;
  readonly source: EventSource;
  readonly figures: EventFigures;
  readonly logger: EventLogger;
}

/**
 * Says from where to read. The event at our floor must still be the one that we handled there: a broker may have come back without
 * its latest events, and by now have received them again, with others between. Then we go back to the last place where the stream
 * and our inbox agree, or to the stream's first event; the inbox drops what was handled already.
 */
export async function settlePosition(context: PositionContext): Promise<Position> {
  const { domain, stream, database, source, figures, logger } = context;
  const position = await loadPosition(database, stream);
  if (position.eventId === null || (await stillThere(source, position.floor, position.eventId))) return position;
  const agreed = await lastAgreement(context, position.floor);
  await rewindPosition(database, stream, agreed);
  figures.rewinds.of(domain, stream).add();
  logger.warn({ consumer: domain, stream, from: position.floor, to: agreed.floor }, 'The stream has lost events; the consumer goes back.');
  return agreed;
}

async function stillThere(source: EventSource, floor: number, eventId: string): Promise<boolean> {
  const { first, last } = await source.bounds();
  if (floor > last) return false;
  if (floor < first) return true; // It is gone for its age, which nobody can hold against it.
  const id = await source.idAt(floor);
  if (id !== null) return id === eventId;
  return floor < (await source.bounds()).first;
}

/**
 * The stream and the inbox agree up to some place and not beyond it, since a relay publishes lost events in their old order and
 * new ones only shift them upwards. So the place can be found by halving.
 */
async function lastAgreement({ stream, database, source }: PositionContext, floor: number): Promise<Position> {
  const { first, last } = await source.bounds();
  let agreed: Position = { floor: first - 1, eventId: null };
  let low = first;
  let high = Math.min(floor, last);
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const known = await inboxUpTo(database, stream, low, middle);
    if (!known) {
      low = middle + 1;
    } else if ((await source.idAt(known.sequence)) === known.id) {
      agreed = { floor: known.sequence, eventId: known.id };
      low = middle + 1;
    } else {
      high = known.sequence - 1;
    }
  }
  return agreed;
}
