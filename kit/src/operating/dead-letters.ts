import { DomainError, notFound } from '../errors/index.ts';
import { discardDeadLetter, type HandlerRun, type ReplayResult, replayDeadLetter } from '../events/index.ts';
import { traceIdOf } from '../observability/index.ts';
import type { Sql, SqlDatabase } from '../persistence/index.ts';
import type { DeadLetterFacts, DeadLettersAsked, JudgedDeadLetter } from './contracts.ts';

/** As many are handled before an operator is answered, and must ask again. */
const AT_ONCE = 100;

const text = (moment: string): string => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const COLUMNS = `event_id as "eventId", name as event, version, stream as publisher, aggregate_type as "aggregateType", aggregate_id as "aggregateId",
  upper(state) as status, attempts, last_error as error, traceparent, ${text('occurred_at')} as "occurredAt",
  ${text('first_failed_at')} as "firstSeenAt", ${text('updated_at')} as "lastSeenAt"`;

type Row = Omit<DeadLetterFacts, 'traceId'> & { traceparent: string | null };
const factsOf = ({ traceparent, ...facts }: Row): DeadLetterFacts => ({
  ...facts,
  traceId: traceparent && (traceIdOf(traceparent) ?? null),
});

const FITS = `upper(state) = any($1::text[]) and ($2::text is null or name = $2) and ($3::text is null or aggregate_id = $3)
  and ($4::timestamptz is null or first_failed_at >= $4) and ($5::timestamptz is null or first_failed_at < $5)`;

/** Dead letters, the last first, and how many there are in all. */
export async function pageOfDeadLetters(
  sql: Sql,
  { statuses, event, aggregateId, from, to, startAt, limit }: DeadLettersAsked,
): Promise<{ letters: DeadLetterFacts[]; total: number }> {
  const given = [statuses, event, aggregateId, from, to];
  const [rows, [counted]] = await Promise.all([
    sql.query<Row>(
      `select ${COLUMNS} from dead_letter where ${FITS} and ($6::timestamptz is null or (first_failed_at, event_id) <= ($6, $7::uuid))
       order by first_failed_at desc, event_id desc limit $8`,
      [...given, startAt?.firstSeenAt ?? null, startAt?.eventId ?? null, limit],
    ),
    sql.query<{ total: number }>(`select count(*)::int as total from dead_letter where ${FITS}`, given),
  ]);
  return { letters: rows.map(factsOf), total: counted!.total };
}

async function letterOf(sql: Sql, eventId: string): Promise<DeadLetterFacts> {
  const [row] = await sql.query<Row>(`select ${COLUMNS} from dead_letter where event_id = $1`, [eventId]);
  if (!row) throw notFound('dead letter');
  return factsOf(row);
}

/** What there is to be done with a letter, and what that comes to. What is done already, and what is being tried still, is left as it is. */
async function judge(
  database: SqlDatabase,
  eventId: string,
  done: 'REPLAYED' | 'DISCARDED',
  work: () => Promise<ReplayResult>,
): Promise<JudgedDeadLetter> {
  const { status } = await letterOf(database, eventId);
  const isOpen = status === 'DEAD' || status === 'WAITING';
  if (!isOpen && status !== done) throw new DomainError('INVALID_TRANSITION', `The dead letter is ${status} already`);
  const { replayed, waiting, stoppedBy } = isOpen ? await work() : { replayed: 0, waiting: 0, stoppedBy: null };
  return { letter: await letterOf(database, eventId), handled: replayed, waiting, stoppedBy: stoppedBy?.eventId ?? null };
}

/** Handles a dead letter again, and then what waits behind it. */
export const replay = (database: SqlDatabase, run: HandlerRun, eventId: string): Promise<JudgedDeadLetter> =>
  judge(database, eventId, 'REPLAYED', () => replayDeadLetter(database, run, eventId, AT_ONCE));

/** Gives a dead letter up for good, and handles what waits behind it. */
export const discard = (database: SqlDatabase, run: HandlerRun, eventId: string): Promise<JudgedDeadLetter> =>
  judge(database, eventId, 'DISCARDED', () => discardDeadLetter(database, run, eventId, AT_ONCE));
