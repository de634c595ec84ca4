import { beforeEach, expect, test } from '@jest/globals';
import {
  AttachDownloadDocument,
  BoughtFilesDocument,
  CancelOrderDocument,
  PaymentDisputesDocument,
  PayoutsOfDocument,
  RefundPaymentDocument,
} from '@stoa/schema/generated/operations/e2e';
import { addToCart, buy, type CheckedOut, checkOut, orderIs, pay, seeOrder } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { stockFigures } from '../support/figures.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import {
  decideDispute,
  disputeAtBank,
  peace,
  providerTotals,
  redeliver,
  releaseWebhooks,
  webhooksTravel,
} from '../support/stripe-controls.ts';
import { aDocument } from '../support/uploads.ts';

let shop: Shop;
let admin: Client;
let buyer: Person;
let seller: Person;
let bought: CheckedOut;
/** What the seller has earned: 4,000 less ten per cent. */
const EARNED = 3_600;

inOneShop(async (opened) => {
  shop = opened;
  admin = await shop.admin();
  buyer = await aBuyer(shop);
});

beforeEach(async () => {
  await peace(shop);
  seller = await aSeller(shop);
  const { variantId } = await goods(seller, 'Brass lamp', 4_000, 10);
  bought = await buy(shop, buyer, variantId);
  await until('the sale is in the books', async () => (await figures()).balance!.amountMinor === EARNED);
  // As if the days in which the buyer may complain were over.
  await shop.sql('ledger', 'update held_share set release_at = now() where seller_id = $1', [seller.sellerId]);
});

const figures = async () => (await seller.ask(PayoutsOfDocument, { id: seller.sellerId! })).seller!;
const isFree = (amountMinor: number) => async () => (await figures()).availableForPayout!.amountMinor === amountMinor;
const seen = async () => (await buyer.ask(PaymentDisputesDocument, { id: bought.payment.id })).payment!;
const disputed = (more: { amount?: number; inquiry?: boolean } = {}) => disputeAtBank(shop, bought.payment.providerPaymentId, more);

test('a complaint at the bank holds the seller’s money until it is won', async () => {
  await until('the earnings are free', isFree(EARNED));
  const dispute = await disputed();
  await until('the earnings are held', isFree(0));
  expect(await seen()).toMatchObject({
    disputed: true,
    disputes: [{ status: 'OPEN', reason: 'fraudulent', amount: { amountMinor: 4_000, currency: 'USD' } }],
  });
  const input = { paymentId: bought.payment.id, idempotencyKey: crypto.randomUUID() };
  expect(await admin.refusal(RefundPaymentDocument, { input })).toMatchObject({ code: 'NOT_REFUNDABLE' });
  await decideDispute(shop, dispute, 'won');
  await until('the earnings are free again', isFree(EARNED));
  expect(await seen()).toMatchObject({ disputed: false, disputes: [{ status: 'WON' }] });
  await everythingAgrees(shop);
});

test('a complaint that is lost is taken from the seller, whatever order its news come in', async () => {
  const lostBefore = (await providerTotals(shop)).lost.usd ?? 0;
  await webhooksTravel(shop, { hold: true });
  const dispute = await disputed({ amount: 1_000 });
  await decideDispute(shop, dispute, 'lost');
  await releaseWebhooks(shop, 'reversed');
  await until('it is in the books', async () => (await figures()).balance!.amountMinor === EARNED - 900);
  expect((await providerTotals(shop)).lost.usd! - lostBefore).toBe(1_000);
  const [told] = await shop.sql<{ id: string }>('payments', `select id from provider_event where type like 'charge.dispute.%' limit 1`);
  await redeliver(shop, told!.id, 3);
  expect(await seen()).toMatchObject({ status: 'CAPTURED', disputed: false, disputes: [{ status: 'LOST' }] });
  // What the bank did not take is still theirs to give back, and no more.
  const refund = async (amountMinor: number) => ({
    input: { paymentId: bought.payment.id, amount: { amountMinor, currency: 'USD' }, idempotencyKey: crypto.randomUUID() },
  });
  expect(await admin.refusal(RefundPaymentDocument, await refund(3_001))).toMatchObject({ code: 'REFUND_TOO_LARGE' });
  await everythingAgrees(shop);
});

test('an order that ends while the bank has its money is paid back once the bank has returned it', async () => {
  const dispute = await disputed();
  await until('payments knows of it', async () => (await seen()).disputed);
  await buyer.ask(CancelOrderDocument, { id: bought.order.id, reason: 'I have told my bank' });
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  await decideDispute(shop, dispute, 'won');
  await until('the money went back', async () => (await seeOrder(buyer, bought.order.id)).payment.status === 'REFUNDED');
  await everythingAgrees(shop);
});

test('an order that ends and whose money the bank keeps owes nothing', async () => {
  const dispute = await disputed();
  await until('payments knows of it', async () => (await seen()).disputed);
  await buyer.ask(CancelOrderDocument, { id: bought.order.id });
  await orderIs(buyer, bought.order.id, 'CANCELLED');
  await decideDispute(shop, dispute, 'lost');
  await until('the seller has nothing of it', async () => (await figures()).balance!.amountMinor === 0);
  await everythingAgrees(shop);
});

test('a lost complaint about all of an order ends what was not sent and what is downloaded, and the order with it', async () => {
  const lamp = await goods(seller, 'Blue lamp', 3_000, 5);
  const song = await goods(seller, 'A song of the sea', 1_000, null, { kind: 'DIGITAL' });
  await seller.ask(AttachDownloadDocument, { productId: song.productId, fileId: await aDocument(seller) });
  await addToCart(buyer, lamp.variantId);
  await addToCart(buyer, song.variantId);
  bought = await checkOut(buyer);
  await pay(shop, bought);
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
  // What there is no file of is null beside a FORBIDDEN.
  const canBeHad = async (): Promise<boolean> => {
    const { data } = await buyer.send(BoughtFilesDocument, { orderId: bought.order.id });
    return data!.order!.items.some((item) => item.variant?.product?.downloads?.length);
  };
  await until('the song can be had', canBeHad);
  const dispute = await disputed();
  await until('payments knows of it', async () => (await seen()).disputed);
  await decideDispute(shop, dispute, 'lost');
  // Where the news of the parcel overtakes that of the money, nothing but the song is left of the order for a moment, and that was delivered.
  const end = await until('the order has ended', async () => {
    const { status } = await seeOrder(buyer, bought.order.id);
    return (status === 'CANCELLED' || status === 'DELIVERED') && status;
  });
  await until('the song is gone', async () => !(await canBeHad()));
  await until('the lamp is on the shelf again', async () => (await stockFigures(shop, lamp)).available === 5);
  await everythingAgrees(shop);
  // The bank changes its mind: what is not there any more is paid back, which is all of an order that was cancelled.
  await decideDispute(shop, dispute, 'won');
  const paidBack = end === 'CANCELLED' ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  await until('the money went back', async () => (await seeOrder(buyer, bought.order.id)).payment.status === paidBack);
  await everythingAgrees(shop);
});
