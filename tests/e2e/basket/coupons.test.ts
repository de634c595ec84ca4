import { beforeEach, expect, test } from '@jest/globals';
import {
  ApplyCouponDocument,
  CancelOrderDocument,
  type CouponInput,
  CouponsDocument,
  CreateCouponDocument,
  CreateShippingMethodDocument,
  EndCouponDocument,
  OrderChargesDocument,
  QuoteCartDocument,
  RefundPaymentDocument,
  RemoveCouponDocument,
} from '@stoa/schema/generated/operations/e2e';
import { addToCart, CHECKOUT, type CheckedOut, cartStatus, checkOut, orderIs, pay, seeOrder } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { balances } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let admin: Client;
let seller: Person;
let other: Person;
let buyer: Person;
let lamp: Goods;
let book: Goods;

inOneShop(async (opened) => {
  shop = opened;
  [admin, seller, other] = await Promise.all([shop.admin(), aSeller(shop), aSeller(shop)]);
  lamp = await goods(seller, 'Brass lamp', 8_000, 100);
  book = await goods(other, 'Old book', 2_000, 100);
  const input = { name: 'Letter', price: { amountMinor: 500, currency: 'USD' } };
  await seller.ask(CreateShippingMethodDocument, { input });
});
beforeEach(async () => {
  buyer = await aBuyer(shop);
});

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD' });
const coupon = async (by: Pick<Person, 'ask'>, terms: Partial<CouponInput>): Promise<{ id: string; code: string }> => {
  const input = { code: `C-${crypto.randomUUID()}`, kind: 'PERCENTAGE' as const, ...terms };
  return (await by.ask(CreateCouponDocument, { input })).createCoupon;
};
const apply = (code: string, by = buyer) => by.ask(ApplyCouponDocument, { code });
const quote = async () => (await buyer.ask(QuoteCartDocument, { input: { country: 'GR' } })).cart!.quote!;
const refusalOf = (by = buyer) => by.refusal(CHECKOUT, { input: { idempotencyKey: crypto.randomUUID(), shippingAddress: anAddress } });
const usesOf = async (by: Pick<Person, 'ask'>, code: string) =>
  (await by.ask(CouponsDocument)).coupons.nodes.find((each) => each.code === code)?.uses;

async function fill(by = buyer): Promise<string> {
  await addToCart(by, lamp.variantId);
  return (await addToCart(by, book.variantId)).id;
}

async function paid(checkedOut: CheckedOut, by = buyer): Promise<void> {
  await pay(shop, checkedOut);
  await orderIs(by, checkedOut.order.id, 'CONFIRMED');
}

async function movedSince(before: Record<string, number>): Promise<Record<string, number>> {
  await everythingAgrees(shop);
  const after = await balances(shop);
  const codes = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return Object.fromEntries(codes.map((code) => [code, (after[code] ?? 0) - (before[code] ?? 0)]).filter(([, moved]) => moved !== 0));
}

test("a seller's coupon is the seller's cost, the platform's is the platform's, and a refund undoes both", async () => {
  const before = await balances(shop);
  const own = await coupon(seller, { percent: 25 });
  const ours = await coupon(admin, { kind: 'AMOUNT', amount: usd(800) });
  await fill();
  await apply(ours.code.toLowerCase());
  await apply(own.code);
  // 8,000 less a quarter, and 2,000: the platform's 800 are spread over 6,000 and 2,000.
  expect(await quote()).toMatchObject({
    ...{
      subtotal: { amountMinor: 10_000 },
      discount: { amountMinor: 2_800 },
      shipping: { amountMinor: 500 },
      total: { amountMinor: 7_700 },
    },
    coupons: [
      { code: own.code, discount: { amountMinor: 2_000 }, problem: null },
      { code: ours.code, discount: { amountMinor: 800 }, problem: null },
    ],
  });
  const bought = await checkOut(buyer, { expectedTotal: usd(7_700) });
  await paid(bought);
  const { order } = await buyer.ask(OrderChargesDocument, { id: bought.order.id });
  expect(order).toMatchObject({ discountTotal: { amountMinor: 2_800 }, total: { amountMinor: 7_700 } });
  expect(await movedSince(before)).toEqual({
    ...{ BUYER_EXTERNAL: -7_700, PLATFORM_DISCOUNTS: -800, PLATFORM_REVENUE: 600 + 200 },
    ...{ [`SELLER_PAYABLE_${seller.sellerId}`]: 5_400 + 500, [`SELLER_PAYABLE_${other.sellerId}`]: 1_800 },
  });
  const refund = { paymentId: bought.payment.id, idempotencyKey: 'all of it' };
  expect((await admin.ask(RefundPaymentDocument, { input: refund })).refundPayment.amount.amountMinor).toBe(7_700);
  expect(await movedSince(before)).toEqual({});
});

test('shipping for nothing is a gift of its owner', async () => {
  const before = await balances(shop);
  const ours = await coupon(admin, { kind: 'FREE_SHIPPING' });
  await fill();
  await apply(ours.code);
  const bought = await checkOut(buyer, { expectedTotal: usd(10_000) });
  await paid(bought);
  expect(await movedSince(before)).toMatchObject({ PLATFORM_DISCOUNTS: -500, [`SELLER_PAYABLE_${seller.sellerId}`]: 7_200 + 500 });
  // Paid back line by line, nothing is sent any more, and what the platform gave for the sending comes back to it.
  for (const { id } of (await seeOrder(buyer, bought.order.id)).items)
    await admin.ask(RefundPaymentDocument, {
      input: { paymentId: bought.payment.id, items: [{ orderItemId: id, quantity: 1 }], idempotencyKey: crypto.randomUUID() },
    });
  await until('all of it is undone', async () => Object.keys(await movedSince(before)).length === 0);
});

