import type { Sql } from '../persistence/index.ts';
import type { DeclaredSaga } from '../saga/index.ts';
import type { SagaFacts, SagasAsked } from './contracts.ts';

type Row = Omit<SagaFacts, 'step' | 'subjectType'> & { step: number };

/** Sagas under way, the oldest first, and how many there are. Their ids are UUIDv7, so they tell when a saga began, as its gauge has it. */
export async function pageOfSagas(
  sql: Sql,
  sagas: readonly DeclaredSaga[],
  { type, overdue, startAt, limit }: SagasAsked,
): Promise<{ sagas: SagaFacts[]; total: number }> {
  const asked = sagas.filter(({ name }) => type === null || name === type);
  if (asked.length === 0) return { sagas: [], total: 0 };
  const underWay = asked.map(({ name, table }) => `select '${name}' as type, * from ${table} where state in ('RUNNING', 'UNDOING')`);
  const fits = `($1::boolean is null or (deadline_at < now()) = $1)`;
  const [rows, [counted]] = await Promise.all([
    sql.query<Row>(
      `select type, id as "subjectId", state, step, failures, extract(epoch from now() - uuid_extract_timestamp(id))::float8 as "ageSeconds",
         ${iso('uuid_extract_timestamp(id)')} as "startedAt", ${iso('deadline_at')} as "deadlineAt", ${iso('next_try_at')} as "nextTryAt",
         deadline_at < now() as overdue, refusal ->> 'code' as "refusalCode"
       from (${underWay.join(' union all ')}) as under_way where ${fits} and ($2::uuid is null or id >= $2) order by id, type limit $3`,
      [overdue, startAt, limit],
    ),
    sql.query<{ total: number }>(`select count(*)::int as total from (${underWay.join(' union all ')}) as under_way where ${fits}`, [
      overdue,
    ]),
  ]);
  return { sagas: rows.map((row) => factsOf(row, asked)), total: counted!.total };
}

const iso = (moment: string): string => `to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function factsOf({ step, ...row }: Row, sagas: readonly DeclaredSaga[]): SagaFacts {
  const { steps, subject } = sagas.find(({ name }) => name === row.type)!;
  const names = Object.keys(steps);
  return { ...row, step: names[step] ?? String(step), subjectType: subject };
}
