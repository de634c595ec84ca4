import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { allocate, holdForCart, releaseOrder } from '@stoa/schema/commands/inventory';
import { CartAbandoned } from '@stoa/schema/events/cart';
import { ItemsDropped } from '@stoa/schema/events/fulfillment';
import { ReservationExpired, ReservationFulfilled, SaleRefused } from '@stoa/schema/events/inventory';
import { OrderCancelled, OrderConfirmed } from '@stoa/schema/events/orders';
import manifest from '../index.ts';
import { aConfirmedOrder, aDrop, anOrderHolding, aStock, figuresOf, hold, letTimePass } from '../testing/given-stock.ts';
import { expireReservations } from './expire-reservations.job.ts';

let inventory: TestSubgraph;
beforeAll(async () => {
  inventory = await startTestSubgraph(manifest);
});
afterAll(() => inventory.stop());

const figures = (variantId: string) => figuresOf(inventory, variantId);
const confirm = (orderId: string) => inventory.deliver(OrderConfirmed, aConfirmedOrder(orderId));
const cancel = (orderId: string) =>
  inventory.deliver(OrderCancelled, { orderId, cartId: newId(), buyerId: newId(), reason: 'UNPAID', paid: false });

test('five units: A holds three, B is refused three, A’s become an order’s, C holds the last two', async () => {
  const variantId = await aStock(inventory, 5);
  const cartOfA = newId();
  await hold(inventory, variantId, 3, cartOfA);
  expect(await figures(variantId)).toEqual({ total: 5, available: 2, reserved: 3, allocated: 0, sold: 0 });
  await expect(hold(inventory, variantId, 3)).rejects.toMatchObject({ code: 'OUT_OF_STOCK', details: { variantId, available: 2 } });
  await anOrderHolding(inventory, [{ variantId, quantity: 3 }], cartOfA);
  expect(await figures(variantId)).toEqual({ total: 5, available: 2, reserved: 0, allocated: 3, sold: 0 });
  await hold(inventory, variantId, 2);
  expect(await figures(variantId)).toEqual({ total: 5, available: 0, reserved: 2, allocated: 3, sold: 0 });
});

test('of fifty who want one of five at once, exactly five get it, and nothing goes below nothing', async () => {
  const variantId = await aStock(inventory, 5);
  const results = await Promise.allSettled(Array.from({ length: 50 }, () => hold(inventory, variantId, 1)));
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(45);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'OUT_OF_STOCK', details: { available: 0 } });
  expect(await figures(variantId)).toEqual({ total: 5, available: 0, reserved: 5, allocated: 0, sold: 0 });
});

describe('a cart’s hold', () => {
  test('is an absolute figure: the same again changes nothing, another one moves the difference', async () => {
    const variantId = await aStock(inventory, 5);
    const cartId = newId();
    for (const [quantity, reserved] of [
      [2, 2],
      [2, 2],
      [4, 4],
      [1, 1],
      [0, 0],
    ] as const) {
      await hold(inventory, variantId, quantity, cartId);
      expect(await figures(variantId)).toMatchObject({ reserved, available: 5 - reserved });
    }
  });

  test('of all of a cart gets a new deadline with each change, sixty minutes after the first at most', async () => {
    const [one, two] = [await aStock(inventory, 5), await aStock(inventory, 5)];
    const cartId = newId();
    const first = await hold(inventory, one, 1, cartId);
    await letTimePass(inventory, { cartId }, 10);
    const second = await hold(inventory, two, 1, cartId);
    expect(Date.parse(second.expiresAt)).toBeGreaterThanOrEqual(Date.parse(first.expiresAt));
    await letTimePass(inventory, { cartId }, 45);
    const { minutes_left: minutesLeft } = (
      await inventory.sql.query<{ minutes_left: number }>(
        `select extract(epoch from held_since + interval '60 minutes' - now())::float8 / 60 as minutes_left from reservation where cart_id = $1`,
        [cartId],
      )
    )[0]!;
    expect(minutesLeft).toBeLessThan(15);
    const last = await hold(inventory, one, 2, cartId);
    const [row] = await inventory.sql.query<{ capped: boolean }>(
      `select expires_at = held_since + interval '60 minutes' as capped from reservation where cart_id = $1`,
      [cartId],
    );
    expect(row).toEqual({ capped: true });
    expect(Date.parse(last.expiresAt)).toBeLessThan(Date.parse(second.expiresAt) + 60_000);
  });

  test('goes back when its time is up, once, and says whose it was', async () => {
    const variantId = await aStock(inventory, 5);
    const cartId = newId();
    await hold(inventory, variantId, 3, cartId);
    await inventory.run(expireReservations);
    expect(await figures(variantId)).toMatchObject({ reserved: 3 });
    await letTimePass(inventory, { cartId }, 16);
    await Promise.all([inventory.run(expireReservations), inventory.run(expireReservations)]);
    expect(await figures(variantId)).toEqual({ total: 5, available: 5, reserved: 0, allocated: 0, sold: 0 });
    expect((await inventory.emitted(ReservationExpired)).filter((expired) => expired.cartId === cartId)).toHaveLength(1);
    await hold(inventory, variantId, 1, cartId);
    expect(await figures(variantId)).toMatchObject({ reserved: 1 });
  });

  test('is given back whole with the cart, but not once an order has it', async () => {
    const variantId = await aStock(inventory, 5);
    const [cartId, ordered] = [newId(), newId()];
    await hold(inventory, variantId, 2, cartId);
    await hold(inventory, variantId, 1, ordered);
    await anOrderHolding(inventory, [{ variantId, quantity: 1 }], ordered);
    for (const each of [cartId, ordered]) await inventory.deliver(CartAbandoned, { cartId: each, buyerId: newId(), reason: 'EXPIRED' });
    expect(await figures(variantId)).toEqual({ total: 5, available: 4, reserved: 0, allocated: 1, sold: 0 });
    await expect(inventory.answer(holdForCart, { cartId: ordered, buyerId: newId(), variantId, quantity: 2 })).rejects.toMatchObject({
      code: 'CART_CLOSED',
    });
  });
});

