const TIMEOUT_MS = 3_000;

/** For each subgraph 'ok' where at least one replica is ready, since the gateway asks another when one is not there. */
export async function replicasReady(urls: Readonly<Record<string, readonly string[]>>): Promise<Record<string, string>> {
  const states = Object.entries(urls).map(async ([name, bases]) => {
    const ready = await Promise.all(bases.map(isReady));
    return [name, ready.includes(true) ? 'ok' : 'no replica is ready'] as const;
  });
  return Object.fromEntries(await Promise.all(states));
}

async function isReady(base: string): Promise<boolean> {
  try {
    return (await fetch(`${base}/readyz`, { signal: AbortSignal.timeout(TIMEOUT_MS) })).ok;
  } catch {
    return false;
  }
}
