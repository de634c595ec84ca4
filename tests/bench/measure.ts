import { setTimeout as sleep } from 'node:timers/promises';
import { usageOf } from './process-tree.ts';

export interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU of each program per piece of work, in milliseconds. */
  readonly cpuMs: ReadonlyMap<string, number>;
}

/** What events still do after the last answer belongs to the work, so it is waited for. */
const SETTLE_MS = 1_500;

/** Has so many workers do a bounded number of pieces of work, and counts what it cost the processes that serve them. */
export async function measure(
  pids: readonly number[],
  concurrency: number,
  total: number,
  work: (worker: number, piece: number) => Promise<unknown>,
): Promise<Measured> {
  const before = usageOf(...pids);
  const startedAtMs = performance.now();
  const times: number[] = [];
  let next = 0;
  const worker = async (index: number): Promise<void> => {
    while (next < total) {
      const piece = next++;
      const at = performance.now();
      await work(index, piece);
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_, index) => worker(index)));
  const seconds = (performance.now() - startedAtMs) / 1_000;
  await sleep(SETTLE_MS);
  const cpuMs = new Map([...usageOf(...pids)].map(([name, usage]) => [name, (usage.cpuMs - (before.get(name)?.cpuMs ?? 0)) / total]));
  times.sort((left, right) => left - right);
  const quantile = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))]!;
  return { perSecond: total / seconds, p50Ms: quantile(0.5), p99Ms: quantile(0.99), cpuMs };
}
