import { setTimeout as sleep } from 'node:timers/promises';
import {
  armCrashPoint,
  type CrashPointName,
  Deferred,
  durableConsumer,
  type EventEnvelope,
  JetStreamBus,
  type Relay,
  writeOutbox,
} from '../../kit/src/events/index.ts';
import type { SqlDatabase } from '../../kit/src/persistence/sql.ts';
import { newId } from '../../kit/src/persistence/uuid.ts';
import { pooledDatabase } from './database.ts';
import { startPlainRelay } from './plain-relay.ts';

/** What the stage tells a process that it starts. */
export interface FaultRole {
  readonly role: 'orders' | 'ledger';
  readonly databaseUrl: string;
  readonly servers: string;
  readonly users: Readonly<Record<string, { readonly user: string; readonly pass: string }>>;
  /** A control: marks are believed, as a plain outbox does. */
  readonly plain: boolean;
}

/** What it may tell it later. */
export type FaultOrder = { readonly arm: CrashPointName } | { readonly rest: true };

const role: FaultRole = JSON.parse(process.env.STOA_FAULT_ROLE ?? '{}');
const database = pooledDatabase(role.databaseUrl, 4);
let resting = false;

process.on('message', (order: FaultOrder) => {
  if ('rest' in order) resting = true;
  else armCrashPoint(order.arm, { action: () => process.kill(process.pid, 'SIGKILL') });
});
// Nobody is left to work for.
process.on('disconnect', () => process.exit(0));

const bus = new JetStreamBus({
  servers: role.servers,
  credentials: (domain) => role.users[domain]!,
  lease: { ttlMs: 3_000, renewMs: 700 },
  pollMs: 1_000,
});

if (role.role === 'orders') await publish();
else await consume();

/** Changes aggregates and commits what happened with the change, without end. */
async function publish(): Promise<void> {
  const relay: Pick<Relay, 'wake'> = role.plain ? { wake() {} } : await bus.relay({ domain: 'orders', database });
  if (role.plain) void startPlainRelay(role.servers, role.users.orders!, 'orders', database);
  for (;;) {
    // A transaction that failed may have been committed all the same. Then its event is there, and the next is another one.
    if (!resting) await changeSome(database).catch(() => sleep(100));
    relay.wake();
    await sleep(resting ? 200 : 2);
  }
}

async function changeSome(orders: SqlDatabase): Promise<void> {
  await orders.transaction(async (sql) => {
    const rows = await sql.query<{ id: string; version: string }>(
      `update aggregate set version = version + 1 where id in (select id from aggregate order by random() limit 1 + (random() * 2)::int for update)
       returning id::text as id, version::text as version`,
    );
    await writeOutbox(
      sql,
      rows.map(({ id, version }) => placed(id, Number(version))),
    );
  });
}

function placed(aggregateId: string, aggregateVersion: number): EventEnvelope {
  return {
    id: newId(),
    name: Math.random() < 0.2 ? 'orders.order.noted' : 'orders.order.placed',
    version: 1,
    aggregateType: 'Order',
    aggregateId,
    aggregateVersion,
    occurredAt: new Date().toISOString(),
    traceparent: null,
    payload: { orderId: aggregateId },
  };
}

async function consume(): Promise<void> {
  await bus.handle(
    durableConsumer({
      domain: 'ledger',
      stream: 'orders',
      database,
      events: [{ name: 'orders.order.placed', version: 1 }],
      retry: { attempts: 50, firstDelayMs: 20, maxDelayMs: 500 },
      run: (envelope, guard) =>
        database.transaction(async (sql) => {
          const answer = await guard(sql);
          if (answer !== 'fresh') return answer;
          const chance = Math.random();
          if (chance < 0.01) throw new Error('a failure that passes');
          if (chance < 0.02) throw new Deferred('something that is on its way');
          await sql.query('insert into effect (event_id, aggregate_id, version) values ($1, $2, $3)', [
            envelope.id,
            envelope.aggregateId,
            envelope.aggregateVersion,
          ]);
          return answer;
        }),
    }),
  );
}
