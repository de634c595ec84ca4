import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RefundPaymentDocument } from '@stoa/schema/generated/operations/e2e';
import { readProviders } from '../../torture/open-books.ts';
import { addToCart, buy, type CheckedOut, checkOut, orderIs, pay } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { takeInHand } from '../support/parcels.ts';
import { aBuyer, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { until } from '../support/shop.ts';
import { RestorableShop } from './restorable-shop.ts';

const shop = (await RestorableShop.open())!;
// Skipped only where no nats-server can be had; CI has one.
const suite = shop ? describe : describe.skip;

afterAll(() => shop?.close(), 240_000);

/** All that must be the same after a recovery as before it. */
interface Snapshot {
  readonly orders: readonly object[];
  readonly parcels: readonly object[];
  readonly stock: readonly object[];
  readonly postings: readonly object[];
  readonly sold: readonly object[];
  readonly told: readonly object[];
  readonly atTheProvider: readonly object[];
}

async function snapshot(): Promise<Snapshot> {
  const { intents } = await readProviders(shop.dataDir);
  return {
    orders: await shop.sql(
      'orders',
      `select o.id, number, status, payment_id, total_amount_minor, (select json_agg(i.id order by i.id) from order_item i where i.order_id = o.id) as lines
       from orders o order by id`,
    ),
    parcels: await shop.sql('fulfillment', 'select id, order_id, status from shipment order by id'),
    stock: await shop.sql('inventory', 'select variant_id, total, available, reserved, allocated, sold from stock order by 1'),
    postings: await shop.sql('ledger', 'select kind, reference from ledger_transaction order by 1, 2'),
    sold: await shop.sql('analytics', 'select product_id, units::int, order_count::int, gross_minor::int from product_day order by 1'),
    told: await shop.sql('notifications', `select kind, user_id, data ->> 'orderId' as about from notification order by 1, 2, 3`),
    atTheProvider: [...intents].map(([id, intent]) => ({ id, ...intent })).toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

/** What `stoa checkouts` says of purchases that somebody does not know. */
const unknownTo = (domain: string, orders: readonly CheckedOut[]): string[] =>
  orders.map(({ order }) => `${domain} does not know of order ${order.id}`);

suite('one database is set back while the others and the broker are not', () => {
  let seller: Person;
  let buyer: Person;
  let lamp: Goods;

  beforeAll(async () => {
    await shop.start();
    seller = await aSeller(shop);
    lamp = await goods(seller, 'Brass lamp', 4_000, 1_000);
    buyer = await aBuyer(shop);
  }, 240_000);

  /** Has it sent, so far that its order has heard of it. */
  async function send(bought: CheckedOut): Promise<CheckedOut> {
    const [parcel] = await shop.sql<{ id: string }>('fulfillment', 'select id from shipment where order_id = $1', [bought.order.id]);
    await takeInHand(seller, parcel!.id);
    await seller.ask('mutation ($id: ID!, $input: ShipShipmentInput!) { shipShipment(id: $id, input: $input) { id } }', {
      id: parcel!.id,
      input: { carrier: 'UPS', trackingNumber: `1Z${bought.order.number}` },
    });
    await orderIs(buyer, bought.order.id, 'SHIPPED');
    return bought;
  }

  /** Somebody's purchase under way at the moment of the backup, and the moment itself. */
  async function backUpInTheMiddle(domain: string): Promise<CheckedOut> {
    await buy(shop, buyer, lamp.variantId);
    await addToCart(buyer, lamp.variantId, 2);
    const begun = await checkOut(buyer);
    await shop.stop();
    await shop.backUp(domain);
    await shop.start();
    return begun;
  }

  /** What is bought after the backup, all of it settled, and then the database as it was. */
  async function sellAndSetBack(
    domain: string,
    begun: CheckedOut,
    also: readonly string[] = [],
  ): Promise<{ readonly later: CheckedOut[]; readonly before: Snapshot }> {
    await pay(shop, begun);
    await orderIs(buyer, begun.order.id, 'CONFIRMED');
    const later = [await send(await buy(shop, buyer, lamp.variantId)), await buy(shop, buyer, lamp.variantId, 3)];
    await everythingAgrees(shop);
    const before = await snapshot();
    await shop.stop();
    for (const each of [domain, ...also]) await shop.restore(each);
    await shop.start();
    return { later, before };
  }

  test('orders: its purchases since come back from the others, as they were', async () => {
    const { later, before } = await sellAndSetBack('orders', await backUpInTheMiddle('orders'));
    await shop.untilAlarmed('orders');
    const decided = await shop.operate('events rebuild --from orders');
    expect(decided).toMatchObject({ code: 0, said: expect.stringContaining('Was the database restored to an earlier point?') });
    await shop.untilCalm('orders');

    const { code, said } = await shop.operate('audit --settled');
    expect(code).not.toBe(0);
    for (const { order } of later) expect(said).toContain(`order ${order.id} was answered and is not there`);
    const listed = await shop.operate('checkouts list');
    for (const line of unknownTo('orders', later)) expect(listed.said).toContain(line);
    expect(listed.said).toContain('2 in all');
    expect(await shop.operate('checkouts resume')).toMatchObject({ code: 0, said: expect.stringContaining('2 in all') });

    await everythingAgrees(shop);
    expect(await snapshot()).toEqual(before);
    expect((await shop.operate('checkouts list')).said).toContain('is known to all who have a part in it');
    expect((await shop.operate('audit --settled')).code).toBe(0);
  }, 240_000);

  test('payments: what was paid since is found at the provider, nobody pays twice, and no refund goes out twice', async () => {
    const given = await buy(shop, buyer, lamp.variantId);
    const kept = await buy(shop, buyer, lamp.variantId, 2);
    const begun = await backUpInTheMiddle('payments');
    await giveBack(kept);
    await buyer.ask('mutation ($id: ID!) { cancelOrder(id: $id) { status } }', { id: given.order.id });
    const { later, before } = await sellAndSetBack('payments', begun);
    await decide('payments');
    const listed = await shop.operate('checkouts resume');
    expect(listed.said.split('\n')).toEqual([...unknownTo('payments', later).toReversed(), expect.stringContaining('2 in all')]);
    // Nobody but the one who wanted it knows of a refund that was asked for by hand.
    await giveBack(kept);
    await shop.operate('sweep');
    shop.wakeJob('payments', 'sweepProviders');
    await everythingAgrees(shop);
    expect(await snapshot()).toEqual(before);
    // Whoever has heard that a line was paid back heard it once more, which means nothing to them.
    const { said } = await shop.operate('events forgotten --from payments');
    expect(said).toMatch(/^\S+ {2}payments\.line\.refunded, version 4 of Payment \S+\n1 in all$/);
  }, 240_000);

  test('inventory and fulfillment: goods and parcels are there again, and a parcel that has left is named', async () => {
    await shop.stop();
    await shop.backUp('fulfillment');
    await shop.start();
    await buy(shop, buyer, lamp.variantId);
    const begun = await backUpInTheMiddle('inventory');
    const { later, before } = await sellAndSetBack('inventory', begun, ['fulfillment']);
    for (const domain of ['inventory', 'fulfillment']) await decide(domain);
    await shop.operate('checkouts resume');
    const [sent] = later;
    await until('all but the parcel is there', async () => {
      const { said } = await shop.operate('audit --settled');
      return said.includes('1 violations') && said.includes(`of order ${sent!.order.id} has left, and is PENDING`);
    });
    await send(sent!);
    await everythingAgrees(shop);
    expect(await snapshot()).toEqual(before);
  }, 240_000);

  test('catalog: what is said of a product then is later than all that others have heard', async () => {
    await addToCart(buyer, lamp.variantId);
    await shop.stop();
    await shop.backUp('catalog');
    await shop.start();
    await setPrice(5_000);
    await cartCosts(5_000);
    await shop.stop();
    await shop.restore('catalog');
    await shop.start();
    await decide('catalog');
    await setPrice(4_500);
    await cartCosts(4_500);
    await everythingAgrees(shop);
  }, 240_000);

  async function giveBack({ payment }: CheckedOut): Promise<void> {
    const input = { paymentId: payment.id, amount: { amountMinor: 1_500, currency: 'USD' }, idempotencyKey: 'a scratch' };
    await (await shop.admin()).ask(RefundPaymentDocument, { input });
  }

  async function decide(domain: string): Promise<void> {
    await shop.untilAlarmed(domain);
    expect((await shop.operate(`events rebuild --from ${domain}`)).code).toBe(0);
    await shop.untilCalm(domain);
  }

  const setPrice = (amountMinor: number): Promise<unknown> =>
    seller.ask('mutation ($id: ID!, $price: MoneyInput!) { updateProduct(id: $id, input: { price: $price }) { id } }', {
      id: lamp.productId,
      price: { amountMinor, currency: 'USD' },
    });

  const cartCosts = (amountMinor: number): Promise<true> =>
    until(`the lamp in the cart costs ${amountMinor}`, async () => {
      const { cart } = await buyer.ask<{ cart: { items: { unitPrice: { amountMinor: number } }[] } }>(
        '{ cart { items { unitPrice { amountMinor } } } }',
      );
      return cart.items[0]!.unitPrice.amountMinor === amountMinor || null;
    });
});
