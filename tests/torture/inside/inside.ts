import { writeSync } from 'node:fs';
import { armCrashPoint, disarmCrashPoints, isCrashPointName } from '@stoa/kit/crash';
import { LAST_WORDS, type Order } from './orders.ts';

/**
 * Loaded by Node into each process of the storm before its own program (`--import`), which knows nothing of it: what runs is the
 * product as it was built. It listens to the storm over the channel that the process was started with.
 */
const STDERR = 2;
const RealDate = Date;

process.on('message', (order: Order) => {
  if ('clockOffMs' in order) setClock(order.clockOffMs);
  else arm(order.crashAt);
});
// Nobody is left to be tortured for.
process.on('disconnect', () => process.exit(0));
process.channel?.unref();

if (process.env.TORTURE_CONTROL === 'plain-outbox') (await import('./plain-outbox.ts')).relayWithoutFence();

function arm(points: Readonly<Record<string, number>>): void {
  disarmCrashPoints();
  for (const [name, time] of Object.entries(points)) {
    if (!isCrashPointName(name)) throw new Error(`there is no crash point ${name}`);
    armCrashPoint(name, { passes: time - 1, action: () => die(name) });
  }
}

/** The words are in the pipe before the signal is sent, so they arrive. */
function die(name: string): void {
  writeSync(STDERR, `${LAST_WORDS}${name}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** The wall clock alone: timers and `performance.now()` go on as they were, as they do on a machine whose clock is set. */
function setClock(offMs: number): void {
  globalThis.Date = class extends RealDate {
    constructor(...parts: unknown[]) {
      if (parts.length === 0) super(RealDate.now() + offMs);
      else super(...(parts as [number]));
    }

    static override now(): number {
      return RealDate.now() + offMs;
    }
  } as DateConstructor;
}
