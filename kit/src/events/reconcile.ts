import type { SqlDatabase } from '../persistence/sql.ts';
import type { EventLogger } from './bus.ts';
import type { EventFigures } from './event-figures.ts';
import { agedOut, clearMarks, highestMark, markedUpTo, markStored } from './outbox-marks.ts';
import type { StreamWriter } from './stream-writer.ts';

const ADOPT_AT_ONCE = 64;

/** The stream holds an event that the outbox does not know. Only a person can say which of the two is right. */
export class UnknownEvents extends Error {
  override readonly name = 'UnknownEvents';

  /** The place of the first of them. */
  readonly place: number;

  constructor(message: string, place: number) {
    super(message);
    this.place = place;
  }
}

export interface ReconcileContext {
  readonly domain: string;
  readonly database: SqlDatabase;
  readonly writer: StreamWriter;
  readonly figures: EventFigures;
  readonly logger: EventLogger;
  /** The names of events that can happen once only. */
  readonly once?: ReadonlySet<string>;
}

/** Where outbox and stream agree to stand: the last place of the stream, and the highest mark of the outbox. */
export interface Agreement {
  readonly tail: number;
  readonly mark: number;
}

/**
 * Makes the outbox and its stream agree. Postgres is right about which events exist; the stream is right about where it stores
 * them. What the stream has lost is unmarked, to be published again; what it holds beyond our marks is adopted.
 */
export async function reconcile(context: ReconcileContext): Promise<Agreement> {
  const { database, writer } = context;
  const mark = await highestMark(database);
  let bounds = await writer.bounds();
  if (!bounds || bounds.last < mark) {
    // What is too old for the stream keeps its number and is not published again, so a new stream goes on behind it.
    const aged = await agedOut(database, writer.maxAgeMs);
    if (!bounds || bounds.last < aged) {
      await writer.create(aged);
      bounds = { first: aged + 1, last: aged };
    }
  }
  const agreed = await lastAgreement(context, bounds, Math.min(mark, bounds.last));
  if (agreed < mark) await forget(context, agreed);
  if (agreed < bounds.last) await adopt(context, Math.max(agreed + 1, bounds.first), bounds.last);
  return { tail: bounds.last, mark: await highestMark(database) };
}

/** The last place where the outbox's mark and the stream name the same event. Up to there, they cannot differ. */
async function lastAgreement({ database, writer }: ReconcileContext, { first }: { first: number }, upTo: number): Promise<number> {
  let agreed = Math.min(upTo, first - 1);
  let low = first;
  let high = upTo;
  let probe = upTo; // The tail first: nearly always all is well.
  while (low <= high) {
    const row = await markedUpTo(database, low, probe);
    if (!row) {
      low = probe + 1;
    } else if (await stands(writer, row)) {
      agreed = row.sequence;
      low = probe + 1;
    } else {
      high = row.sequence - 1;
    }
    probe = Math.floor((low + high) / 2);
  }
  return agreed;
}

async function stands(writer: StreamWriter, { sequence, id }: { sequence: number; id: string }): Promise<boolean> {
  const stored = await writer.idAt(sequence);
  if (stored !== null) return stored === id;
  // It may have gone for its age since we asked for the bounds.
  const bounds = await writer.bounds();
  return bounds !== null && sequence < bounds.first;
}

async function forget({ domain, database, figures, logger }: ReconcileContext, tail: number): Promise<void> {
  const lost = await clearMarks(database, tail);
  figures.lost.of(domain).add(lost);
  logger.warn({ stream: domain, lost, tail }, 'The stream has lost events that it had acknowledged; they are published again.');
}

async function adopt({ domain, database, writer, figures, logger }: ReconcileContext, first: number, last: number): Promise<void> {
  for (let from = first; from <= last; from += ADOPT_AT_ONCE) {
    const to = Math.min(last, from + ADOPT_AT_ONCE - 1);
    const ids = await Promise.all(Array.from({ length: to - from + 1 }, (_, index) => writer.idAt(from + index)));
    const known = await database.transaction(async (sql) => {
      const found = new Set<string>();
      for (const run of consecutive(ids, from)) for (const id of await markStored(sql, run.ids, run.first)) found.add(id);
      // Nothing is adopted of a stream that holds what we do not know, so that a person finds both as they were.
      const unknown = ids.findIndex((id) => id !== null && !found.has(id));
      if (unknown >= 0) {
        throw new UnknownEvents(
          `The stream ${domain} holds event ${ids[unknown]} at ${from + unknown}, which the outbox does not know. Was the database restored to an earlier point?`,
          from + unknown,
        );
      }
      return found.size;
    });
    figures.adopted.of(domain).add(known);
    logger.info({ stream: domain, from, to }, 'Events that were published but not marked are adopted.');
  }
}

/** Runs of ids without a hole between them. */
function consecutive(ids: readonly (string | null)[], first: number): { first: number; ids: string[] }[] {
  const runs: { first: number; ids: string[] }[] = [];
  let open: { first: number; ids: string[] } | null = null;
  for (const [index, id] of ids.entries()) {
    if (id === null) open = null;
    else if (open) open.ids.push(id);
    else runs.push((open = { first: first + index, ids: [id] }));
  }
  return runs;
}
