import type { Sql } from '../persistence/index.ts';
import type { SagaRefusal, SagaState } from './saga-row.ts';

/** A claim outlives every question that a step may ask, so two processes never work on one step. */
const LEASE_SECONDS = 30;
const MAX_BACKOFF_SECONDS = 15;

export interface Claim {
  readonly id: string;
  readonly state: SagaState;
  readonly step: number;
  readonly claims: number;
  readonly refusal: SagaRefusal | null;
  /** Its deadline has passed, by the database's clock. */
  readonly overdue: boolean;
}

const LEASED = `next_try_at = now() + interval '${LEASE_SECONDS} seconds'`;
const CLAIMED = `claims = claims + 1, ${LEASED}`;
const RETURNING = 'id, state, step, claims, refusal, deadline_at <= now() as overdue';

/** Begins a saga, in the transaction that makes what it is about. */
export async function startSaga(sql: Sql, table: string, id: string, deadlineSeconds: number): Promise<void> {
  await sql.query(`insert into ${table} (id, state, deadline_at) values ($1, 'RUNNING', now() + make_interval(secs => $2))`, [
    id,
    deadlineSeconds,
  ]);
}

export async function claim(sql: Sql, table: string, id: string): Promise<Claim | null> {
  const rows = await sql.query<Claim>(
    `update ${table} set ${CLAIMED} where id = $1 and state in ('RUNNING', 'UNDOING') and next_try_at <= now() returning ${RETURNING}`,
    [id],
  );
  return rows[0] ?? null;
}

export const claimDue = (sql: Sql, table: string, limit: number): Promise<Claim[]> =>
  sql.query<Claim>(
    `update ${table} set ${CLAIMED} where id in (
       select id from ${table} where state in ('RUNNING', 'UNDOING') and next_try_at <= now()
       order by next_try_at limit $1 for update skip locked) returning ${RETURNING}`,
    [limit],
  );

export async function readSaga(sql: Sql, table: string, id: string): Promise<{ state: SagaState; refusal: SagaRefusal | null }> {
  const [row] = await sql.query<{ state: SagaState; refusal: SagaRefusal | null }>(`select state, refusal from ${table} where id = $1`, [
    id,
  ]);
  if (!row) throw new Error(`there is no saga ${id} in ${table}`);
  return row;
}

/** Moves on to a step, or to the end, and keeps the claim; null when it has been lost to somebody else. */
export async function advance(
  sql: Sql,
  table: string,
  { id, claims, state }: Claim,
  step: number,
  stepCount: number,
): Promise<Claim | null> {
  const ends = state === 'UNDOING' ? step < 0 : step >= stepCount;
  const ended = state === 'UNDOING' ? 'UNDONE' : 'DONE';
  const rows = await sql.query<Claim>(
    `update ${table} set step = $3, state = $4, failures = 0, ${LEASED} where id = $1 and claims = $2 returning ${RETURNING}`,
    [id, claims, step, ends ? ended : state],
  );
  return rows[0] ?? null;
}

export async function startUndoing(sql: Sql, table: string, { id, claims }: Claim, refusal: SagaRefusal): Promise<Claim | null> {
  const rows = await sql.query<Claim>(
    `update ${table} set state = 'UNDOING', refusal = $3, failures = 0, ${LEASED} where id = $1 and claims = $2 returning ${RETURNING}`,
    [id, claims, JSON.stringify(refusal)],
  );
  return rows[0] ?? null;
}

/** Gives the claim back and waits, longer after each failure. */
export async function postpone(sql: Sql, table: string, { id, claims }: Claim): Promise<void> {
  await sql.query(
    `update ${table} set failures = failures + 1,
       next_try_at = now() + make_interval(secs => least(${MAX_BACKOFF_SECONDS}, power(2, failures) * 0.5))
     where id = $1 and claims = $2`,
    [id, claims],
  );
}