describe('an order’s hold', () => {
  test('is all lines or none', async () => {
    const [plenty, scarce] = [await aStock(inventory, 10), await aStock(inventory, 1)];
    const cartId = newId();
    await hold(inventory, plenty, 2, cartId);
    const lines = [
      { variantId: plenty, quantity: 4 },
      { variantId: scarce, quantity: 2 },
    ];
    await expect(anOrderHolding(inventory, lines, cartId)).rejects.toMatchObject({
      code: 'OUT_OF_STOCK',
      details: { variantId: scarce, available: 1 },
    });
    expect(await figures(plenty)).toMatchObject({ available: 8, reserved: 2, allocated: 0 });
    expect(await figures(scarce)).toMatchObject({ available: 1, allocated: 0 });
  });

  test('takes what the cart held, gives back what is not wanted and takes what is missing', async () => {
    const [held, missing, unwanted] = [await aStock(inventory, 5), await aStock(inventory, 5), await aStock(inventory, 5)];
    const cartId = newId();
    await hold(inventory, held, 3, cartId);
    await hold(inventory, unwanted, 2, cartId);
    await anOrderHolding(
      inventory,
      [
        { variantId: held, quantity: 3 },
        { variantId: missing, quantity: 1 },
      ],
      cartId,
    );
    expect(await figures(held)).toMatchObject({ available: 2, allocated: 3, reserved: 0 });
    expect(await figures(missing)).toMatchObject({ available: 4, allocated: 1 });
    expect(await figures(unwanted)).toMatchObject({ available: 5, reserved: 0, allocated: 0 });
  });

  test('asked for twice, with another key too, is one hold', async () => {
    const variantId = await aStock(inventory, 5);
    const input = { orderId: newId(), cartId: newId(), lines: [{ variantId, quantity: 2 }] };
    const first = await inventory.answer(allocate, input, { key: newId() });
    expect(await inventory.answer(allocate, input, { key: newId() })).toEqual(first);
    expect(await figures(variantId)).toMatchObject({ allocated: 2 });
  });

  test('that has gone back is not said to be there when it is asked for again', async () => {
    const variantId = await aStock(inventory, 1);
    const cartId = newId();
    const orderId = await anOrderHolding(inventory, [{ variantId, quantity: 1 }], cartId);
    await inventory.answer(releaseOrder, { orderId });
    const again = inventory.answer(allocate, { orderId, cartId, lines: [{ variantId, quantity: 1 }] }, { key: orderId });
    await expect(again).rejects.toMatchObject({ code: 'OUT_OF_STOCK', details: { variantId, available: 1 } });
    expect(await figures(variantId)).toMatchObject({ available: 1, allocated: 0 });
  });

  test('crossing each other’s variants ends without a deadlock', async () => {
    const variants = await Promise.all([1, 2, 3, 4].map(() => aStock(inventory, 100)));
    const orders = Array.from({ length: 20 }, (_none, index) => {
      const lines = variants.map((variantId) => ({ variantId, quantity: 1 }));
      return anOrderHolding(inventory, index % 2 ? lines : lines.reverse());
    });
    await Promise.all(orders);
    for (const variantId of variants) expect(await figures(variantId)).toMatchObject({ allocated: 20, available: 80 });
  });

  test('becomes a sale when the order is paid, and comes back when a paid order is cancelled', async () => {
    const variantId = await aStock(inventory, 5);
    const orderId = await anOrderHolding(inventory, [{ variantId, quantity: 2 }]);
    await confirm(orderId);
    expect(await figures(variantId)).toEqual({ total: 3, available: 3, reserved: 0, allocated: 0, sold: 2 });
    expect((await inventory.emitted(ReservationFulfilled)).at(-1)).toMatchObject({ orderId, lines: [{ variantId, quantity: 2 }] });
    await cancel(orderId);
    expect(await figures(variantId)).toEqual({ total: 5, available: 5, reserved: 0, allocated: 0, sold: 0 });
  });

  test('goes back when the order ends, however it is told and however often', async () => {
    const variantId = await aStock(inventory, 5);
    const orderId = await anOrderHolding(inventory, [{ variantId, quantity: 2 }]);
    await inventory.answer(releaseOrder, { orderId });
    await cancel(orderId);
    await inventory.answer(releaseOrder, { orderId: newId() });
    expect(await figures(variantId)).toEqual({ total: 5, available: 5, reserved: 0, allocated: 0, sold: 0 });
  });

  test('outlives its deadline by a grace in which orders can act, then goes back and orders is told', async () => {
    const variantId = await aStock(inventory, 5);
    const orderId = await anOrderHolding(inventory, [{ variantId, quantity: 2 }]);
    await letTimePass(inventory, { orderId }, 31);
    await inventory.run(expireReservations);
    expect(await figures(variantId)).toMatchObject({ allocated: 2 });
    await letTimePass(inventory, { orderId }, 5);
    await inventory.run(expireReservations);
    expect(await figures(variantId)).toMatchObject({ allocated: 0, available: 5 });
    expect((await inventory.emitted(ReservationExpired)).at(-1)).toMatchObject({ orderId, cartId: null });
  });
});

