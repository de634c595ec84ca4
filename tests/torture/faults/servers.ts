import { setTimeout as sleep } from 'node:timers/promises';
import { copyStore, type StoreCopy } from '../../faults/broker-store.ts';
import { CUTS } from '../wire.ts';
import type { Strike } from './strike.ts';

const CUT_MS = 4_000;
const DISK_FULL_MS = 5_000;
/** So long consumers stand still, and so long before the broker goes back. */
const HOLDING_MS = 5_000;
const BEFORE_MS = 3_000;

let copy: StoreCopy | undefined;

export function forgetCopy(): void {
  copy?.remove();
  copy = undefined;
}

export const natsKilled: Strike = { kind: 'SIGKILL of NATS', what: 'the broker is killed', strike: (market) => market.killNats() };
export const postgresKilled: Strike = {
  kind: 'immediate stop of Postgres',
  what: 'Postgres is killed',
  strike: (market) => market.killPostgres(),
};

export const copied: Strike = {
  kind: "copy of the broker's store",
  what: 'the broker is copied',
  async strike({ parts: { nats, dataDir } }) {
    forgetCopy();
    copy = await copyStore(nats, dataDir);
  },
};

/**
 * Consumers stand still by then. So there are deliveries in their hands that they have not acknowledged, and events that the broker has
 * acknowledged to their publishers and that nobody has handled: once they are lost, only their outbox has them.
 */
export const rolledBack = (stream?: string): Strike => ({
  kind: stream ? "rollback of one stream of the broker's store" : "rollback of the broker's whole store",
  what: stream ? `the stream ${stream} goes back to the copy` : 'the broker goes back to the copy',
  async strike(market) {
    const holders = ['back', 'inventory', 'orders-1', 'orders-2'].map((name) => market.member(name).freeze(HOLDING_MS));
    await sleep(BEFORE_MS);
    await copy!.restore(stream);
    await Promise.all(holders);
  },
});

export const everything: Strike = {
  kind: 'everything at once',
  what: 'broker, Postgres, orders, inventory and the gateway are killed at once',
  async strike(market) {
    const members = ['orders-1', 'orders-2', 'inventory', 'gateway'].map((name) => market.member(name).kill());
    await Promise.all([market.killNats(), market.killPostgres(), ...members]);
  },
};

const WIRES = [
  'postgres cart',
  'postgres orders-2',
  'postgres payments-2',
  'nats inventory',
  'nats orders-1',
  'nats back',
  'http inventory',
  'http orders-1',
  'http payments-1',
] as const;

export const cuts: readonly Strike[] = WIRES.flatMap((name) =>
  CUTS.map((how) => ({
    kind: `connections cut (${how})`,
    what: `the wire "${name}" is cut, ${how}`,
    async strike(market) {
      await market.parts.wires.get(name)!.cut(how, CUT_MS);
    },
  })),
);

export const diskFull: Strike = {
  kind: 'disk full below the tables of orders, their outbox among them',
  what: 'the disk of orders is full',
  async strike({ parts: { disk } }) {
    disk!.fill();
    await sleep(DISK_FULL_MS);
    disk!.free();
  },
};
