import { JetStreamBus, type OutboxToCarry, type Relay } from '@stoa/kit/events';
import { startPlainRelay } from '../../faults/plain-relay.ts';

/** Has this process carry its outboxes as they commonly are: nothing compares them with what the broker has kept. */
export function relayWithoutFence(): void {
  JetStreamBus.prototype.relay = async ({ domain, database }: OutboxToCarry): Promise<Relay> => {
    const { NATS_URL = '', [`STOA_${domain.toUpperCase()}_NATS_PASSWORD`]: pass = '' } = process.env;
    void startPlainRelay(NATS_URL, { user: domain, pass }, domain, database);
    return { wake: () => {}, stop: async () => {}, state: 'running' };
  };
}