test('one of each owner counts: another one of the same takes its place, and one can be taken away', async () => {
  const [ten, twenty] = [await coupon(seller, { percent: 10 }), await coupon(seller, { percent: 20 })];
  await fill();
  await apply(ten.code);
  await apply(twenty.code);
  expect((await quote()).coupons).toMatchObject([{ code: twenty.code, discount: { amountMinor: 1_600 } }]);
  await buyer.ask(RemoveCouponDocument, { code: twenty.code });
  expect(await quote()).toMatchObject({ coupons: [], total: { amountMinor: 10_500 } });
  await buyer.ask(RemoveCouponDocument, { code: 'NEVER-THERE' });
});

test('a coupon that takes nothing off is refused with the reason; one that has ended since stops the checkout until it is taken out', async () => {
  const cartId = await fill();
  const reasons: [Partial<CouponInput>, string][] = [
    [{ percent: 10, startsAt: '2999-01-01T00:00:00Z' }, 'NOT_STARTED'],
    [{ percent: 10, minimum: usd(8_001) }, 'MINIMUM_NOT_REACHED'],
    [{ percent: 10, minimum: { amountMinor: 1, currency: 'EUR' } }, 'NOT_APPLICABLE'],
  ];
  for (const [terms, reason] of reasons) {
    const { code } = await coupon(seller, terms);
    expect(await buyer.refusal(ApplyCouponDocument, { code })).toMatchObject({ code: 'COUPON_INVALID', reason });
  }
  expect(await buyer.refusal(ApplyCouponDocument, { code: 'NO-SUCH-CODE' })).toMatchObject({ reason: 'UNKNOWN' });
  const { id, code } = await coupon(seller, { percent: 10 });
  await apply(code);
  await seller.ask(EndCouponDocument, { id });
  expect((await quote()).coupons).toMatchObject([{ code, problem: 'ENDED', discount: { amountMinor: 0 } }]);
  expect(await refusalOf()).toMatchObject({ code: 'COUPON_INVALID', couponCode: code, reason: 'ENDED' });
  expect(await cartStatus(buyer, cartId)).toBe('ACTIVE');
  await buyer.ask(RemoveCouponDocument, { code });
  await paid(await checkOut(buyer, { expectedTotal: usd(10_500) }));
  await everythingAgrees(shop);
});

test('a coupon for one use is used by one of many who check out at once, and by another when that one gives up', async () => {
  const { code } = await coupon(admin, { percent: 50, maxUses: 1 });
  const buyers = await Promise.all(Array.from({ length: 6 }, () => aBuyer(shop)));
  for (const each of buyers) {
    await fill(each);
    await apply(code, each);
  }
  const answers = await Promise.allSettled(buyers.map((each) => checkOut(each)));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await usesOf(admin, code)).toBe(1);
  const winner = answers.findIndex(({ status }) => status === 'fulfilled');
  const loser = buyers[winner === 0 ? 1 : 0]!;
  expect(await refusalOf(loser)).toMatchObject({ code: 'COUPON_INVALID', couponCode: code, reason: 'USED_UP' });

  const { order } = (answers[winner] as PromiseFulfilledResult<CheckedOut>).value;
  await buyers[winner]!.ask(CancelOrderDocument, { id: order.id });
  expect(await usesOf(admin, code)).toBe(0);
  await paid(await checkOut(loser, { expectedTotal: usd(5_500) }), loser);
  expect(await usesOf(admin, code)).toBe(1);
  await everythingAgrees(shop);
});

test('a buyer uses a coupon as often as one may, and others as well', async () => {
  const { code } = await coupon(seller, { percent: 10, maxUsesPerBuyer: 1 });
  await fill();
  await apply(code);
  await paid(await checkOut(buyer));
  await fill();
  expect(await buyer.refusal(ApplyCouponDocument, { code })).toMatchObject({ reason: 'USED_UP' });
  const stranger = await aBuyer(shop);
  await fill(stranger);
  await apply(code, stranger);
  await paid(await checkOut(stranger), stranger);
  await everythingAgrees(shop);
});

test('codes are shown to whose they are, and belong to one coupon', async () => {
  const { id, code } = await coupon(seller, { percent: 10 });
  expect(await usesOf(seller, code)).toBe(0);
  expect(await usesOf(other, code)).toBeUndefined();
  expect((await other.refusal(EndCouponDocument, { id })).code).toBe('NOT_FOUND');
  const again: CouponInput = { code, kind: 'PERCENTAGE', percent: 1 };
  expect((await other.refusal(CreateCouponDocument, { input: again })).code).toBe('BAD_USER_INPUT');
  expect((await buyer.refusal(CreateCouponDocument, { input: again })).code).toBe('FORBIDDEN');
  const wrongs: Partial<CouponInput>[] = [
    ...[{ percent: 101 }, { percent: null }, { kind: 'AMOUNT' as const }, { code: 'x' }, { endsAt: '2000-01-01T00:00:00Z' }],
  ];
  for (const wrong of wrongs)
    expect((await seller.refusal(CreateCouponDocument, { input: { ...again, code: 'ANOTHER', ...wrong } })).code).toBe('BAD_USER_INPUT');
});
