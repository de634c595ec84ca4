import type { Sql } from '../persistence/sql.ts';

/** An event that others have heard of, and that a database which was set back does not know. */
export interface ForgottenEvent {
  readonly id: string;
  readonly name: string;
  readonly aggregateType: string;
  readonly aggregateId: string;
  readonly aggregateVersion: number;
}

/** What is forgotten for good as far as can be seen: what came about again as the same event is not among it. */
export function listForgotten(sql: Sql): Promise<ForgottenEvent[]> {
  return sql.query<ForgottenEvent>(
    `select id::text as id, name, aggregate_type as "aggregateType", aggregate_id as "aggregateId", aggregate_version::int as "aggregateVersion"
     from outbox_forgotten where not retold order by sequence`,
  );
}
