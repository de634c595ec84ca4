import type { Bus, DurableConsumer, OutboxToCarry, Relay, Stoppable } from '@stoa/kit/events';

/** A bus that carries nothing by itself: whoever simulates reads the outboxes and hands the events to the consumers, one at a time. */
export class BusAtHand implements Bus {
  readonly kind = 'embedded';
  readonly consumers: DurableConsumer[] = [];

  async relay(_outbox: OutboxToCarry): Promise<Relay> {
    return { wake: () => {}, stop: async () => {}, state: 'running' };
  }

  async handle(consumer: DurableConsumer): Promise<Stoppable> {
    this.consumers.push(consumer);
    return { stop: async () => {} };
  }

  async watch(): Promise<Stoppable> {
    return { stop: async () => {} };
  }

  async close(): Promise<void> {}
}
