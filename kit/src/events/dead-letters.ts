import type { Sql, SqlDatabase } from '../persistence/sql.ts';
import type { HandlerRun } from './consume.ts';
import type { EventEnvelope } from './contract.ts';
import { type EnvelopeRow, envelopeColumns, envelopeOf } from './envelope-row.ts';
import { messageOf } from './failure.ts';
import type { InboxAnswer } from './inbox.ts';

export type DeadLetterState = 'retrying' | 'dead' | 'waiting' | 'replayed' | 'discarded';

/** An event that could not be handled, or that waits behind such a one. */
export interface DeadLetter {
  readonly envelope: EventEnvelope;
  readonly stream: string;
  readonly sequence: number;
  readonly consumer: string;
  readonly state: DeadLetterState;
  readonly attempts: number;
  readonly lastError: string | null;
  /** When handling it failed for the first time, or since when it waits; ISO 8601 in UTC. */
  readonly since: string;
}

/** How far a replay came. */
export interface ReplayResult {
  /** How many events were handled, the letter and those behind it. */
  readonly replayed: number;
  /** What stopped it, and how many events now wait. */
  readonly stoppedBy: { readonly eventId: string; readonly error: string } | null;
  readonly waiting: number;
}

type LetterRow = EnvelopeRow & {
  stream: string;
  sequence: string;
  consumer: string;
  state: DeadLetterState;
  attempts: number;
  last_error: string | null;
  since: string;
};

const letterColumns = `${envelopeColumns('event_id')}, stream, sequence::text as sequence, consumer, state, attempts, last_error,
  to_char(first_failed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as since`;
const letterOf = (row: LetterRow): DeadLetter => ({
  envelope: envelopeOf(row),
  stream: row.stream,
  sequence: Number(row.sequence),
  consumer: row.consumer,
  state: row.state,
  attempts: Number(row.attempts),
  lastError: row.last_error,
  since: row.since,
});

export interface ListOptions {
  /** Those that need a person, unless told. */
  readonly states?: readonly DeadLetterState[];
  readonly limit?: number;
  /** The letter of this event alone. */
  readonly id?: string | undefined;
}

/** The letters of these states, oldest first. */
export async function listDeadLetters(
  sql: Sql,
  { states = ['dead', 'waiting'], limit = 100, id }: ListOptions = {},
): Promise<DeadLetter[]> {
  const rows = await sql.query<LetterRow>(
    `select ${letterColumns} from dead_letter where state = any($1::text[]) and ($3::uuid is null or event_id = $3) order by arrival limit $2`,
    [states, limit, id ?? null],
  );
  return rows.map(letterOf);
}

/**
 * Handles a dead letter again, then what waits behind it, in order, each in its own transaction. It stops at the first that fails,
 * which is then the dead letter that the others wait behind, and once it has handled as many as `limit` says.
 */
export async function replayDeadLetter(
  database: SqlDatabase,
  run: HandlerRun,
  eventId: string,
  limit = Number.POSITIVE_INFINITY,
): Promise<ReplayResult> {
  const letter = await findLetter(database, eventId);
  if (!letter) throw new Error(`There is no dead letter of event ${eventId}.`);
  let replayed = 0;
  for (;;) {
    const next = await firstOpen(database, letter);
    if (!next) return { replayed, stoppedBy: null, waiting: 0 };
    if (replayed >= limit) return { replayed, stoppedBy: null, waiting: await countWaiting(database, letter) };
    try {
      const answer = await run(next.envelope, (sql) => reopen(sql, next.envelope.id));
      if (answer === 'fresh') replayed += 1;
    } catch (error) {
      const text = messageOf(error).slice(0, 2_000);
      await database.query(
        `update dead_letter set state = 'dead', attempts = attempts + 1, last_error = $2, updated_at = now() where event_id = $1 and state in ('dead', 'waiting')`,
        [next.envelope.id, text],
      );
      return { replayed, stoppedBy: { eventId: next.envelope.id, error: text }, waiting: await countWaiting(database, letter) };
    }
  }
}

/** Gives a dead letter up for good, and lets what waits behind it go on. */
export async function discardDeadLetter(database: SqlDatabase, run: HandlerRun, eventId: string, limit?: number): Promise<ReplayResult> {
  const rows = await database.query(
    `update dead_letter set state = 'discarded', updated_at = now() where event_id = $1 and state in ('dead', 'waiting') returning 1`,
    [eventId],
  );
  if (rows.length === 0) throw new Error(`There is no dead letter of event ${eventId}.`);
  return replayDeadLetter(database, run, eventId, limit);
}

/** The guard of a replay: the event is in the inbox already, so the letter itself says whether it still is to be handled. */
async function reopen(sql: Sql, eventId: string): Promise<InboxAnswer> {
  const rows = await sql.query(
    `update dead_letter set state = 'replayed', updated_at = now() where event_id = $1 and state in ('dead', 'waiting') returning 1`,
    [eventId],
  );
  return rows.length > 0 ? 'fresh' : 'duplicate';
}

async function findLetter(sql: Sql, eventId: string): Promise<DeadLetter | null> {
  const rows = await sql.query<LetterRow>(`select ${letterColumns} from dead_letter where event_id = $1`, [eventId]);
  return rows[0] ? letterOf(rows[0]) : null;
}

const sameAggregate = `stream = $1 and aggregate_type = $2 and aggregate_id = $3`;
const aggregateOf = ({ stream, envelope }: DeadLetter): unknown[] => [stream, envelope.aggregateType, envelope.aggregateId];

async function firstOpen(sql: Sql, letter: DeadLetter): Promise<DeadLetter | null> {
  const rows = await sql.query<LetterRow>(
    `select ${letterColumns} from dead_letter where ${sameAggregate} and state in ('dead', 'waiting') order by arrival limit 1`,
    aggregateOf(letter),
  );
  return rows[0] ? letterOf(rows[0]) : null;
}

async function countWaiting(sql: Sql, letter: DeadLetter): Promise<number> {
  const rows = await sql.query<{ count: string }>(
    `select count(*)::text as count from dead_letter where ${sameAggregate} and state = 'waiting'`,
    aggregateOf(letter),
  );
  return Number(rows[0]!.count);
}
