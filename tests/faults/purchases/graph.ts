import { setTimeout as sleep } from 'node:timers/promises';

/** The gateway said no. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

const TIMEOUT_MS = 30_000;

/** Asks the graph once. Whatever is not an answer throws. */
export async function ask<T>(url: string, token: string | undefined, query: string, variables: object): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string; extensions?: { code?: string } }[] };
  if (errors?.[0]) throw new Refused(errors[0].extensions?.code ?? 'UNKNOWN', errors[0].message);
  return data!;
}

const PATIENCE_MS = 30_000;

/** The same, of a gateway that a late blow may have struck: as long as nobody is there it is asked again. */
export async function askWhenBack<T>(...[url, token, query, variables]: Parameters<typeof ask>): Promise<T> {
  for (const givesUpAtMs = Date.now() + PATIENCE_MS; ; ) {
    try {
      return await ask<T>(url, token, query, variables);
    } catch (error) {
      if ((error instanceof Refused && error.code !== 'SERVICE_UNAVAILABLE') || Date.now() > givesUpAtMs) throw error;
      await sleep(250);
    }
  }
}