describe('an order that is paid after its hold has lapsed', () => {
  async function aLapsedOrder(quantity: number, stock: number): Promise<{ orderId: string; variantId: string }> {
    const variantId = await aStock(inventory, stock);
    const orderId = await anOrderHolding(inventory, [{ variantId, quantity }]);
    await letTimePass(inventory, { orderId }, 36);
    await inventory.run(expireReservations);
    return { orderId, variantId };
  }

  test('takes its goods again where they are still there', async () => {
    const { orderId, variantId } = await aLapsedOrder(2, 5);
    await confirm(orderId);
    expect(await figures(variantId)).toEqual({ total: 3, available: 3, reserved: 0, allocated: 0, sold: 2 });
    expect((await inventory.emitted(ReservationFulfilled)).at(-1)).toMatchObject({ orderId });
  });

  test('is refused where somebody else has them now, and nothing is taken', async () => {
    const { orderId, variantId } = await aLapsedOrder(4, 5);
    await hold(inventory, variantId, 3);
    await confirm(orderId);
    expect(await inventory.emitted(SaleRefused)).toEqual([{ orderId }]);
    expect(await figures(variantId)).toEqual({ total: 5, available: 2, reserved: 3, allocated: 0, sold: 0 });
  });
});

describe('goods that are not sent', () => {
  const drop = (orderId: string, ...variantIds: string[]) => inventory.deliver(ItemsDropped, aDrop(orderId, variantIds));
  const twoLines = async () => {
    const [kept, dropped] = [await aStock(inventory, 5), await aStock(inventory, 5)];
    const lines = [kept, dropped].map((variantId) => ({ variantId, quantity: 2 }));
    return { kept, dropped, orderId: await anOrderHolding(inventory, lines) };
  };
  const ALL_THERE = { total: 5, available: 5, reserved: 0, allocated: 0, sold: 0 };

  test('are all that their seller has in the order, where the parcel does not know its variants', async () => {
    const { kept, dropped, orderId } = await twoLines();
    await confirm(orderId);
    const [row] = await inventory.sql.query<{ seller: string }>('select seller_id as seller from stock where variant_id = $1', [dropped]);
    await inventory.deliver(ItemsDropped, { ...aDrop(orderId, []), sellerId: row!.seller });
    expect(await figures(dropped)).toEqual(ALL_THERE);
    expect(await figures(kept)).toMatchObject({ available: 3, sold: 2 });
  });

  test('are back on the shelf, once, and the rest of the order keeps what it has', async () => {
    const { kept, dropped, orderId } = await twoLines();
    await confirm(orderId);
    await drop(orderId, dropped);
    await drop(orderId, dropped);
    expect(await figures(dropped)).toEqual(ALL_THERE);
    expect(await figures(kept)).toMatchObject({ available: 3, sold: 2 });
    await cancel(orderId);
    expect([await figures(kept), await figures(dropped)]).toEqual([ALL_THERE, ALL_THERE]);
  });

  test('are not sold where that news comes first', async () => {
    const { kept, dropped, orderId } = await twoLines();
    await drop(orderId, dropped);
    expect(await figures(dropped)).toEqual(ALL_THERE);
    await confirm(orderId);
    expect(await figures(dropped)).toEqual(ALL_THERE);
    expect(await figures(kept)).toMatchObject({ available: 3, sold: 2 });
  });

  test('are not taken again where the hold had lapsed before both', async () => {
    const { kept, dropped, orderId } = await twoLines();
    await letTimePass(inventory, { orderId }, 60);
    await inventory.run(expireReservations);
    await drop(orderId, dropped);
    await confirm(orderId);
    expect(await figures(dropped)).toEqual(ALL_THERE);
    expect(await figures(kept)).toMatchObject({ available: 3, sold: 2 });
  });

  test('of a cancelled order went back with it', async () => {
    const { dropped, orderId } = await twoLines();
    await confirm(orderId);
    await cancel(orderId);
    await drop(orderId, dropped);
    expect(await figures(dropped)).toEqual(ALL_THERE);
  });
});
