import type { Sql } from '../persistence/index.ts';
import type { SagaRefusal, SagaState } from './saga-row.ts';

/** A claim outlives every question that a step may ask, so two processes never work on one saga. */
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

/** A statement that writes what a saga came to; its parameters begin with `$1`. */
export interface Outcome {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

const LEASED = `next_try_at = now() + interval '${LEASE_SECONDS} seconds'`;
const CLAIMED = `claims = claims + 1, ${LEASED}`;
const RETURNING = 'id, state, step, claims, refusal, deadline_at <= now() as overdue';

/** Begins a saga, in the transaction that makes what it is about. It is claimed by whoever begins it. */
export async function startSaga(sql: Sql, table: string, id: string, deadlineSeconds: number): Promise<Claim> {
  const [started] = await sql.query<Claim>(
    `insert into ${table} (id, state, claims, next_try_at, deadline_at)
     values ($1, 'RUNNING', 1, now() + interval '${LEASE_SECONDS} seconds', now() + make_interval(secs => $2)) returning ${RETURNING}`,
    [id, deadlineSeconds],
  );
  return started!;
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

/** Keeps the claim for another while; false when it has been lost to somebody else. */
export async function renew(sql: Sql, table: string, { id, claims }: Claim): Promise<boolean> {
  const rows = await sql.query(`update ${table} set ${LEASED} where id = $1 and claims = $2 returning id`, [id, claims]);
  return rows.length > 0;
}

export async function readSaga(sql: Sql, table: string, id: string): Promise<{ state: SagaState; refusal: SagaRefusal | null }> {
  const [row] = await sql.query<{ state: SagaState; refusal: SagaRefusal | null }>(`select state, refusal from ${table} where id = $1`, [
    id,
  ]);
  if (!row) throw new Error(`there is no saga ${id} in ${table}`);
  return row;
}

/**
 * Ends a saga whose steps are all answered, and writes its outcome, in one statement: the outcome joins `done`, which has no row
 * where the claim has been lost to somebody else. Then the answer is false.
 */
export async function finish(sql: Sql, table: string, { id, claims }: Claim, { text, parameters }: Outcome): Promise<boolean> {
  const count = parameters.length;
  const rows = await sql.query(
    `with done as (update ${table} set state = 'DONE', failures = 0 where id = $${count + 1} and claims = $${count + 2} returning id),
       written as (${text})
     select id from done`,
    [...parameters, id, claims],
  );
  return rows.length > 0;
}

/** Begins to take back, with this step and on to the first; null when the claim has been lost to somebody else. */
export async function startUndoing(
  sql: Sql,
  table: string,
  { id, claims }: Claim,
  step: number,
  refusal: SagaRefusal,
): Promise<Claim | null> {
  const rows = await sql.query<Claim>(
    `update ${table} set state = 'UNDOING', step = $3, refusal = $4, failures = 0, ${LEASED}
     where id = $1 and claims = $2 returning ${RETURNING}`,
    [id, claims, step, JSON.stringify(refusal)],
  );
  return rows[0] ?? null;
}

/** Writes that a step is taken back, and after the first one that all are; null when the claim has been lost to somebody else. */
export async function undone(sql: Sql, table: string, { id, claims, step }: Claim): Promise<Claim | null> {
  const rows = await sql.query<Claim>(
    `update ${table} set step = $3, state = $4, failures = 0, ${LEASED} where id = $1 and claims = $2 returning ${RETURNING}`,
    [id, claims, step - 1, step > 0 ? 'UNDOING' : 'UNDONE'],
  );
  return rows[0] ?? null;
}

/** Gives the claim back and waits, longer after each failure; `step` is the one that got no answer on the way forward. */
export async function postpone(sql: Sql, table: string, { id, claims }: Claim, step: number | null): Promise<void> {
  await sql.query(
    `update ${table} set failures = failures + 1, step = case when state = 'RUNNING' then coalesce($3, step) else step end,
       next_try_at = now() + make_interval(secs => least(${MAX_BACKOFF_SECONDS}, power(2, failures) * 0.5))
     where id = $1 and claims = $2`,
    [id, claims, step],
  );
}
