import { beforeEach, expect, test } from '@jest/globals';
import { addToCart, CHECKOUT, type CheckedOut, checkOut, orderIs, pay, seeOrder, VERIFY } from '../support/buying.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { askNow } from '../support/polls.ts';
import { type Shop, until } from '../support/shop.ts';
import { intentAtProvider, intentsAtProvider, misfortune, peace, webhooksTravel } from '../support/stripe-controls.ts';

let shop: Shop;
let seller: Person;
let buyer: Person;
let lamp: Goods;

inOneShop(async (opened) => {
  shop = opened;
  seller = await aSeller(shop);
  lamp = await goods(seller, 'Brass lamp', 4_000, 100);
});

beforeEach(async () => {
  // In this shop no webhook ever arrives.
  await peace(shop);
  await webhooksTravel(shop, { drop: true });
  buyer = await aBuyer(shop);
  await addToCart(buyer, lamp.variantId, 1);
});

test('without any webhook a paid order is confirmed by asking the provider', async () => {
  const bought = await checkOut(buyer);
  await pay(shop, bought);
  await askNow(shop, bought.payment.id);
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
});

test('the provider is first asked soon after the checkout, then more and more slowly, and no longer than it matters', async () => {
  const bought = await checkOut(buyer);
  const next = async (): Promise<number> => {
    const [row] = await shop.sql<{ seconds: number }>(
      'payments',
      'select ceil(extract(epoch from next_poll_at - now()))::int as seconds from payment where id = $1',
      [bought.payment.id],
    );
    return row!.seconds;
  };
  const polls = async (): Promise<number> =>
    (await shop.sql<{ polls: number }>('payments', 'select polls from payment where id = $1', [bought.payment.id]))[0]!.polls;
  const waits = [await next()];
  for (let asked = 1; asked <= 6; asked++) {
    await askNow(shop, bought.payment.id);
    await until(`it was asked ${asked} times`, async () => (await polls()) === asked);
    waits.push(await next());
  }
  const [first, ...later] = waits;
  expect(later).toEqual([...later].sort((left, right) => left - right));
  expect(first!).toBeLessThanOrEqual(20);
  expect(waits.at(-1)!).toBeLessThanOrEqual(300);
});

test('without any webhook verifyPayment confirms at once', async () => {
  const bought = await checkOut(buyer);
  expect(await buyer.ask(VERIFY, { id: bought.payment.id })).toEqual({ verifyPayment: { id: bought.payment.id, status: 'CREATED' } });
  await pay(shop, bought);
  expect(await buyer.ask(VERIFY, { id: bought.payment.id })).toEqual({ verifyPayment: { id: bought.payment.id, status: 'CAPTURED' } });
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
});

test('without any webhook a declined card is heard of by asking, and the intent is cancelled', async () => {
  const bought = await checkOut(buyer);
  await pay(shop, bought, 'pm_card_visa_chargeDeclined');
  await askNow(shop, bought.payment.id);
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  expect((await seeOrder(buyer, bought.order.id)).payment).toMatchObject({ status: 'FAILED', failureMessage: 'Your card was declined.' });
  await until(
    'the intent is cancelled',
    async () => (await intentAtProvider(shop, bought.payment.providerPaymentId)).status === 'canceled',
  );
});

const input = (idempotencyKey: string) => ({ input: { idempotencyKey, shippingAddress: anAddress } });

const intentsOf = async (orderId: string) => (await intentsAtProvider(shop)).filter(({ metadata }) => metadata.orderId === orderId);

test.each([
  'lose-reply',
  'lose-request',
  'answer-error',
] as const)('an intent whose making had no answer (%s) is made once, and the checkout ends by itself', async (kind) => {
  await misfortune(shop, { kind, times: 3, status: 500, method: 'POST', path: '/v1/payment_intents' });
  const refusal = await buyer.refusal(CHECKOUT, input(kind));
  expect(refusal).toMatchObject({ code: 'SERVICE_UNAVAILABLE', service: 'payments', retryAfter: expect.any(Number) });
  await peace(shop);
  await until('the saga has gone on by itself', async () => {
    const [row] = await shop.sql<{ state: string }>(
      'orders',
      'select s.state from checkout_saga s join orders o on o.id = s.id where o.buyer_id = $1',
      [buyer.userId],
    );
    return row!.state === 'DONE';
  });
  const { checkout } = await buyer.ask<{ checkout: CheckedOut }>(CHECKOUT, input(kind));
  expect(await intentsOf(checkout.order.id)).toHaveLength(1);
  expect((await intentsOf(checkout.order.id))[0]!.id).toBe(checkout.payment.providerPaymentId);
  await pay(shop, checkout);
  await buyer.ask(VERIFY, { id: checkout.payment.id });
  await orderIs(buyer, checkout.order.id, 'CONFIRMED');
  expect(await shop.sql('orders', 'select 1 from orders where buyer_id = $1', [buyer.userId])).toHaveLength(1);
});
