import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { markStored, nextToPublish } from '../../kit/src/events/outbox-marks.ts';
import type { SqlDatabase } from '../../kit/src/persistence/sql.ts';

/**
 * The outbox as it is commonly built: publish, wait for the acknowledgement, mark, never look back. It is the control of the fault
 * plan: where it comes through unhurt, the plan hurts nobody and proves nothing.
 */
export async function startPlainRelay(
  servers: string,
  credentials: { user: string; pass: string },
  domain: string,
  database: SqlDatabase,
): Promise<void> {
  const nats = await connect({ servers, ...credentials, maxReconnectAttempts: -1, waitOnFirstConnect: true, reconnectTimeWait: 250 });
  const jsm = await jetstreamManager(nats, { checkAPI: false });
  const js = jetstream(nats, { timeout: 2_000 });
  const carry = async (): Promise<void> => {
    await jsm.streams.add({ name: domain, subjects: [`${domain}.*.*`], storage: 'file' });
    const { rows } = await nextToPublish(database, 100);
    for (const { envelope } of rows) {
      const { seq } = await js.publish(envelope.name, JSON.stringify(envelope), { msgID: envelope.id });
      await markStored(database, [envelope.id], seq);
    }
  };
  // Whatever fails is tried again, like everything else here.
  for (;;)
    await carry()
      .catch(() => {})
      .then(() => sleep(50));
}
