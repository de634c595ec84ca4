import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { openTransaction, startTestSubgraph, type TestSubgraph, untilWaiting } from '@stoa/kit/testing';
import { allocate } from '@stoa/schema/commands/inventory';
import { OrderConfirmed } from '@stoa/schema/events/orders';
import manifest from '../index.ts';
import { aConfirmedOrder, anOrderHolding, aStock, figuresOf, hold } from '../testing/given-stock.ts';

let inventory: TestSubgraph;
beforeAll(async () => {
  inventory = await startTestSubgraph(manifest);
});
afterAll(() => inventory.stop());

test('who waits for a stock that somebody else is giving back gets what is there then', async () => {
  const variantId = await aStock(inventory, 1);
  await hold(inventory, variantId, 1);
  const rival = await openTransaction(inventory, (sql) =>
    sql.query('update stock set available = 1, reserved = 0, version = version + 1 where variant_id = $1', [variantId]),
  );
  const held = hold(inventory, variantId, 1);
  await untilWaiting(inventory, 1);
  await rival.commit();
  await held;
  expect(await figuresOf(inventory, variantId)).toEqual({ total: 1, available: 0, reserved: 1, allocated: 0, sold: 0 });
});

test('a cart that is told another figure while the first one is still being written holds the second', async () => {
  const variantId = await aStock(inventory, 5);
  const [cartId, reservationId] = [newId(), newId()];
  const rival = await openTransaction(inventory, async (sql) => {
    await sql.query(`insert into reservation (id, cart_id, buyer_id, status) values ($1, $2, $2, 'SOFT')`, [reservationId, cartId]);
    await sql.query('insert into reservation_line (reservation_id, variant_id, quantity) values ($1, $2, 5)', [reservationId, variantId]);
    await sql.query('update stock set available = 0, reserved = 5, version = version + 1 where variant_id = $1', [variantId]);
  });
  const held = hold(inventory, variantId, 2, cartId);
  await untilWaiting(inventory, 1);
  await rival.commit();
  await held;
  expect(await figuresOf(inventory, variantId)).toEqual({ total: 5, available: 3, reserved: 2, allocated: 0, sold: 0 });
});

test('an order that finds no hold takes over one that is made and changed at this very moment, as it is in the end', async () => {
  const variantId = await aStock(inventory, 10);
  const [cartId, reservationId] = [newId(), newId()];
  await inventory.sql.query('update stock set available = 5, reserved = 5 where variant_id = $1', [variantId]);
  // The order has looked for the cart's hold, and waits before it takes anything over.
  const between = await openTransaction(inventory, (sql) => sql.query('lock table stock in access exclusive mode'));
  const ordered = anOrderHolding(inventory, [{ variantId, quantity: 2 }], cartId);
  await untilWaiting(inventory, 1);
  await inventory.sql.query(`insert into reservation (id, cart_id, buyer_id, status) values ($1, $2, $2, 'SOFT')`, [reservationId, cartId]);
  await inventory.sql.query('insert into reservation_line (reservation_id, variant_id, quantity) values ($1, $2, 2)', [
    reservationId,
    variantId,
  ]);
  const changing = await openTransaction(inventory, async (sql) => {
    await sql.query('update reservation set expires_at = now() where id = $1', [reservationId]);
    await sql.query('update reservation_line set quantity = 5 where reservation_id = $1', [reservationId]);
  });
  await between.commit();
  await untilWaiting(inventory, 1);
  await changing.commit();
  await ordered;
  expect(await figuresOf(inventory, variantId)).toEqual({ total: 10, available: 8, reserved: 0, allocated: 2, sold: 0 });
});

test('an order that ends while it is being allocated is refused, and takes nothing', async () => {
  const variantId = await aStock(inventory, 5);
  const [cartId, orderId] = [newId(), newId()];
  await hold(inventory, variantId, 1, cartId);
  const ending = await openTransaction(inventory, (sql) =>
    sql.query(`insert into reservation (id, cart_id, order_id, buyer_id, status) values ($1, $2, $2, $2, 'RELEASED')`, [newId(), orderId]),
  );
  const allocated = inventory.answer(allocate, { orderId, cartId, lines: [{ variantId, quantity: 1 }] }, { key: orderId });
  const refused = expect(allocated).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
  await untilWaiting(inventory, 1);
  await ending.commit();
  await refused;
  expect(await figuresOf(inventory, variantId)).toEqual({ total: 5, available: 4, reserved: 1, allocated: 0, sold: 0 });
});

test('goods that are dropped at the very moment of their sale are not sold', async () => {
  const variantId = await aStock(inventory, 5);
  const [orderId, other] = [newId(), newId()];
  for (const id of [orderId, other])
    await inventory.answer(allocate, { orderId: id, cartId: newId(), lines: [{ variantId, quantity: 2 }] }, { key: id });
  const dropping = await openTransaction(inventory, async (sql) => {
    const [reservation] = await sql.query<{ id: string }>('select id from reservation where order_id = $1 for update', [orderId]);
    await sql.query('update reservation_line set quantity = 0 where reservation_id = $1', [reservation!.id]);
    await sql.query('update stock set available = available + 2, allocated = allocated - 2, version = version + 1 where variant_id = $1', [
      variantId,
    ]);
  });
  const confirmed = inventory.deliver(OrderConfirmed, aConfirmedOrder(orderId));
  await untilWaiting(inventory, 1);
  await dropping.commit();
  expect(await confirmed).toEqual({ outcome: 'done' });
  expect(await figuresOf(inventory, variantId)).toEqual({ total: 5, available: 3, reserved: 0, allocated: 2, sold: 0 });
});
