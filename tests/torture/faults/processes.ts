import { setTimeout as sleep } from 'node:timers/promises';
import { PROCESSES, type Strike } from './strike.ts';

/** Longer than it takes another replica to take over a relay. */
const FROZEN_MS = 8_000;
const CLOCK_OFF_MINUTES = 10;
const CLOCK_OFF_MS = 10_000;

export const kills: readonly Strike[] = PROCESSES.map((name) => ({
  kind: 'SIGKILL of a process',
  what: `${name} is killed`,
  strike: (market) => market.member(name).kill(),
}));

export const freezes: readonly Strike[] = ['orders-1', 'payments-1', 'cart', 'back'].map((name) => ({
  kind: 'SIGSTOP of a process',
  what: `${name} stands still`,
  strike: (market) => market.member(name).freeze(FROZEN_MS),
}));

/**
 * The wall clock of one process is off, and set right again. Its tokens are too old or not valid yet, its signatures are refused
 * and it refuses those of others, as it does with webhooks. What was promised for a time is the database's, whose clock is right.
 */
export const wrongClocks: readonly Strike[] = PROCESSES.flatMap((name) =>
  [CLOCK_OFF_MINUTES, -CLOCK_OFF_MINUTES].map((minutes) => ({
    kind: 'clock off by ten minutes',
    what: `the clock of ${name} is ${Math.abs(minutes)} minutes ${minutes > 0 ? 'fast' : 'slow'}`,
    async strike(market) {
      market.member(name).setClock(minutes * 60_000);
      await sleep(CLOCK_OFF_MS);
      market.member(name).setClock(0);
    },
  })),
);
