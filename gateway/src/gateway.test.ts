import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shop } from './testing/shop.ts';
import { startTestGateway, type TestGateway } from './testing/start-test-gateway.ts';

describe('a gateway before four subgraphs', () => {
  let house: TestGateway;
  beforeAll(async () => void (house = await startTestGateway(shop)));
  afterAll(async () => house.close());

  it('joins entities over all of them', async () => {
    const answer = await house.ask(`{
      products { __typename name id: sku cost: name ...on Book { shippingCost: cost pages big: label(upper: true) label(upper: false) }
        seller { name rating ten: rating(scale: 10) }
        ... on Book { reviews { stars author { name reviewCount } } inStock } } }`);
    expect(answer.errors).toBeUndefined();
    expect(answer.data!['products']).toHaveLength(3);
  });

  it('puts errors where values are missing', async () => {
    const answer = await house.ask('{ broken products { name } b: broken }');
    expect(answer.errors?.map(({ path }) => path)).toEqual([['broken'], ['b']]);
  });
});
