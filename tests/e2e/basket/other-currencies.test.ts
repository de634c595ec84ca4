import { expect, test } from '@jest/globals';
import {
  CreateCouponDocument,
  CreateShippingMethodDocument,
  RefundPaymentDocument,
  SetTaxRateDocument,
} from '@stoa/schema/generated/operations/e2e';
import { checkOut, orderIs, pay, seeOrder } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { balances } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, anAddress, aSeller, goods } from '../support/people.ts';
import type { Shop } from '../support/shop.ts';
import { providerTotals } from '../support/stripe-controls.ts';

let shop: Shop;
let admin: Client;

inOneShop(async (opened) => {
  shop = opened;
  admin = await shop.admin();
  const input = { country: 'US', region: 'CA', percentage: 8.875, included: false };
  await admin.ask(SetTaxRateDocument, { input });
});

const ADD = `mutation ($variantId: ID!, $quantity: Int!, $currency: CurrencyCode) {
  addToCart(input: { variantId: $variantId, quantity: $quantity, currency: $currency }) { id } }`;
const APPLY = 'mutation ($code: String!) { applyCoupon(code: $code) { id } }';

/** Of a dinar a provider takes and gives back no less than ten fils; of a euro, single cents. All amounts are in such steps. */
test.each([
  ['EUR', 1],
  ['KWD', 10],
])('coupons, shipping and tax in %s come to what can be charged, go back piece by piece, and its books balance by themselves', async (currency, step) => {
  const money = (steps: number) => ({ amountMinor: steps * step, currency });
  const [buyer, seller] = await Promise.all([aBuyer(shop), aSeller(shop)]);
  const lamp = await goods(seller, 'Brass lamp', 4_000, 20, { prices: [money(1_235)] });
  const vase = await goods(seller, 'Glass vase', 2_000, 20, { prices: [money(612)] });
  await seller.ask(CreateShippingMethodDocument, { input: { name: 'Letter', price: money(125) } });
  const couponOf = async (by: Pick<Client, 'ask'>, percent: number): Promise<string> =>
    (await by.ask(CreateCouponDocument, { input: { code: `C-${crypto.randomUUID()}`, kind: 'PERCENTAGE', percent } })).createCoupon.code;
  const codes = [await couponOf(seller, 15), await couponOf(admin, 7)];

  await buyer.ask(ADD, { variantId: lamp.variantId, quantity: 3, currency });
  await buyer.ask(ADD, { variantId: vase.variantId, quantity: 1 });
  for (const code of codes) await buyer.ask(APPLY, { code });
  // 15 % of 4,317 are 648 steps, 556 of them off the lamps; 7 % of what that leaves are 257, 220 of them off the lamps. Tax is owed on
  // the price less the seller's discount: 279 on the lamps, 46 on the vase, 11 on the letter.
  const total = money(3_705 + 612 - 648 - 257 + 125 + 279 + 46 + 11);
  const address = { ...anAddress, country: 'US', region: 'CA' };
  const bought = await checkOut(buyer, { shippingAddress: address, expectedTotal: total });
  expect(bought.payment.amount).toEqual(total);
  expect((await pay(shop, bought)).status).toBe(200);
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  await everythingAgrees(shop);
  // The fee alone is rounded to the last minor unit, since nobody is charged it.
  const feeMinor = Math.round((3_669 * step) / 10);
  expect(await balances(shop, currency)).toEqual({
    BUYER_EXTERNAL: -total.amountMinor,
    PLATFORM_REVENUE: feeMinor,
    PLATFORM_DISCOUNTS: -257 * step,
    TAX_PAYABLE: 336 * step,
    [`SELLER_PAYABLE_${seller.sellerId}`]: (3_669 + 125) * step - feeMinor,
  });

  const refund = (key: string, what: object) =>
    seller.ask(RefundPaymentDocument, { input: { paymentId: bought.payment.id, idempotencyKey: key, ...what } });
  if (step > 1) {
    const input = { paymentId: bought.payment.id, idempotencyKey: 'five fils', amount: { amountMinor: 1_005, currency } };
    expect(await seller.refusal(RefundPaymentDocument, { input })).toMatchObject({ code: 'BAD_USER_INPUT' });
  }
  const lamps = (await seeOrder(buyer, bought.order.id)).items.find(({ name }) => name.startsWith('Brass lamp'))!;
  const one = await refund('a lamp is bent', { items: [{ orderItemId: lamps.id, quantity: 1 }] });
  expect(one.refundPayment.amount.amountMinor).toBe(1_069 * step);
  await refund('a scratch', { amount: money(101) });
  await refund('all of it', {});
  await everythingAgrees(shop);
  expect(await balances(shop, currency)).toEqual({});
  const { captured, refunded } = await providerTotals(shop);
  expect([captured, refunded].map((of) => of[currency.toLowerCase()])).toEqual([total.amountMinor, total.amountMinor]);
});
