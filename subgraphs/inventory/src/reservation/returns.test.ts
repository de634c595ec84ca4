import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { scenarioOn, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { ReturnReceived } from '@stoa/schema/events/fulfillment';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import manifest from '../index.ts';
import { aConfirmedOrder, anOrderHolding, aReceivedReturn, aStock } from '../testing/given-stock.ts';

let inventory: TestSubgraph;
beforeAll(async () => {
  inventory = await startTestSubgraph(manifest, {});
});
afterAll(() => inventory?.stop());

const { when } = scenarioOn(() => inventory);
const figures = async (variantId: string): Promise<object | undefined> =>
  (await inventory.sql.query<object>('select total, available, sold from stock where variant_id = $1', [variantId]))[0];

test('what comes back and can be sold is on the shelf, and never more than was sold', async () => {
  const variantId = await aStock(inventory, 5);
  const orderId = await anOrderHolding(inventory, [{ variantId, quantity: 3 }]);
  await when(OrderConfirmed, aConfirmedOrder(orderId));
  expect(await figures(variantId)).toEqual({ total: 2, available: 2, sold: 3 });
  await when(ReturnReceived, aReceivedReturn(orderId, variantId, 2));
  expect(await figures(variantId)).toEqual({ total: 4, available: 4, sold: 1 });
  await when(ReturnReceived, aReceivedReturn(orderId, variantId, 2));
  expect(await figures(variantId)).toEqual({ total: 5, available: 5, sold: 0 });
});

test('what comes back broken is sold all the same', async () => {
  const variantId = await aStock(inventory, 5);
  const orderId = await anOrderHolding(inventory, [{ variantId, quantity: 3 }]);
  await when(OrderConfirmed, aConfirmedOrder(orderId));
  await when(ReturnReceived, aReceivedReturn(orderId, variantId, 2, false));
  expect(await figures(variantId)).toEqual({ total: 2, available: 2, sold: 3 });
});
