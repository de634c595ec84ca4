import { expect, test } from '@jest/globals';
import { CHECKOUT, type CheckedOut, checkOut, orderIs, pay } from '../support/buying.ts';
import { everythingAgrees } from '../support/everything-agrees.ts';
import { inOneShop } from '../support/in-one-shop.ts';
import { aBuyer, anAddress, aSeller, type Goods, goods, type Person } from '../support/people.ts';
import { type Shop, until } from '../support/shop.ts';
import { providerTotals } from '../support/stripe-controls.ts';

let shop: Shop;
let lampSeller: Person;
let bookSeller: Person;
let lamp: Goods;
let book: Goods;

const money = (amountMinor: number, currency: string) => ({ amountMinor, currency });

inOneShop(async (opened) => {
  shop = opened;
  [lampSeller, bookSeller] = await Promise.all([aSeller(shop), aSeller(shop)]);
  lamp = await goods(lampSeller, 'Brass lamp', 4_000, 20, { prices: [money(3_705, 'EUR'), money(6_003, 'JPY'), money(12_350, 'KWD')] });
  book = await goods(bookSeller, 'Old book', 2_000, 20, { prices: [money(1_899, 'EUR'), money(3_001, 'JPY'), money(6_120, 'KWD')] });
});

const ADD = `mutation ($variantId: ID!, $quantity: Int!, $currency: CurrencyCode) {
  addToCart(input: { variantId: $variantId, quantity: $quantity, currency: $currency }) { total { amountMinor currency formatted } } }`;

interface Added {
  readonly addToCart: { readonly total: { amountMinor: number; currency: string; formatted: string } };
}

/** Two lamps and a book in one currency, paid for. */
async function purchase(buyer: Person, currency: string, total: number, formatted: string): Promise<CheckedOut> {
  await buyer.ask(ADD, { variantId: lamp.variantId, quantity: 2, currency });
  // The second thing comes in the cart's currency without being told.
  const { addToCart } = await buyer.ask<Added>(ADD, { variantId: book.variantId, quantity: 1 });
  expect(addToCart.total).toEqual({ ...money(total, currency), formatted });
  const checkedOut = await checkOut(buyer, { expectedTotal: money(total, currency) });
  expect(checkedOut.payment.amount).toEqual(money(total, currency));
  await pay(shop, checkedOut);
  await orderIs(buyer, checkedOut.order.id, 'CONFIRMED');
  return checkedOut;
}

interface Book {
  readonly trialBalance: {
    balanced: boolean;
    debits: readonly { amountMinor: number; currency: string }[];
    credits: readonly { currency: string }[];
  };
}

const trialBalance = async (): Promise<Book['trialBalance']> =>
  (await (await shop.admin()).ask<Book>('{ trialBalance { balanced debits { amountMinor currency } credits { amountMinor currency } } }'))
    .trialBalance;

const balancesOf = async (seller: Person): Promise<Record<string, number>> => {
  const { seller: seen } = await seller.ask<{ seller: { balances: readonly { amountMinor: number; currency: string }[] } }>(
    'query ($id: ID!) { seller(id: $id) { balances { amountMinor currency } } }',
    { id: seller.sellerId },
  );
  return Object.fromEntries(
    seen.balances.filter(({ amountMinor }) => amountMinor !== 0).map(({ amountMinor, currency }) => [currency, amountMinor]),
  );
};

