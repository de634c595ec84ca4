import { setTimeout as sleep } from 'node:timers/promises';
import { copyStore, type StoreCopy, wipeStore } from './broker-store.ts';
import type { Stage } from './stage.ts';

/** One blow, and the number of effects at which it falls. */
export interface Fault {
  readonly what: string;
  strike(stage: Stage): Promise<void>;
}

let copy: StoreCopy;

/** Longer than a lease of the processes on the stage, so that another takes over. */
const STOPPED_MS = 4_500;

/** The plan is fixed, so that two runs can be compared, and a fix with the run that called for it. */
export const faultPlan: readonly Fault[] = [
  { what: 'the consumer that reads is killed', strike: (stage) => stage.kill('ledger-2') },
  { what: 'the publisher dies before publishing', strike: (stage) => stage.killAt('orders', 'relay.before-publish') },
  { what: 'the publisher dies between publishing and marking', strike: (stage) => stage.killAt('orders', 'relay.after-publish') },
  { what: 'the publisher dies after marking', strike: (stage) => stage.killAt('orders', 'relay.after-mark') },
  { what: 'a consumer dies after its commit', strike: (stage) => stage.killAt('ledger-2', 'consume.after-commit') },
  { what: 'the broker is killed', strike: (stage) => killBroker(stage) },
  {
    what: 'the broker is copied',
    async strike(stage) {
      copy = await copyStore(stage.nats);
    },
  },
  { what: 'Postgres is killed', strike: (stage) => stage.killPostgres() },
  { what: 'the broker comes back with the whole copy', strike: () => copy.restore() },
  { what: 'the reading consumer stands still, and comes back', strike: (stage) => standStill(stage, 'ledger-2') },
  { what: 'one stream comes back as in the copy', strike: () => copy.restore('orders') },
  { what: 'the publisher stands still, and comes back', strike: (stage) => standStill(stage, 'orders') },
  {
    what: 'the broker comes back with the copy while publisher and consumers die',
    strike: (stage) => Promise.all([copy.restore(), stage.kill('orders'), stage.kill('ledger-1'), stage.kill('ledger-2')]).then(() => {}),
  },
  { what: "the broker's store is gone", strike: (stage) => wipeStore(stage.nats) },
  {
    what: 'everything dies at once',
    strike: (stage) =>
      Promise.all([killBroker(stage), stage.killPostgres(), stage.kill('orders'), stage.kill('ledger-1'), stage.kill('ledger-2')]).then(
        () => {},
      ),
  },
];

async function killBroker(stage: Stage): Promise<void> {
  await stage.nats.server.kill();
  await stage.nats.restart();
}

async function standStill(stage: Stage, name: 'orders' | 'ledger-2'): Promise<void> {
  stage.signal(name, 'SIGSTOP');
  await sleep(STOPPED_MS);
  stage.signal(name, 'SIGCONT');
}

export function forgetCopy(): void {
  copy?.remove();
}
