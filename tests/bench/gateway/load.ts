import { Client } from 'undici';
import { usageOf } from '../process-tree.ts';

export interface Load {
  readonly url: string;
  readonly query: string;
  readonly connections: number;
  readonly seconds: number;
}

export interface Figures {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly requests: number;
}

/** A closed loop: each connection sends its next request when the last answer is there in full. */
export async function load({ url, query, connections, seconds }: Load): Promise<Figures> {
  const { origin, pathname } = new URL(url);
  const body = JSON.stringify({ query });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const times: number[] = [];
  const startedAtMs = performance.now();
  const endsAtMs = startedAtMs + seconds * 1_000;
  const drive = async (): Promise<void> => {
    const client = new Client(origin);
    while (performance.now() < endsAtMs) {
      const at = performance.now();
      const response = await client.request({ method: 'POST', path: pathname, headers, body });
      const answer = await response.body.arrayBuffer();
      if (response.statusCode !== 200) throw new Error(`status ${response.statusCode}: ${Buffer.from(answer).subarray(0, 200)}`);
      times.push(performance.now() - at);
    }
    await client.close();
  };
  await Promise.all(Array.from({ length: connections }, drive));
  const elapsedSeconds = (performance.now() - startedAtMs) / 1_000;
  times.sort((left, right) => left - right);
  const quantile = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))]!;
  return { perSecond: times.length / elapsedSeconds, p50Ms: quantile(0.5), p99Ms: quantile(0.99), requests: times.length };
}

/** What a process and its children have used so far. */
export function usedBy(pid: number): { cpuMs: number; rssMb: number } {
  const sum = { cpuMs: 0, rssMb: 0 };
  for (const { cpuMs, rssMb } of usageOf(pid).values()) {
    sum.cpuMs += cpuMs;
    sum.rssMb += rssMb;
  }
  return sum;
}
