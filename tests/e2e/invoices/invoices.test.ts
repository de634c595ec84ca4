import { expect, test } from '@jest/globals';
import { InvoicesOfDocument, PaymentDocumentsDocument, RefundPaymentDocument } from '@stoa/schema/generated/operations/e2e';
import { addToCart, type CheckedOut, checkOut, orderIs, pay, seeOrder } from '../support/buying.ts';
import type { Client } from '../support/client.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, aSeller, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';

let shop: Shop;
let admin: Client;
let buyer: Person;
let lampSeller: Person;
let bookSeller: Person;
let bought: CheckedOut;

inOneShop(async (opened) => {
  shop = opened;
  [admin, buyer, lampSeller, bookSeller] = await Promise.all([shop.admin(), aBuyer(shop), aSeller(shop), aSeller(shop)]);
  const lamp = await goods(lampSeller, 'Brass lamp', 4_000, 10);
  const book = await goods(bookSeller, 'Old book', 2_000, 10);
  await addToCart(buyer, lamp.variantId, 2);
  await addToCart(buyer, book.variantId, 1);
  bought = await checkOut(buyer);
  await pay(shop, bought);
  await orderIs(buyer, bought.order.id, 'CONFIRMED');
});

const papers = async () => (await buyer.ask(PaymentDocumentsDocument, { id: bought.payment.id })).payment!;
const billed = async (seller: Person) => (await seller.ask(InvoicesOfDocument, { id: seller.sellerId! })).seller!.invoices!.nodes;

test('a payment has a receipt, an invoice of each seller, and a credit note for what goes back', async () => {
  shop.wakeJob('payments', 'issueDocuments');
  await until('the receipt is written', async () => (await papers()).receipt);
  const { receipt, invoices } = await papers();
  expect(receipt!.number).toMatch(/^R-\d{4}-000001$/);
  for (const { url } of [receipt!, ...invoices]) {
    const paper = await fetch(url);
    expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(
      Buffer.from(await paper.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  }
  const named = await shop.sql(
    'payments',
    `select distinct buyer_name like 'Pat No%' as buyer, buyer_address ->> 'city' as city from payment_document`,
  );
  expect(named).toEqual([{ buyer: true, city: 'Athens' }]);
  expect((await fetch(receipt!.url.replace(/signature=.*/, 'signature=x'))).status).toBe(404);
  const lamps = invoices.find(({ seller }) => seller!.id === lampSeller.sellerId)!;
  expect(lamps).toMatchObject({ kind: 'INVOICE', total: { amountMinor: 8_000, currency: 'USD' }, tax: { amountMinor: 0 } });
  expect(lamps.number).toMatch(/^INV-\d{4}-000001$/);
  expect(lamps.lines).toMatchObject([{ name: expect.stringContaining('Brass lamp'), quantity: 2, amount: { amountMinor: 8_000 } }]);
  expect(invoices.map(({ total }) => total.amountMinor).toSorted()).toEqual([2_000, 8_000]);

  const { items } = await seeOrder(buyer, bought.order.id);
  const lamp = items.find(({ name }) => name.includes('lamp'))!;
  const input = { paymentId: bought.payment.id, items: [{ orderItemId: lamp.id, quantity: 1 }], idempotencyKey: crypto.randomUUID() };
  await admin.ask(RefundPaymentDocument, { input });
  shop.wakeJob('payments', 'issueDocuments');
  await until('the credit note is written', async () => (await billed(lampSeller)).length === 2);
  expect((await billed(lampSeller)).map(({ kind, total }) => [kind, total.amountMinor]).toSorted()).toEqual([
    ['CREDIT_NOTE', 4_000],
    ['INVOICE', 8_000],
  ]);
  expect(await billed(bookSeller)).toHaveLength(1);
  await everythingAgrees(shop);
});

test('what a seller has billed, and what somebody has paid, is nobody else’s to see', async () => {
  const seen = await bookSeller.send(InvoicesOfDocument, { id: lampSeller.sellerId! });
  expect(seen.data?.seller).toMatchObject({ invoices: null });
  const stranger = await aBuyer(shop);
  expect((await stranger.ask(PaymentDocumentsDocument, { id: bought.payment.id })).payment).toBeNull();
  expect((await lampSeller.ask(PaymentDocumentsDocument, { id: bought.payment.id })).payment).toBeNull();
});
