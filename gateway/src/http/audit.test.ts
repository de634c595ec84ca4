import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { shop } from '../testing/shop.ts';
import { startTestGateway, type TestGateway } from '../testing/start-test-gateway.ts';

let house: TestGateway;
beforeAll(async () => void (house = await startTestGateway(shop)));
afterAll(async () => house.close());

describe('GraphQL over HTTP', () => {
  it.each(serverAudits({ url: () => house.gateway.url }).map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    const result = await audit.fn();
    expect(result.status === 'ok' ? undefined : result.reason).toBeUndefined();
  });
});