test('the same sellers sell in euros, yen and dinars, and every currency balances by itself', async () => {
  const buyer = await aBuyer(shop);
  await purchase(buyer, 'EUR', 9_309, '€93.09');
  const yen = await purchase(buyer, 'JPY', 15_007, '¥15,007');
  await purchase(buyer, 'KWD', 30_820, 'KWD\u00a030.820');
  expect((await providerTotals(shop)).captured).toEqual({ eur: 9_309, jpy: 15_007, kwd: 30_820 });

  // Ten per cent of each seller's goods are the platform's, rounded once for each of them, in whole yen and whole fils.
  await everythingAgrees(shop);
  expect(await balancesOf(lampSeller)).toEqual({ EUR: 6_669, JPY: 10_805, KWD: 22_230 });
  expect(await balancesOf(bookSeller)).toEqual({ EUR: 1_709, JPY: 2_701, KWD: 5_508 });

  await bookSeller.ask(
    'mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) { status amount { amountMinor currency } } }',
    { input: { paymentId: yen.payment.id, amount: money(1_001, 'JPY'), idempotencyKey: 'a corner is bent' } },
  );
  await until('it went back', async () => (await providerTotals(shop)).refunded['jpy']);
  expect((await providerTotals(shop)).refunded).toEqual({ jpy: 1_001 });
  await everythingAgrees(shop);
  const books = await trialBalance();
  expect(books.balanced).toBe(true);
  expect(books.debits.map(({ currency }) => currency).sort()).toEqual(expect.arrayContaining(['EUR', 'JPY', 'KWD']));
  const byCurrency = (side: readonly { currency: string }[]) => [...side].sort((left, right) => (left.currency < right.currency ? -1 : 1));
  expect(byCurrency(books.debits)).toEqual(byCurrency(books.credits));
});

test('what is bought again is in the currency that it was bought in', async () => {
  const buyer = await aBuyer(shop);
  await buyer.ask(ADD, { variantId: lamp.variantId, quantity: 2, currency: 'EUR' });
  const checkedOut = await checkOut(buyer, { expectedTotal: money(7_410, 'EUR') });
  await pay(shop, checkedOut);
  await orderIs(buyer, checkedOut.order.id, 'CONFIRMED');
  const { reorder } = await buyer.ask<{ reorder: object }>(
    'mutation ($orderId: ID!) { reorder(orderId: $orderId) { total { amountMinor currency } } }',
    { orderId: checkedOut.order.id },
  );
  expect(reorder).toEqual({ total: money(7_410, 'EUR') });
});

test('a cart has one currency, and takes nothing that is not sold in it', async () => {
  const buyer = await aBuyer(shop);
  const dollars = await goods(lampSeller, 'Dollar lamp', 1_000, 5);
  await buyer.ask(ADD, { variantId: lamp.variantId, quantity: 1, currency: 'JPY' });
  expect(await buyer.refusal(ADD, { variantId: dollars.variantId, quantity: 1 })).toMatchObject({
    code: 'CURRENCY_MISMATCH',
    currency: 'JPY',
    variantId: dollars.variantId,
  });
  expect(await buyer.refusal(ADD, { variantId: book.variantId, quantity: 1, currency: 'EUR' })).toMatchObject({
    code: 'CURRENCY_MISMATCH',
  });
});

test('a price in another currency that changes is marked and told, and one that is taken back can no longer be bought', async () => {
  const buyer = await aBuyer(shop);
  const vase = await goods(lampSeller, 'Glass vase', 1_000, 5, { prices: [money(900, 'EUR')] });
  await buyer.ask(ADD, { variantId: vase.variantId, quantity: 2, currency: 'EUR' });
  const setPrices = (...prices: object[]): Promise<unknown> =>
    lampSeller.ask('mutation ($id: ID!, $prices: [MoneyInput!]) { updateProduct(id: $id, input: { prices: $prices }) { id } }', {
      id: vase.productId,
      prices,
    });
  const line = async () =>
    (
      await buyer.ask<{ cart: { items: { purchasable: boolean; priceChange: { to: { amountMinor: number } } | null }[] } }>(
        '{ cart { items { purchasable priceChange { to { amountMinor } } } } }',
      )
    ).cart.items[0]!;
  const input = { idempotencyKey: 'vase', shippingAddress: anAddress };
  await setPrices(money(950, 'EUR'));
  await until('the cart has heard', async () => (await line()).priceChange?.to.amountMinor === 950);
  expect(await buyer.refusal(CHECKOUT, { input })).toMatchObject({ code: 'PRICE_CHANGED', total: money(1_900, 'EUR') });
  await setPrices();
  await until('the cart has heard', async () => !(await line()).purchasable);
  expect(await buyer.refusal(CHECKOUT, { input })).toMatchObject({ code: 'CURRENCY_MISMATCH', currency: 'EUR', variantId: vase.variantId });
  await everythingAgrees(shop);
});
