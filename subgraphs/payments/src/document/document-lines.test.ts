import { expect, test } from '@jest/globals';
import { newId } from '@stoa/kit/persistence';
import { documentsOfPayment, documentsOfReturn } from './document-lines.ts';

const [lampShop, bookShop] = [newId(), newId()].sort() as [string, string];
const parts = (grossMinor: number, taxMinor = 0, discountMinor = 0) => ({
  grossMinor,
  feeMinor: 0,
  taxMinor,
  shippingMinor: 0,
  discountMinor,
});
const thing = { variantId: newId(), productId: newId(), kind: 'PHYSICAL' as const };
const lamp = {
  ...{ ...thing, orderItemId: newId(), sellerId: lampShop, name: 'Lamp', sku: 'L-1', quantity: 2, worthMinor: 11_900 },
  ...{ taxRatePpm: 190_000, parts: parts(10_000, 1_900) },
};
const book = { ...thing, orderItemId: newId(), sellerId: bookShop, quantity: 1, worthMinor: 2_000, parts: parts(2_500, 0, 500) };
const sending = {
  ...{ shippingId: newId(), sellerId: lampShop, name: 'Parcel', priceMinor: 500, worthMinor: 500, sellerDiscountMinor: 0 },
  ...{ platformDiscountMinor: 0, taxRatePpm: 0, taxIncluded: false, parts: { ...parts(0), shippingMinor: 500 } },
};
const share = (sellerId: string) => ({ sellerId, grossMinor: 0, feeMinor: 0, taxMinor: 0, shippingMinor: 0, discountMinor: 0 });
const payment = { lines: [lamp, book], shipping: [sending], split: [share(lampShop), share(bookShop)] };

test('the receipt lists all that was paid for, and each seller’s invoice what was theirs, sending included', () => {
  const { receipt, invoices } = documentsOfPayment(payment);
  expect([receipt.sellerId, receipt.totalMinor, receipt.lines.length]).toEqual([null, 14_400, 3]);
  expect(invoices.map(({ sellerId, totalMinor }) => [sellerId, totalMinor])).toEqual([
    [lampShop, 12_400],
    [bookShop, 2_000],
  ]);
  expect(invoices[0]!.lines).toEqual([
    { name: 'Lamp', sku: 'L-1', quantity: 2, amountMinor: 11_900, taxMinor: 1_900, taxRatePpm: 190_000, discountMinor: 0 },
    { name: 'Parcel', sku: null, quantity: 1, amountMinor: 500, taxMinor: 0, taxRatePpm: 0, discountMinor: 0 },
  ]);
  // One that was placed before names were told.
  expect(invoices[1]!.lines).toMatchObject([{ name: 'Item', discountMinor: 500 }]);
});

test('a credit note lists what went back, with its tax', () => {
  const lines = [
    { orderItemId: lamp.orderItemId, quantity: 1, amountMinor: 5_950, parts: parts(5_000, 950) },
    { orderItemId: book.orderItemId, quantity: 0, amountMinor: 100 },
  ];
  expect(documentsOfReturn(payment, lines)).toMatchObject([
    { sellerId: lampShop, totalMinor: 5_950, lines: [{ name: 'Lamp', quantity: 1, amountMinor: 5_950, taxMinor: 950 }] },
    { sellerId: bookShop, totalMinor: 100, lines: [{ name: 'Item', quantity: 0, amountMinor: 100, taxMinor: 0 }] },
  ]);
});
