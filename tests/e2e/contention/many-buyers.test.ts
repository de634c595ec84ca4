import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bounded } from '../support/bounded.ts';
import { type BusAtHand, busesAtHand } from '../support/buses.ts';
import { addToCart, type CheckedOut, checkOut, orderIs, pay } from '../support/buying.ts';
import { Refused } from '../support/client.ts';
import { aCrowd } from '../support/crowd.ts';
import { books, deadLetters, stockFigures, tally } from '../support/figures.ts';
import { aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

const IN_STOCK = 50;
const BUYERS = 200;
const PRICE_MINOR = 1_000;

let shop: Shop;
let seller: Person;
let buyers: Person[];
let lamp: Goods;

async function openWithBuyers(bus: BusAtHand): Promise<void> {
  shop = await bus.openShop();
  seller = await aSeller(shop);
  lamp = await goods(seller, 'Last lamp', PRICE_MINOR, IN_STOCK);
  buyers = await aCrowd(shop, BUYERS);
}

interface Outcome {
  readonly buyer: Person;
  readonly bought?: CheckedOut;
  readonly refused?: Refused;
}

/** Asks until it is answered: a slow machine does not get round to everybody in time, and then says so. */
async function answered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== 'SERVICE_UNAVAILABLE') throw error;
    }
  }
}

/** One buyer's whole way; a refusal is an outcome like another. */
async function tryToBuy(buyer: Person): Promise<Outcome> {
  try {
    await answered(() => addToCart(buyer, lamp.variantId));
    const idempotencyKey = crypto.randomUUID();
    const bought = await answered(() => checkOut(buyer, { idempotencyKey }));
    expect((await pay(shop, bought)).status).toBe(200);
    return { buyer, bought };
  } catch (error) {
    if (error instanceof Refused) return { buyer, refused: error };
    throw error;
  }
}

describe.each(await busesAtHand())('on $name', (bus) => {
  beforeAll(() => openWithBuyers(bus), 180_000);

  afterAll(async () => {
    await shop.close();
    await bus.close();
  });

  test('of 200 buyers who want 50 things at once, 50 get theirs and 150 are told that none are left', fiftyWin, 240_000);
});

async function fiftyWin(): Promise<void> {
  const outcomes = await Promise.all(buyers.map(tryToBuy));
  const refusals = outcomes.flatMap(({ refused }) => refused ?? []);
  expect(refusals.map(({ extensions: { code, available } }) => ({ code, available }))).toEqual(
    Array.from({ length: BUYERS - IN_STOCK }, () => ({ code: 'OUT_OF_STOCK', available: 0 })),
  );

  const winners = outcomes.filter((outcome): outcome is Required<Outcome> => outcome.bought !== undefined);
  expect(winners).toHaveLength(IN_STOCK);
  await bounded(winners, 10, ({ buyer, bought }) => orderIs(buyer, bought.order.id, 'CONFIRMED'));
  await until('every sale is made', async () => (await stockFigures(shop, lamp)).sold === IN_STOCK);

  expect(await stockFigures(shop, lamp)).toEqual({ total: 0, available: 0, reserved: 0, allocated: 0, sold: IN_STOCK });
  expect(await tally(shop, 'orders', 'orders')).toEqual({ CONFIRMED: IN_STOCK });
  expect(await tally(shop, 'orders', 'checkout_saga', 'state')).toEqual({ DONE: IN_STOCK });
  expect(await tally(shop, 'payments', 'payment')).toEqual({ CAPTURED: IN_STOCK });
  expect(await tally(shop, 'cart', 'checkout')).toEqual({ PLACED: IN_STOCK });
  expect(await tally(shop, 'fulfillment', 'shipment')).toEqual({ PENDING: IN_STOCK });
  const payments = await shop.sql<{ order_id: string }>('payments', 'select order_id from payment order by order_id');
  const orders = await shop.sql<{ id: string }>('orders', 'select id from orders order by id');
  expect(payments.map((payment) => payment.order_id)).toEqual(orders.map((order) => order.id));

  await until('every capture is posted', async () => (await tally(shop, 'ledger', 'ledger_transaction', 'kind')).CAPTURE === IN_STOCK);
  const turnoverMinor = 2 * IN_STOCK * PRICE_MINOR;
  expect(await books(shop)).toEqual({ balanced: true, debitsMinor: turnoverMinor, creditsMinor: turnoverMinor });
  await until('each of their carts is done', async () => (await tally(shop, 'cart', 'cart')).COMPLETED === IN_STOCK);
  expect(await deadLetters(shop)).toEqual({});
}
