import type { Stage } from './stage.ts';

/** What must be true when the faults have stopped and everything had time to settle. */
export interface Findings {
  readonly events: number;
  readonly withoutEffect: number;
  readonly withTwoEffects: number;
  readonly outOfOrder: number;
  readonly unmarked: number;
  readonly deadLetters: number;
}

export const sound = (findings: Findings): boolean =>
  findings.withoutEffect + findings.withTwoEffects + findings.outOfOrder + findings.unmarked + findings.deadLetters === 0;

export async function examine(stage: Stage): Promise<Findings> {
  const published = await stage.query<{ id: string }>('orders', `select id::text as id from outbox where name = 'orders.order.placed'`);
  const [outbox] = await stage.query<{ unmarked: number; events: number }>(
    'orders',
    'select count(*)::int as events, (count(*) filter (where stream_sequence is null))::int as unmarked from outbox',
  );
  const effects = await stage.query<{ id: string; aggregateId: string; version: number }>(
    'ledger',
    `select event_id::text as id, aggregate_id as "aggregateId", version::int as version from effect order by place`,
  );
  // A replica that dies just after another has handled the event leaves a note of its own failure behind, which means nothing.
  const [letters] = await stage.query<{ count: number }>(
    'ledger',
    `select count(*)::int as count from dead_letter where state <> 'retrying' or event_id not in (select event_id from inbox)`,
  );
  const times = new Map<string, number>();
  const versions = new Map<string, number>();
  let outOfOrder = 0;
  for (const { id, aggregateId, version } of effects) {
    times.set(id, (times.get(id) ?? 0) + 1);
    if (version <= (versions.get(aggregateId) ?? 0)) outOfOrder += 1;
    versions.set(aggregateId, version);
  }
  return {
    events: outbox!.events,
    withoutEffect: published.filter(({ id }) => !times.has(id)).length,
    withTwoEffects: [...times.values()].filter((count) => count > 1).length,
    outOfOrder,
    unmarked: outbox!.unmarked,
    deadLetters: letters!.count,
  };
}
