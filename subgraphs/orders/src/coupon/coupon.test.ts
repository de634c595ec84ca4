import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { DomainError } from '@stoa/kit/errors';
import { newId } from '@stoa/kit/persistence';
import { aBuyer, anAdmin, startTestSubgraph, type TestSubgraph } from '@stoa/kit/testing';
import { placeOrder } from '@stoa/schema/commands/orders';
import { PaymentFailed } from '@stoa/schema/events/payments';
import manifest from '../index.ts';
import { aLine, aPaidOrder, aRequest, failureOf, orderOf } from '../testing/given-order.ts';
import { Neighbours } from '../testing/neighbours.ts';

const neighbours = new Neighbours();
let orders: TestSubgraph;
beforeAll(async () => {
  orders = await startTestSubgraph(manifest, { commands: neighbours.commands });
});
afterAll(() => orders?.stop());
beforeEach(() => neighbours.peace());

async function aCoupon(terms: Record<string, unknown> = {}): Promise<string> {
  const mutation = 'mutation ($input: CouponInput!) { createCoupon(input: $input) { code } }';
  const input = { code: newId(), kind: 'PERCENTAGE', percent: 10, ...terms };
  return (await orders.as(anAdmin()).query<{ createCoupon: { code: string } }>(mutation, { input })).createCoupon.code;
}

const usesOf = async (code: string): Promise<{ says: number; has: number }> =>
  (
    await orders.sql.query<{ says: number; has: number }>(
      'select uses as says, (select count(*)::int from coupon_use u where u.coupon_id = coupon.id) as has from coupon where code = $1',
      [code],
    )
  )[0]!;

type Request = ReturnType<typeof aRequest>;
const place = (request: Request) => orders.answer(placeOrder, request, { key: request.orderId });
const invalid = (reason: string) => expect.objectContaining({ code: 'COUPON_INVALID', details: expect.objectContaining({ reason }) });

test('of fifty who use a coupon for one use at once, exactly one gets an order', async () => {
  const code = await aCoupon({ maxUses: 1 });
  const requests = Array.from({ length: 50 }, () => aRequest({ couponCodes: [code] }));
  const answers = await Promise.allSettled(requests.map(place));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const answer of answers) if (answer.status === 'rejected') expect(answer.reason).toEqual(invalid('USED_UP'));
  expect(await usesOf(code)).toEqual({ says: 1, has: 1 });
  const placed = await orders.sql.query('select id from orders where id = any($1)', [requests.map(({ orderId }) => orderId)]);
  expect(placed).toHaveLength(1);
});

test('of ten orders of one buyer at once, as many use a coupon as one buyer may', async () => {
  const code = await aCoupon({ maxUsesPerBuyer: 2 });
  const buyer = aBuyer();
  const answers = await Promise.allSettled(Array.from({ length: 10 }, () => place(aRequest({ couponCodes: [code] }, buyer))));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
  await place(aRequest({ couponCodes: [code] }));
  expect(await usesOf(code)).toEqual({ says: 3, has: 3 });
});

test('orders that name the same coupons in another order do not lock each other out', async () => {
  const codes = [await aCoupon(), await aCoupon({ kind: 'FREE_SHIPPING', percent: null })];
  const seller = newId();
  const own = await aCoupon();
  await orders.sql.query('update coupon set seller_id = $2 where code = $1', [own, seller]);
  const request = (couponCodes: string[]) => aRequest({ couponCodes, lines: [aLine({ sellerId: seller })] });
  const answers = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) => place(request(index % 2 === 0 ? [own, codes[0]!] : [codes[0]!, own]))),
  );
  expect(answers.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(await usesOf(own)).toEqual({ says: 20, has: 20 });
});

test('asking for the same order again uses its coupon once, also when it is used up by then', async () => {
  const code = await aCoupon({ maxUses: 1 });
  const request = aRequest({ couponCodes: [code] });
  const first = await place(request);
  expect(await place(request)).toEqual(first);
  expect(await usesOf(code)).toEqual({ says: 1, has: 1 });
});

test('an order that cannot be placed, or ends unpaid, gives its coupon back', async () => {
  const code = await aCoupon({ maxUses: 1 });
  neighbours.refuse('allocate', new DomainError('OUT_OF_STOCK', 'None are left', { available: 0 }));
  await expect(place(aRequest({ couponCodes: [code] }))).rejects.toMatchObject({ code: 'OUT_OF_STOCK' });
  expect(await usesOf(code)).toEqual({ says: 0, has: 0 });
  neighbours.peace();
  const unpaid = aRequest({ couponCodes: [code] });
  await place(unpaid);
  await orders.deliver(PaymentFailed, failureOf(await orderOf(orders, unpaid.orderId)));
  expect(await usesOf(code)).toEqual({ says: 0, has: 0 });
  await aPaidOrder(orders, { couponCodes: [code] });
  expect(await usesOf(code)).toEqual({ says: 1, has: 1 });
});
