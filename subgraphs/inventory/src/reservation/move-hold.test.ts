import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { answering, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { describeVariants } from '@stoa/schema/commands/catalog';
import { allocate, holdForCart, moveHold } from '@stoa/schema/commands/inventory';
import { CartMerged } from '@stoa/schema/events/cart';
import manifest from '../index.ts';
import { aStock, hold } from '../testing/given-stock.ts';

let inventory: TestSubgraph;
beforeAll(async () => {
  inventory = await startTestSubgraph(manifest, { commands: [answering(describeVariants, () => ({ variants: [] }))] });
});
afterAll(() => inventory.stop());

type Line = { variantId: string; quantity: number };

const move = (fromCartId: string, intoCartId: string, lines: readonly Line[]) =>
  inventory.answer(moveHold, { fromCartId, intoCartId, buyerId: newId(), lines: [...lines] });

const figures = async (variantId: string): Promise<{ available: number; reserved: number; allocated: number }> =>
  (
    await inventory.sql.query<{ available: number; reserved: number; allocated: number }>(
      'select available, reserved, allocated from stock where variant_id = $1',
      [variantId],
    )
  )[0]!;

const heldBy = async (cartId: string, variantId: string): Promise<number> =>
  (
    await inventory.sql.query<{ quantity: number }>(
      `select coalesce(sum(line.quantity), 0)::int as quantity from reservation join reservation_line line on line.reservation_id = reservation.id
       where cart_id = $1 and variant_id = $2 and status = 'SOFT'`,
      [cartId, variantId],
    )
  )[0]!.quantity;

test('what a cart holds goes over to one that holds nothing yet, and to one that does, and again is the same', async () => {
  const [variantId, from, into] = [await aStock(inventory, 5), newId(), newId()];
  await hold(inventory, variantId, 2, from);
  for (let times = 0; times < 2; times++) await move(from, into, [{ variantId, quantity: 2 }]);
  expect([await heldBy(from, variantId), await heldBy(into, variantId)]).toEqual([0, 2]);
  const another = newId();
  await hold(inventory, variantId, 3, another);
  for (let times = 0; times < 2; times++) await move(into, another, [{ variantId, quantity: 5 }]);
  expect([await heldBy(into, variantId), await heldBy(another, variantId)]).toEqual([0, 5]);
  expect(await figures(variantId)).toEqual({ available: 0, reserved: 5, allocated: 0 });
});

test('what the other cart has no line for goes back to the shelf', async () => {
  const [wanted, unwanted, from, into] = [await aStock(inventory, 9), await aStock(inventory, 9), newId(), newId()];
  await hold(inventory, wanted, 4, from);
  await hold(inventory, unwanted, 4, from);
  await hold(inventory, wanted, 1, into);
  await move(from, into, [{ variantId: wanted, quantity: 3 }]);
  expect(await heldBy(into, wanted)).toBe(3);
  expect(await figures(wanted)).toMatchObject({ available: 6, reserved: 3 });
  expect(await figures(unwanted)).toMatchObject({ available: 9, reserved: 0 });
});

test('at no moment is it free: nobody who tries all the while gets the last one', async () => {
  const [variantId, from, into] = [await aStock(inventory, 1), newId(), newId()];
  await hold(inventory, variantId, 1, from);
  const rivals = Array.from({ length: 20 }, () => hold(inventory, variantId, 1));
  const moving = move(from, into, [{ variantId, quantity: 1 }]);
  const more = Array.from({ length: 20 }, () => hold(inventory, variantId, 1));
  const outcomes = await Promise.allSettled([...rivals, ...more]);
  await moving;
  expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  expect(await heldBy(into, variantId)).toBe(1);
});

test('while the other cart takes its first hold, both stand', async () => {
  for (let round = 0; round < 5; round++) {
    const [variantId, other, from, into] = [await aStock(inventory, 9), await aStock(inventory, 9), newId(), newId()];
    await hold(inventory, variantId, 2, from);
    await Promise.all([move(from, into, [{ variantId, quantity: 2 }]), hold(inventory, other, 3, into)]);
    expect([await heldBy(into, variantId), await heldBy(into, other), await heldBy(from, variantId)]).toEqual([2, 3, 0]);
  }
});

test('its sixty minutes count from the older of both', async () => {
  const [variantId, from, into] = [await aStock(inventory, 9), newId(), newId()];
  await hold(inventory, variantId, 1, from);
  await inventory.sql.query(`update reservation set held_since = now() - interval '50 minutes' where cart_id = $1`, [from]);
  await hold(inventory, variantId, 1, into);
  await move(from, into, [{ variantId, quantity: 2 }]);
  const { expiresAt } = await inventory.answer(holdForCart, { cartId: into, buyerId: newId(), variantId, quantity: 2 });
  expect((Date.parse(expiresAt) - Date.now()) / 60_000).toBeCloseTo(10, 0);
});

test('an order that has taken the other cart over keeps what it has, and the rest goes back', async () => {
  const [variantId, from, into] = [await aStock(inventory, 9), newId(), newId()];
  await hold(inventory, variantId, 2, from);
  await hold(inventory, variantId, 1, into);
  await inventory.answer(allocate, { orderId: newId(), cartId: into, lines: [{ variantId, quantity: 1 }] });
  await inventory.deliver(CartMerged, { cartId: from, intoCartId: into, buyerId: newId(), lines: [{ variantId, quantity: 3 }] });
  expect(await figures(variantId)).toEqual({ available: 8, reserved: 0, allocated: 1 });
});
