import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { keyringFor } from '@stoa/kit/auth';
import { shop } from './testing/shop.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

const TIMEOUT_MS = 5_000;

let house: TestGateway;
beforeAll(async () => {
  house = await startTestGateway(shop, {
    timeoutMs: TIMEOUT_MS,
    keyring: keyringFor('gateway', { v1: 'a secret of this test, and of nobody else' }),
  });
});
afterAll(async () => house.close());
afterEach(() => {
  for (const subgraph of Object.values(house.subgraphs)) subgraph.intercept = undefined;
});

async function until(isTrue: () => boolean): Promise<void> {
  for (let tries = 0; !isTrue(); tries++) {
    if (tries > 10_000) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Asks, goes as soon as the subgraph was asked, and tells whether the subgraph's own caller went too. */
async function askAndGo(query: string, service: string): Promise<{ wasCancelled: () => boolean; answer: () => void }> {
  const client = new AbortController();
  let isAsked = false;
  let isOpen = true;
  let answer = (): void => undefined;
  house.subgraphs[service]!.intercept = (_request, response) => {
    isAsked = true;
    response.once('close', () => (isOpen = response.writableFinished));
    answer = () => void response.end('{"data":{"ship":"shipped"}}');
    return true;
  };
  const headers = { 'content-type': 'application/json' };
  const asked = fetch(house.gateway.url, { method: 'POST', headers, body: JSON.stringify({ query }), signal: client.signal });
  await until(() => isAsked);
  client.abort();
  await expect(asked).rejects.toThrow();
  return { wasCancelled: () => !isOpen, answer };
}

describe('what a subgraph is told', () => {
  it('is until when anybody waits, the same for each call of a request', async () => {
    const before = Date.now();
    await house.ask('{ products { name ... on Book { cost } } }');
    const deadlines = ['catalog', 'shipping'].map((name) => Number(house.subgraphs[name]!.calls.at(-1)!.headers['x-deadline']));
    expect(deadlines[1]).toBe(deadlines[0]);
    expect(deadlines[0]).toBeGreaterThanOrEqual(before + TIMEOUT_MS);
    expect(deadlines[0]).toBeLessThanOrEqual(Date.now() + TIMEOUT_MS);
  });
});

describe('when the client goes', () => {
  it('a read is given up in the subgraph', async () => {
    const { wasCancelled } = await askAndGo('{ shippingVersion }', 'shipping');
    await until(wasCancelled);
  });

  it('what changes something is left to its end', async () => {
    const { wasCancelled, answer } = await askAndGo('mutation { ship(id: 1) }', 'shipping');
    // A read that is given up meanwhile shows that there was time to give this up.
    const other = await askAndGo('{ products { name } }', 'catalog');
    await until(other.wasCancelled);
    expect(wasCancelled()).toBe(false);
    answer();
  });
});
