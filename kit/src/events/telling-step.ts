import type { TableStep } from '../persistence/sql.ts';

/** An event as its contract was when the step was written: contracts go on, and a step stays what it is. */
interface Told {
  readonly event: string;
  readonly version: number;
  readonly aggregate: string;
  /** A query of `aggregateId`, `aggregateVersion` and the fields of the payload, under their own names. */
  readonly rows: string;
}

/**
 * A migration by which a domain tells once what has been so since before it told of such things. Whoever listens hears it as any other
 * news, and knows by the aggregate's version what is later.
 */
export const tellingStep = (name: string, { event, version, aggregate, rows }: Told): TableStep => ({
  name,
  // An id is a UUIDv7, as the outbox' partitions go by its time.
  sql: `
    insert into outbox (id, name, version, aggregate_type, aggregate_id, aggregate_version, occurred_at, payload)
    select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid,
      '${event}', ${version}, '${aggregate}', "aggregateId"::text, "aggregateVersion", now(),
      to_jsonb(told) - 'aggregateId' - 'aggregateVersion'
    from (${rows}) as told;
`,
});
