import { copyStore, type StoreCopy } from '../broker-store.ts';
import type { Market } from './market.ts';
import type { Seeded } from './seeded.ts';

/** One blow. Strikes of one kind are counted together. */
export interface Strike {
  readonly kind: string;
  readonly what: string;
  strike(market: Market): Promise<void>;
}

/** Longer than it takes another replica to take over a relay. */
const FROZEN_MS = 8_000;

let copy: StoreCopy | undefined;

export function forgetCopy(): void {
  copy?.remove();
  copy = undefined;
}

const killed = (name: string): Strike => ({
  kind: 'SIGKILL of a process',
  what: `${name} is killed`,
  strike: (market) => market.member(name).kill(),
});

const frozen = (name: string): Strike => ({
  kind: 'SIGSTOP of a process',
  what: `${name} stands still`,
  strike: (market) => market.member(name).freeze(FROZEN_MS),
});

const crashing = (name: string, point: string): Strike => ({
  kind: 'SIGKILL at a crash point',
  what: `${name} is killed, and kills itself at ${point} when it is back`,
  strike: (market) => market.member(name).kill(point),
});

const copied: Strike = {
  kind: "copy of the broker's store",
  what: 'the broker is copied',
  async strike({ nats }) {
    forgetCopy();
    copy = await copyStore(nats);
  },
};

/** Consumers that stand still have deliveries in their hands which they never acknowledged when the store goes back. */
const rolledBack = (stream?: string): Strike => ({
  kind: stream ? "rollback of one stream of the broker's store" : "rollback of the broker's whole store",
  what: stream ? `the stream ${stream} goes back to the copy` : 'the broker goes back to the copy',
  async strike(market) {
    const holders = ['back', 'inventory-1', 'inventory-2'].map((name) => market.member(name).freeze(2_500));
    await copy!.restore(stream);
    await Promise.all(holders);
  },
});

const natsKilled: Strike = { kind: 'SIGKILL of NATS', what: 'the broker is killed', strike: (market) => market.killNats() };
const postgresKilled: Strike = { kind: 'SIGKILL of Postgres', what: 'Postgres is killed', strike: (market) => market.killPostgres() };

const webhooks = (how: object): Strike => ({
  kind: 'mischief with webhooks',
  what: `webhooks travel like this: ${JSON.stringify(how)}`,
  strike: (market) => market.mischief('webhooks', how).catch(() => undefined),
});

const lostReplies = (path: string): Strike => ({
  kind: 'lost replies of the payment provider',
  what: `the provider does what ${path} asks, and its answers are lost`,
  // The official client asks once more by itself, so that two are needed before anybody notices.
  strike: (market) => market.mischief('faults', { kind: 'lose-reply', times: 4, method: 'POST', path }).catch(() => undefined),
});

const everything: Strike = {
  kind: 'everything at once',
  what: 'broker, Postgres, orders and inventory are killed at once',
  async strike(market) {
    const members = ['orders-1', 'orders-2', 'inventory-1', 'gateway'].map((name) => market.member(name).kill());
    await Promise.all([market.killNats(), market.killPostgres(), ...members]);
  },
};

const PROCESSES = [
  'gateway',
  'sandbox',
  'front',
  'inventory-1',
  'inventory-2',
  'cart',
  'orders-1',
  'orders-2',
  'payments',
  'back',
] as const;

const strikes: readonly Strike[] = [
  ...PROCESSES.map(killed),
  ...['orders-1', 'payments', 'cart'].map(frozen),
  crashing('orders-1', 'answered:inventory.allocate'),
  crashing('orders-2', 'committed:orders.order.confirmed'),
  crashing('cart', 'answered:orders.placeOrder'),
  crashing('payments', 'called:stripe.create'),
  crashing('payments', 'committed:payments.payment.captured@3'),
  crashing('inventory-2', 'consume.after-commit'),
  crashing('back', 'consume.after-commit@5'),
  crashing('orders-1', 'relay.after-publish@2'),
  crashing('orders-2', 'answered:fulfillment.cancelShipments'),
  crashing('payments', 'called:stripe.refund'),
  crashing('payments', 'called:stripe.transfer'),
  crashing('back', 'answered:payments.sendPayout'),
  natsKilled,
  natsKilled,
  postgresKilled,
  postgresKilled,
  webhooks({ copies: 2, spreadMs: 800 }),
  webhooks({ copies: 3, spreadMs: 3_000 }),
  webhooks({ drop: true, types: ['payment_intent.succeeded'] }),
  lostReplies('/v1/payment_intents'),
  lostReplies('/v1/refunds'),
  lostReplies('/v1/transfers'),
  everything,
];

/** A rollback goes back to a copy that was made some faults before, with all that was published between. */
const rollbacks: readonly (readonly Strike[])[] = [
  [copied, rolledBack()],
  [rolledBack('orders')],
  [copied, rolledBack('payments')],
  [rolledBack()],
];

/**
 * A fixed plan for each seed. A short one is the beginning of a long one's kinds: the rollbacks are in every plan, since nothing
 * else tells a fenced outbox from one that is not.
 */
export function planOf(random: Seeded, count: number): Strike[] {
  const chosen = random.shuffle(strikes);
  const ordered = [natsKilled, postgresKilled, ...chosen.filter((each) => each !== natsKilled && each !== postgresKilled)];
  const others = count >= strikes.length ? chosen : random.shuffle(ordered.slice(0, Math.max(2, count)));
  const plan: Strike[] = [];
  const rounds = rollbacks.slice(0, count >= strikes.length ? rollbacks.length : 2);
  const share = Math.ceil(others.length / (rounds.length * 2));
  for (const round of rounds)
    for (const strike of [...round, null].slice(0, 2)) plan.push(...(strike ? [strike] : []), ...others.splice(0, share));
  return [...plan, ...others];
}
